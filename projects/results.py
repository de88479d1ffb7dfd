"""What came of it, in numbers for readers: only what is confirmed, never a zero."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext, ngettext

from .models import Attendance, Event, ImpactTotal, MetricDefinition, Project


class Counted(NamedTuple):
    """One number with what it counts; what the `figures` tag draws."""

    value: int
    unit: str
    words: str
    typed: str = ""  # the unit as it is written down, in no language


def of_event(event: Event) -> list[Counted]:
    """People and hours, then what was counted."""
    came = event.attendances.filter(state__in=Attendance.CAME)
    sums = came.aggregate(people=Count("pk"), minutes=Sum("minutes"))
    return _work(sums) + _summed(ImpactTotal.objects.confirmed().filter(event=event))


def of_project(project: Project) -> tuple[list[Counted], "Goal | None"]:
    """The same over all its dates that are closed, and how far that brings it. Two queries."""
    seen = Attendance.objects.filter(
        event__project=project, event__status=Event.Status.CLOSED, state__in=Attendance.CAME
    )
    sums = seen.aggregate(people=Count("person", distinct=True), minutes=Sum("minutes"))
    counted = _summed(ImpactTotal.objects.confirmed().filter(event__project=project))
    return _work(sums) + counted, goal(project, counted)


def of_city(since: datetime, most: int = 4) -> list[tuple[int, int]]:
    """(metric, sum) of the things counted most often, as plain numbers that a cache can keep in any language."""
    rows = ImpactTotal.objects.public().filter(event__starts_at__gte=since).order_by()
    found = rows.values("metric").annotate(dates=Count("pk"), sum=Sum("total")).order_by("-dates", "metric")
    return [(row["metric"], row["sum"]) for row in found[:most]]


def in_words(sums: list[tuple[int, int]]) -> list[Counted]:
    metrics = MetricDefinition.objects.in_bulk([pk for pk, _sum in sums])
    return [_counted(metrics[pk], total) for pk, total in sums if pk in metrics]


class HoodSums(NamedTuple):
    """What a neighborhood reached, as plain numbers that a cache can keep in any language."""

    dates: int
    people: int
    minutes: int
    counted: list[tuple[int, int]]  # (metric, sum)


def by_neighborhood(since: datetime, most: int = 2) -> dict[int, HoodSums]:
    """Closed dates of projects since then, by the neighborhood where they were. Three queries for a whole city."""
    where = "event__project__neighborhood"
    dates = Event.objects.filter(
        status=Event.Status.CLOSED, starts_at__gte=since, project__neighborhood__isnull=False, project__department=None
    )
    held = dates.order_by().values("project__neighborhood").annotate(n=Count("pk"))
    sums = {row["project__neighborhood"]: HoodSums(row["n"], 0, 0, []) for row in held}
    came = Attendance.objects.filter(event__in=dates, state__in=Attendance.VERIFIED).order_by().values(where)
    for row in came.annotate(people=Count("person", distinct=True), minutes=Sum("minutes")):
        sums[row[where]] = sums[row[where]]._replace(people=row["people"], minutes=row["minutes"] or 0)
    totals = ImpactTotal.objects.public().filter(event__in=dates).order_by().values(where, "metric")
    for row in totals.annotate(sum=Sum("total")).order_by("metric__position", "metric"):
        found = sums[row[where]].counted
        if len(found) < most:
            found.append((row["metric"], row["sum"]))
    return sums


class Goal(NamedTuple):
    """How far a project is: its own number at the end, until then what its dates brought."""

    done: int
    wanted: int
    unit: str

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.wanted)) if self.wanted else 0


def goal(project: Project, counted: list[Counted]) -> Goal | None:
    """The number reached against the number hoped for; None where there is no goal, or nothing that measures it."""
    if not project.wanted_number:
        return None
    if project.outcome_number is not None:
        return Goal(project.outcome_number, project.wanted_number, project.wanted_unit)
    same = project.wanted_unit.strip().casefold()
    done = sum(row.value for row in counted if row.typed.casefold() == same)
    return Goal(done, project.wanted_number, project.wanted_unit) if done else None


def _work(sums: dict[str, Any]) -> list[Counted]:
    people, hours = sums["people"] or 0, (sums["minutes"] or 0) // 60
    rows = [
        Counted(people, "", ngettext("person came", "people came", people)),
        Counted(hours, gettext("h"), gettext("given together")),
    ]
    return [row for row in rows if row.value]


def _counted(metric: MetricDefinition, total: int) -> Counted:
    unit, words = metric.unit_words, metric.words
    return Counted(total, "" if unit.casefold() in words.casefold().split() else unit, words, metric.unit)  # said once


def _summed(totals: QuerySet[ImpactTotal]) -> list[Counted]:
    """A sum for each thing counted, in one query."""
    rows = totals.order_by().values("metric__name", "metric__unit", "metric__position", "metric")
    found = rows.annotate(sum=Sum("total")).order_by("metric__position", "metric")
    return [_counted(MetricDefinition(name=row["metric__name"], unit=row["metric__unit"]), row["sum"]) for row in found]
