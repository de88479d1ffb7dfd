"""Dates that repeat: begin a series, keep it filled some weeks ahead."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from people.models import Person
from people.system import SYSTEM
from projects import recurrence, wall_clock
from projects.models import Event, Project, Series

from . import transitions
from .events import SlotWords, checked, closing, meeting_point_in, must_take_dates, name_in, put, some, times

AHEAD = timedelta(weeks=8)


def start_series(
    *,
    by: Person,
    project: Project,
    rule: str,
    first_day: date,
    begins: time,
    ends: time,
    until: date,
    zone: str,
    meeting_point: str,
    slots: Iterable[SlotWords],
    title: str = "",
    closes_hours: int | None = None,
    releases: bool = False,
    like: Event | None = None,
) -> Series:
    """Plan dates that repeat, with what `like` needed. Those of the next eight weeks can be joined at once, the others follow week by week."""
    with transaction.atomic():
        transitions.hold(project)
        must_take_dates(by=by, project=project)
        pattern = check_pattern(rule, first_day, begins, ends, until, zone)
        series = Series.objects.create(
            project=project, title=name_in(title, project), releases=releases, zone=zone, tasks=[checked(words) for words in some(list(slots))],
            meeting_point=meeting_point_in(meeting_point), closes_hours=closes_hours, **pattern,
        )  # fmt: skip
        make_dates(series=series, by=by, like=like)
        return series


def fill_series() -> int:
    """The dates of the next eight weeks, of every series. Returns how many were made. Twice makes none twice."""
    made = 0
    for pk in Series.objects.running().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            series = hold(pk)
            if Series.objects.running().filter(pk=pk).exists():  # not stopped meanwhile
                made += len(make_dates(series=series, by=SYSTEM()))
    return made


# ── inside an action's transaction ──


def hold(pk: int) -> Series:
    """Whoever else changes or fills this series, or stops its project, waits until we are done."""
    transitions.hold(Project.objects.get(series=pk))
    Series.objects.filter(pk=pk).update(version=F("version"))
    return Series.objects.select_related("project").get(pk=pk)


def check_pattern(rule: str, first_day: date, begins: time, ends: time, until: date, zone: str) -> dict:
    """The fields of a series, or a refusal. The first date must be ahead, and there must be two at least."""
    minutes = length(begins, ends)
    wall_clock.moment(datetime.combine(first_day, time(12)), zone)  # refuses unknown zones, and years that are none
    found = recurrence.days(rule, first_day, until)
    if len(found) < 2:
        raise RuleBroken(
            gettext("That is one date only. Choose a later last day, or plan it as a single date."), code="one_date"
        )
    times(*recurrence.moments(found[0], begins, minutes, zone), zone)
    return {"rule": rule, "first_day": found[0], "begins": begins, "minutes": minutes, "until": until}


def length(begins: time, ends: time) -> int:
    """Minutes on the clock."""
    if ends <= begins:
        raise RuleBroken(gettext("It has to end after it begins."), code="ends_early")
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


def make_dates(*, series: Series, by: Person, like: Event | None = None) -> list[Event]:
    """Those of the next weeks that are not there yet, and always the next one. What was cancelled stays cancelled.

    Each needs what the one before it needed, the first one what `like` did.
    """
    there = set(series.events.exclude(recurrence_id=None).values_list("recurrence_id", flat=True))
    horizon = now() + AHEAD
    made: list[Event] = []
    ahead = series.events.coming().exists()
    for day in recurrence.days(series.rule, series.first_day, series.until):
        starts, ends = recurrence.moments(day, series.begins, series.minutes, series.zone)
        if starts > horizon and (ahead or made):
            break
        if starts > now() and day not in there:
            made.append(
                put(
                    by=by, tasks=series.tasks, project=series.project, title=series.title, starts_at=starts,
                    ends_at=ends, zone=series.zone, meeting_point=series.meeting_point, series=series, recurrence_id=day,
                    rsvp_closes_at=closing(starts, series.closes_hours), releases=series.releases,
                    like=series.events.filter(starts_at__lt=starts).order_by("starts_at").last() or like,
                )
            )  # fmt: skip
    return made
