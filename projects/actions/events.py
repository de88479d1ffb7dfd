"""Dates of a project: plan, change, cancel, give places."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, ngettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from people.models import Person
from people.system import SYSTEM
from projects import bells, recurrence, wall_clock
from projects.models import Event, Need, Project, SignUp, Slot
from projects.permissions import can_cancel_event, can_schedule

from . import queue, transitions

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=2 * 365)
RAIN_WITHIN = timedelta(days=60)
CLOSES_AT_MOST = 14 * 24  # hours
TOLD = {"starts_at", "ends_at", "meeting_point"}  # of these changes everybody on the list hears
SLOTS_AT_MOST, PLACES_AT_MOST = 20, 10_000
UNREAD_AT_MOST = 50


class SlotWords(TypedDict, total=False):
    """A task of an event: `name` and, where they matter, its places and who can do it."""

    name: str
    note: str
    capacity: int | None
    minimum_wanted: int
    min_age: int | None
    credentials: str
    needs_yes: bool
    effort: int


def schedule_event(
    *,
    by: Person,
    project: Project,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    meeting_point: str,
    slots: Iterable[SlotWords],
    title: str = "",
    closes_hours: int | None = None,
    rain_day: date | None = None,
    interpreter_until: date | None = None,
    releases: bool = False,
    draft: bool = False,
    like: Event | None = None,
) -> Event:
    """Plan a date with its tasks, and what `like` needed. Times without a zone are what the wall clock shows.

    The first date makes a project active. A draft is seen by nobody but those who lead the project, until they announce it.
    """
    with transaction.atomic():
        transitions.hold(project)
        must_take_dates(by=by, project=project)
        starts, ends = times(starts_at, ends_at, zone)
        return put(
            by=by, draft=draft, tasks=some(list(slots)), project=project, title=name_in(title, project), releases=releases,
            starts_at=starts, ends_at=ends, zone=zone, meeting_point=meeting_point_in(meeting_point),
            rsvp_closes_at=closing(starts, closes_hours), rain_day=_rain(rain_day, starts, zone), like=like,
            interpreter_until=_in_time(interpreter_until, starts, zone),
        )  # fmt: skip


def change_event(
    *,
    by: Person,
    event: Event,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    meeting_point: str | None = None,
    title: str | None = None,
    **more: Any,
) -> Event:
    """Another time or place, told to everybody on the list. What has begun stays as it is.

    An empty title is the project's. `closes_hours` (before the start, None: open until then), `rain_day` and `interpreter_until` change where they are
    given; else the close of joining moves with the start.
    """
    with transaction.atomic():
        event = locked(event)
        if not can_schedule(by, event.project):
            raise NotAllowed
        _must_be_ahead(event)
        starts, ends = times(
            event.starts_at if starts_at is None else starts_at,
            event.ends_at if ends_at is None else ends_at,
            event.zone,
        )
        wanted = {
            "starts_at": starts,
            "ends_at": ends,
            "meeting_point": event.meeting_point if meeting_point is None else meeting_point_in(meeting_point),
            "title": event.title if title is None else name_in(title, event.project),
            "rsvp_closes_at": _moved_close(event, starts)
            if "closes_hours" not in more
            else closing(starts, more["closes_hours"]),
            "rain_day": _rain(more.get("rain_day", event.rain_day), starts, event.zone),
            "interpreter_until": _in_time(more.get("interpreter_until", event.interpreter_until), starts, event.zone),
        }
        changes = rewrite(event, wanted, detached=event.repeats)
        if changes & TOLD and event.status == Event.Status.SCHEDULED:
            bells.event_changed.ring(by=by, on=event, event=event.pk)
        return event


def cancel_event(*, by: Person, event: Event, reason: str, note: str = "", **ids: int) -> Event:
    """Call a date off: everybody on the list is freed and told why. `ids` go with the bell."""
    with transaction.atomic():
        transitions.hold(Project.objects.get(events=event.pk))  # whoever stops it meanwhile finds the rain date too
        event = locked(event)
        if not can_cancel_event(by, event):
            raise NotAllowed
        if reason not in Event.Why.values:
            raise RuleBroken(gettext("Please choose a reason. People read it in their letter."), code="reason_needed")
        if event.has_ended:
            raise RuleBroken(gettext("This is over. Close its list instead."), code="past")
        advance(
            event, Event.Status.CANCELLED,
            cancel_reason=reason, cancel_note=kept(note, 300), ics_sequence=event.ics_sequence + 1, changed_at=now(),
        )  # fmt: skip
        for slot in event.slots.order_by("pk"):
            Slot.objects.filter(pk=slot.pk).update(version=F("version") + 1)
            SignUp.objects.live().filter(slot=slot).update(
                state=SignUp.State.CANCELLED, cancelled_at=now(), cancelled_by=by, offer_token="", offer_expires_at=None
            )
            Slot.objects.filter(pk=slot.pk).update(seats_held=0, waiting=0)
        if reason == Event.Why.WEATHER and event.rain_day and event.project.status in Project.JOINABLE:
            _plan_rain_date(by, event, event.rain_day)
        bells.event_cancelled.ring(by=by, on=event, event=event.pk, **ids)
        return event


def add_slot(*, by: Person, event: Event, words: SlotWords) -> Slot:
    """One more task for a date ahead."""
    with transaction.atomic():
        event = locked(event)
        if not can_schedule(by, event.project):
            raise NotAllowed
        _must_be_ahead(event)
        if event.slots.count() >= SLOTS_AT_MOST:
            raise RuleBroken(gettext("A date can have 20 tasks at most."), code="slots")
        must_be_small(event.project, words.get("capacity"))
        slot = _slot(event, words)
        slot.save()
        detach(event)
        return slot


def set_capacity(*, by: Person, slot: Slot, capacity: int | None) -> Slot:
    """More places are offered to those who wait. Fewer than are taken is refused, with the names of who came last."""
    with transaction.atomic():
        held = queue.hold(slot.pk)
        if not can_schedule(by, held.event.project):
            raise NotAllowed
        _must_be_ahead(held.event)
        check_places({**words_of(held), "capacity": capacity})
        must_be_small(held.event.project, capacity)
        rows = Slot.objects.filter(pk=held.pk)
        if capacity is not None:
            rows = rows.filter(seats_held__lte=capacity)
        if not rows.update(capacity=capacity):
            raise too_small(held, capacity or 0)
        detach(held.event)
        held.capacity = capacity
        queue.promote(held, freed=True)
        return held


# ── what series share: called inside an action's transaction ──


def must_take_dates(*, by: Person, project: Project) -> None:
    """Its leads plan dates, once it is approved, until it stops, and not while a moderator has hidden it."""
    if not can_schedule(by, project):
        raise NotAllowed
    if project.status not in Project.JOINABLE:
        raise RuleBroken(gettext("Dates can be planned once the city has approved the project."), code="not_open")
    if project.hidden:
        raise RuleBroken(gettext("No dates can be planned as long as this project is hidden."), code="hidden")


def put(
    *, by: Person, tasks: Iterable[SlotWords], draft: bool = False, like: Event | None = None, **fields: Any
) -> Event:
    """The row of a date, with its tasks, and what `like` needed; announced, if it is no draft."""
    tasks = list(tasks)
    project: Project = fields["project"]
    for words in tasks:
        must_be_small(project, words.get("capacity"))
    status = Event.Status.DRAFT if draft else Event.Status.SCHEDULED
    event = Event.objects.create(status=status, own_name=fields["title"] != project.title, **fields)
    Slot.objects.bulk_create([_slot(event, words) for words in tasks])
    if like:
        needed = like.needs.filter(dropped_at=None).order_by("pk")
        Need.objects.bulk_create(Need(event=event, item=n.item, wanted=n.wanted, source=n.source) for n in needed)
    if not draft:
        announced(by=by, event=event)
    return event


def announced(*, by: Person, event: Event) -> None:
    """From now on people can join. The first date makes its project active."""
    if event.project.status == Project.Status.PUBLISHED:
        transitions.move(project=event.project, to=Project.Status.ACTIVE, by=SYSTEM(), reason="")
    bells.event_scheduled.ring(by=by, on=event, event=event.pk)


def rewrite(event: Event, wanted: dict[str, Any], **also: Any) -> set[str]:
    """Write what is different, and count the calendar's sequence up. Returns the names of what was."""
    changes = {name: value for name, value in wanted.items() if getattr(event, name) != value}
    if "title" in changes:
        also["own_name"] = changes["title"] != event.project.title
    if changes:
        # Whoever is just joining reads the times after this, or has joined before.
        event.slots.update(version=F("version") + 1)
        Event.objects.filter(pk=event.pk).update(
            ics_sequence=F("ics_sequence") + 1, changed_at=now(), **changes, **also
        )
        event.refresh_from_db()
    return set(changes)


def must_be_small(project: Project, capacity: int | None) -> None:
    """What a Super User has opened stays small until the city has read it."""
    if project.is_unread and (capacity is None or capacity > UNREAD_AT_MOST):
        raise RuleBroken(
            gettext("Until the city has read this project, each task has 50 places at most."), code="capacity"
        )


def detach(event: Event) -> None:
    """A date of a series that is changed by hand stays so when the series changes."""
    if event.repeats:
        Event.objects.filter(pk=event.pk).update(detached=True)


# ── the rules of dates ──


def locked(event: Event) -> Event:
    lock(event, field="ics_sequence")
    return Event.objects.select_related("project").get(pk=event.pk)


def _must_be_ahead(event: Event) -> None:
    if not event.can_change:
        raise RuleBroken(gettext("Only a date that is still ahead can be changed."), code="not_ahead")


def times(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[datetime, datetime]:
    starts, ends = wall_clock.moment(starts_at, zone), wall_clock.moment(ends_at, zone)
    if starts <= now():
        raise RuleBroken(gettext("Choose a time that is still ahead."), code="past")
    if ends <= starts:
        raise RuleBroken(gettext("It has to end after it begins."), code="ends_early")
    if ends - starts > LONGEST:
        raise RuleBroken(gettext("A date can last 24 hours at most. Plan one for each day."), code="too_long")
    if starts - now() > FURTHEST:
        raise RuleBroken(gettext("That is more than two years ahead. Is the year right?"), code="too_far")
    return starts, ends


def closing(starts: datetime, hours: int | None) -> datetime | None:
    """When joining ends, so many hours before the start; None: when it begins."""
    if not hours:
        return None
    if not 0 < hours <= CLOSES_AT_MOST:
        raise RuleBroken(gettext("Joining can close two weeks before the start at most."), code="closes")
    return starts - timedelta(hours=hours)


def _moved_close(event: Event, starts: datetime) -> datetime | None:
    return event.rsvp_closes_at and event.rsvp_closes_at + (starts - event.starts_at)


def _rain(day: date | None, starts: datetime, zone: str) -> date | None:
    here = starts.astimezone(ZoneInfo(zone)).date()
    if day is not None and not here < day <= here + RAIN_WITHIN:
        raise RuleBroken(gettext("The rain date has to be after the date, within two months."), code="rain_day")
    return day


def _in_time(day: date | None, starts: datetime, zone: str) -> date | None:
    """The last day to ask for an interpreter: somebody has to be found before the date."""
    if day is not None and day >= starts.astimezone(ZoneInfo(zone)).date():
        raise RuleBroken(
            gettext("The last day to ask for an interpreter has to be before the date."), code="interpreter_until"
        )
    return day


def _plan_rain_date(by: Person, event: Event, day: date) -> None:
    """The same on the day that was kept free for it, with empty lists: who can come then, joins again."""
    begins = event.local_start.time()
    starts, _ = recurrence.moments(day, begins, 0, event.zone)
    tasks = [words_of(slot) for slot in event.slots.all()]
    close = event.rsvp_closes_at and starts - (event.starts_at - event.rsvp_closes_at)
    put(
        by=by, tasks=tasks, project=event.project, title=event.title, starts_at=starts,
        ends_at=starts + (event.ends_at - event.starts_at), zone=event.zone, meeting_point=event.meeting_point,
        rsvp_closes_at=close, instead_of=event, releases=event.releases, like=event,
    )  # fmt: skip


def told(event: Event) -> dict[str, Any]:
    """What everybody on the list is told of when it changes."""
    return {name: getattr(event, name) for name in TOLD}


def words_of(slot: Slot) -> SlotWords:
    """A task of a date, as it may be asked for on another one."""
    return {
        "name": slot.name, "note": slot.note, "capacity": slot.capacity, "minimum_wanted": slot.minimum_wanted,
        "min_age": slot.min_age, "credentials": slot.credentials, "effort": slot.effort, "needs_yes": slot.needs_yes,
    }  # fmt: skip


def name_in(words: str, project: Project) -> str:
    """A date's own name, or its project's."""
    return kept(words, 120) or project.title


def meeting_point_in(words: str) -> str:
    if not words.strip():
        raise RuleBroken(gettext("Say where people meet, so that everybody finds it."), code="meeting_point")
    return kept(words, 250)


def some(slots: list[SlotWords]) -> list[SlotWords]:
    if not 1 <= len(slots) <= SLOTS_AT_MOST:
        raise RuleBroken(gettext("Name at least one task, for example “Helpers”, and at most 20."), code="slots")
    return slots


def _slot(event: Event, words: SlotWords) -> Slot:
    return Slot(event=event, **checked(words))


def checked(words: SlotWords) -> SlotWords:
    """A task as it may be written down."""
    if not words.get("name", "").strip():
        raise RuleBroken(gettext("Give each task a name."), code="slot_name")
    check_places(words)
    known: SlotWords = {**words, "name": kept(words["name"], 80)}
    if "note" in words:
        known["note"] = kept(words["note"], 250)
    return known


def check_places(words: SlotWords) -> None:
    """Numbers that fit together."""
    capacity, wanted = words.get("capacity"), words.get("minimum_wanted", 0)
    _check_capacity(capacity)
    if not 0 <= wanted <= (PLACES_AT_MOST if capacity is None else capacity):
        raise RuleBroken(gettext("You can’t need more people than there are places."), code="minimum_wanted")
    if words.get("effort", Slot.Effort.LIGHT) not in Slot.Effort.values:
        raise RuleBroken(gettext("Choose how hard the work is."), code="effort")
    if not 0 <= (words.get("min_age") or 0) < 100:
        raise RuleBroken(gettext("The lowest age is a number below 100."), code="min_age")


def _check_capacity(capacity: int | None) -> None:
    if capacity is not None and not 1 <= capacity <= PLACES_AT_MOST:
        raise RuleBroken(gettext("Places are a number from 1 to 10,000; leave it empty if all fit."), code="capacity")


def too_small(slot: Slot, capacity: int) -> RuleBroken:
    """Who would have to move: the last who got a seat, until it would be enough."""
    missing, names = slot.seats_held - capacity, []
    for signup in SignUp.objects.holding().filter(slot=slot).select_related("person").order_by("-created_at", "-pk"):
        if missing <= 0:
            break
        missing -= signup.seats
        names.append(signup.person.public_name)
    return RuleBroken(
        ngettext(
            "%(held)d place is taken already, so %(wanted)d is too few. Who would have to move first: %(names)s.",
            "%(held)d places are taken already, so %(wanted)d are too few. Who would have to move first: %(names)s.",
            slot.seats_held,
        )
        % {"held": slot.seats_held, "wanted": capacity, "names": ", ".join(names)},
        code="below_seats_held",
    )
