"""Calendar files: one event, with the same UID wherever it goes, and a higher SEQUENCE after every change."""

from datetime import timedelta

from django.utils.translation import gettext
from icalendar import Calendar
from icalendar import Event as Entry

from .models import Event

PRODUCT = "-//Engage//Engage//EN"


def uid(event: Event, host: str) -> str:
    """The same in letters, downloads and feeds, so that a calendar replaces its entry."""
    return f"event-{event.pk}@{host}"


def ics(event: Event, *, url: str, host: str) -> bytes:
    """One event as a file; a cancelled one stays in it and says so."""
    return file([(event, url)], host=host)


def file(events: list[tuple[Event, str]], *, host: str) -> bytes:
    """Events with their addresses.

    People join each date of a series by itself, so each is an entry of its own with its own UID: one file of the whole
    series and the file of a single date meet in the same entry, and there is no RECURRENCE-ID, which would need a shared one.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event, url in events:
        calendar.add_component(_entry(event, url, host))
    if events:
        year = timedelta(days=365)
        first, last = min(event.starts_at for event, _ in events), max(event.ends_at for event, _ in events)
        calendar.add_missing_timezones(first.date() - year, last.date() + year)
        # the rules of the wall clock people live by, for programs that don't know them
    return calendar.to_ical()


def _entry(event: Event, url: str, host: str) -> Entry:
    cancelled = event.status == Event.Status.CANCELLED
    entry = Entry()
    entry.add("uid", uid(event, host))
    entry.add("sequence", event.ics_sequence)
    entry.add("dtstamp", event.created_at)
    entry.add("dtstart", event.local_start)
    entry.add("dtend", event.local_end)
    entry.add("summary", f"CANCELLED: {event.title}" if cancelled else event.title)
    entry.add("location", event.meeting_point)
    entry.add("url", url)
    entry.add("description", f"{event.project.summary}\n\n{url}".strip())
    if event.project.is_civic:
        entry.add("categories", [gettext("Meeting with the city")])
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return entry
