"""Change a series from one date on, or end it: first worked out and shown, then done. What has begun never changes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects import bells, recurrence
from projects.models import Event, Series, SignUp
from projects.permissions import can_schedule

from .events import cancel_event, closing, meeting_point_in, must_take_dates, rewrite
from .series import check_pattern, hold, make_dates


@dataclass(frozen=True)
class Later:
    """How a series shall be from one of its dates on; `day` is the new day of that date."""

    rule: str
    day: date
    begins: time
    ends: time
    until: date
    meeting_point: str


class Step(NamedTuple):
    """What a change does to one date: `moves`, `stays`, `ends` (cancelled), `task` (changes), or `by_hand` (left alone)."""

    event: Event
    does: str
    starts_at: datetime
    ends_at: datetime
    day: date | None
    people: int


def plan_later(*, by: Person, event: Event, later: Later) -> list[Step]:
    """What would happen to this date and all after it, for the page that asks whether it shall."""
    series = _series(by, event)
    pattern = check_pattern(later.rule, later.day, later.begins, later.ends, later.until, series.zone)
    meeting_point_in(later.meeting_point)
    rows = _from(series, event)
    old = [row.recurrence_id for row in rows if row.recurrence_id]
    new = recurrence.days(later.rule, pattern["first_day"], later.until)
    days = recurrence.pairs(series.rule, later.rule, old, new)
    by_day = {row.recurrence_id: row for row in rows}
    return [_step(by_day[day], days.get(day), event, later, pattern, series) for day in old]


def change_later(*, by: Person, event: Event, later: Later, seen: int) -> Series:
    """This date and all after it. Everybody on them gets one letter. `seen` is the version that was looked at."""
    with transaction.atomic():
        series = _held(by, event, seen)
        must_take_dates(by=by, project=series.project)
        steps = plan_later(by=by, event=event, later=later)
        pattern = check_pattern(later.rule, later.day, later.begins, later.ends, later.until, series.zone)
        place = meeting_point_in(later.meeting_point)
        Event.objects.filter(pk__in=[step.event.pk for step in steps]).update(recurrence_id=None)
        changed, ended = [], []
        for step in steps:
            Event.objects.filter(pk=step.event.pk).update(recurrence_id=step.day)
            if step.does == "moves":
                close = closing(step.starts_at, series.closes_hours)
                wanted = {
                    "starts_at": step.starts_at,
                    "ends_at": step.ends_at,
                    "meeting_point": place,
                    "rsvp_closes_at": close,
                    "rain_day": _rain_still_after(step),
                }
                rewrite(step.event, wanted, detached=False)
                changed.append(step.event.pk)
                bells.event_changed.ring(by=by, on=step.event, event=step.event.pk, series=series.pk)
            elif step.does == "ends":
                ended.append(_call_off(by, series, step.event))
        _write(series, **pattern, meeting_point=place)
        make_dates(series=series, by=by)
        bells.series_changed.ring(by=by, on=series, series=series.pk, changed=changed, ended=ended)
        return series


def plan_end(*, by: Person, event: Event) -> list[Step]:
    """What would happen if there were no dates from this one on."""
    rows = [row for row in _from(_series(by, event), event) if _can_change(row)]
    return [Step(row, "ends", row.starts_at, row.ends_at, None, getattr(row, "people", 0)) for row in rows]


def end_series(*, by: Person, event: Event, seen: int) -> Series:
    """No more dates from this one on. Those that are planned are cancelled, and everybody on them hears it once."""
    with transaction.atomic():
        series = _held(by, event, seen)
        steps = plan_end(by=by, event=event)
        before = series.events.filter(recurrence_id__lt=event.recurrence_id).aggregate(last=Max("recurrence_id"))[
            "last"
        ]
        ended = [_call_off(by, series, step.event) for step in steps]
        _write(series, until=max(before or series.first_day, series.first_day))
        bells.series_changed.ring(by=by, on=series, series=series.pk, changed=[], ended=ended)
        return series


# ── how it is done ──


def _held(by: Person, event: Event, seen: int) -> Series:
    series = hold(_series(by, event).pk)
    if series.version != seen:
        raise RuleBroken(
            gettext("Somebody changed this series meanwhile. Look at its dates again, then decide."), code="stale"
        )
    return series


def _series(by: Person, event: Event) -> Series:
    event.refresh_from_db()
    if not can_schedule(by, event.project):
        raise NotAllowed
    if event.series is None or event.recurrence_id is None:
        raise RuleBroken(gettext("This date does not repeat."), code="no_series")
    if not _can_change(event):
        raise RuleBroken(gettext("Only a date that is still ahead can be changed."), code="not_ahead")
    return event.series


def _from(series: Series, event: Event) -> list[Event]:
    """This date and those that stand after it in the series, cancelled ones too, with `people`: those on its lists."""
    live = Count("slots__signups", filter=Q(slots__signups__state__in=SignUp.LIVE))
    rows = series.events.filter(recurrence_id__gte=event.recurrence_id)
    return list(rows.select_related("project").annotate(people=live).order_by("recurrence_id"))


def _can_change(row: Event) -> bool:
    return row.status == Event.Status.SCHEDULED and not row.has_started


def _step(row: Event, day: date | None, chosen: Event, later: Later, pattern: dict, series: Series) -> Step:
    if not _can_change(row) or (row.detached and row.pk != chosen.pk):
        return Step(row, "by_hand", row.starts_at, row.ends_at, day, getattr(row, "people", 0))
    if day is None:
        return Step(row, "ends", row.starts_at, row.ends_at, None, getattr(row, "people", 0))
    starts, ends = recurrence.moments(day, later.begins, pattern["minutes"], series.zone)
    same = (starts, ends, later.meeting_point.strip()) == (row.starts_at, row.ends_at, row.meeting_point)
    return Step(row, "stays" if same else "moves", starts, ends, day, getattr(row, "people", 0))


def _rain_still_after(step: Step) -> date | None:
    """The rain date of one that was changed by hand, unless it moves past it."""
    day = step.event.rain_day
    return day if day and step.day and day > step.day else None


def _call_off(by: Person, series: Series, event: Event) -> int:
    return cancel_event(by=by, event=event, reason=Event.Why.OTHER, series=series.pk).pk


def _write(series: Series, **fields: object) -> None:
    for name, value in fields.items():
        setattr(series, name, value)
    series.save(update_fields=list(fields))
    Series.objects.filter(pk=series.pk).update(version=F("version") + 1)
    series.refresh_from_db()
