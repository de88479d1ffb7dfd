"""Calendar files: one date, with the same UID wherever it goes, and a higher SEQUENCE after every change.

A file for anybody, and a feed that a calendar reads again and again, have no METHOD: they say how things are, and their
DTSTAMP is the moment of the last change, so that the same facts are the same bytes. A letter to somebody with a place
is an invitation (RFC 5546): its DTSTAMP is the moment of writing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext
from icalendar import Alarm, Calendar, vCalAddress, vText
from icalendar import Event as Component

from core.atom import readable
from core.clock import now
from core.words import listed
from people.models import Person

from .models import Event, ProjectRole, SignUp

PRODUCT = "-//Engage//Engage//EN"
AT_MOST = 500  # dates in one feed, the soonest first
READ_AGAIN = timedelta(hours=1)
ALARM = timedelta(hours=2)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Entry:
    """A date as one calendar shows it."""

    event: Event
    changed_at: datetime
    title: str
    status: str = "CONFIRMED"
    words: str = ""  # before the description: whose place it is, and how it stands

    @property
    def is_cancelled(self) -> bool:
        return self.status == "CANCELLED"


# ── what is in a calendar ──


def of_events(events: Iterable[Event]) -> list[Entry]:
    """For everybody."""
    return [_public(event) for event in events]


def of_person(person: Person) -> list[Entry]:
    """Their places and those of their children, and the dates of the projects they organize. Three queries."""
    found = {}
    signups = SignUp.objects.for_calendar_of(person)
    for event, theirs in groupby(signups, key=lambda signup: signup.slot.event):
        found[event.pk] = _own(event, list(theirs), person)
    organized = ProjectRole.objects.filter(person=person).values("project")
    for event in Event.objects.in_calendars().filter(project__in=organized)[:AT_MOST]:
        if event.pk not in found or found[event.pk].is_cancelled:
            found[event.pk] = _public(event, gettext("You organize this."))
    return sorted(found.values(), key=lambda entry: (entry.event.starts_at, entry.event.pk))[-AT_MOST:]


def _public(event: Event, words: str = "") -> Entry:
    if event.status == Event.Status.CANCELLED:
        return Entry(event, event.changed_at, f"CANCELLED: {event.title}", "CANCELLED", words)
    return Entry(event, event.changed_at, event.title, words=words)


def _own(event: Event, signups: list[SignUp], person: Person) -> Entry:
    """Of a family one entry: whoever of them has a place makes it certain."""
    live = [signup for signup in signups if signup.is_live]
    words = "\n".join(f"{signup.person.first_name}: {signup.get_state_display()}" for signup in live or signups)
    changed_at = max(event.changed_at, *(signup.changed_at for signup in signups))
    others = [signup.person.first_name for signup in live or signups if signup.person_id != person.pk]
    title = event.title
    if others:
        mine = len(others) < len(live or signups)
        title = (gettext("%(title)s, with %(names)s") if mine else "%(names)s: %(title)s") % {
            "title": event.title,
            "names": listed(others),
        }
    if not live or event.status == Event.Status.CANCELLED:
        return Entry(event, changed_at, f"CANCELLED: {title}", "CANCELLED", words)
    if any(signup.state == SignUp.State.CONFIRMED for signup in live):
        return Entry(event, changed_at, title, words=words)
    return Entry(event, changed_at, gettext("Not sure yet: %(title)s") % {"title": title}, "TENTATIVE", words)


# ── what it is, without building it ──


def fingerprint(entries: Sequence[Entry], name: str = "") -> str:
    """The same for the same file: whoever has it need not get it again."""
    facts = [
        (e.event.pk, e.event.ics_sequence, e.changed_at, e.title, e.status, e.words, e.event.project.summary)
        for e in entries
    ]
    said = repr((facts, name, get_language(), settings.SITE_URL))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


# ── files ──


def feed(entries: Sequence[Entry], *, name: str) -> bytes:
    """What a calendar subscribes to: it comes back and replaces everything."""
    calendar = _calendar()
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _filled(calendar, entries)


def file(events: Iterable[Event]) -> bytes:
    """Dates to take over once, with an alarm.

    People join each date of a series by itself, so each is an entry of its own with its own UID: one file of the whole
    series and the file of a single date meet in the same entry, and there is no RECURRENCE-ID, which would need a shared one.
    """
    return _filled(_calendar(), of_events(events), alarm=True)


def invitation(event: Event, *, to: Person, free: bool = False) -> tuple[str, bytes]:
    """METHOD and file for the letter to one person: come, or (called off, or the place is given up) not any more.

    Nobody has to answer: they have joined already, so that no program writes to the city.
    """
    (entry,) = of_events([event])
    if free and not entry.is_cancelled:
        entry = Entry(event, entry.changed_at, f"CANCELLED: {event.title}", "CANCELLED")
    calendar, method = _calendar(), "CANCEL" if entry.is_cancelled else "REQUEST"
    calendar.add("method", method)
    return method, _filled(calendar, [entry], alarm=True, to=to)


def uid(event: Event) -> str:
    """The same in letters, downloads and feeds, so that a calendar replaces its entry."""
    return f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _filled(calendar: Calendar, entries: Sequence[Entry], *, alarm: bool = False, to: Person | None = None) -> bytes:
    for entry in entries:
        component = _component(entry)
        if alarm and not entry.is_cancelled:
            component.add_component(_alarm(entry))
        if to is not None:
            component.DTSTAMP = now()
            component.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
            component.add("attendee", _coming(to))
        calendar.add_component(component)
    if entries:
        # the rules of the wall clock people live by, for programs that don't know them
        first, last = min(e.event.starts_at for e in entries), max(e.event.ends_at for e in entries)
        calendar.add_missing_timezones(first.date() - YEAR, last.date() + YEAR)
    return calendar.to_ical()


def _component(entry: Entry) -> Component:
    event = entry.event
    url = settings.SITE_URL + reverse("projects:event_page", args=[event.project.slug, event.pk])
    component = Component()
    component.add("uid", uid(event))
    component.add("sequence", event.ics_sequence)
    component.add("dtstamp", entry.changed_at)
    component.add("created", event.created_at)
    component.add("last-modified", entry.changed_at)
    component.add("dtstart", event.local_start)
    component.add("dtend", event.local_end)
    component.add("summary", readable(entry.title))
    component.add("location", readable(event.meeting_point))
    component.add("url", url)
    words = "\n\n".join(part for part in (entry.words, event.project.summary, url) if part)
    component.add("description", readable(words))
    if event.project.is_civic:
        component.add("categories", [gettext("Meeting with the city")])
    component.add("status", entry.status)
    component.add("transp", "OPAQUE" if entry.status == "CONFIRMED" else "TRANSPARENT")
    return component


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM)
    alarm.add("description", readable(entry.title))
    return alarm


def _coming(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return address
