"""Numbers of a date: reported by those who were there, approved by the lead, one total for each thing counted."""

from statistics import median
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people.models import Person
from projects.models import Attendance, Event, ImpactEntry, ImpactTotal, MetricDefinition
from projects.permissions import REPORTS_FOR, can_define_metrics, can_report, can_tell

from .events import locked

MOST = 1_000_000
NOTE_LETTERS = 5
TIMES_THE_MEDIAN = 3
COUNTED, REPORTED = ImpactEntry.State.APPROVED, ImpactEntry.State.REPORTED


def report_amount(*, by: Person, event: Event, metric: MetricDefinition, amount: int) -> ImpactEntry:
    """Say what I did. Said again, it waits for the lead again; 0 takes it back."""
    with transaction.atomic():
        event = locked(event)
        if event.closed_at and now() - event.closed_at > REPORTS_FOR:
            raise RuleBroken(
                gettext("The numbers of this date are settled: two weeks have passed. Tell the organizers."),
                code="late",
            )
        if not can_report(by, event):
            raise NotAllowed(gettext("Only people who were there can say what they did."))
        _must_be_asked_for(event, metric)
        if amount and not metric.min <= amount <= MOST:
            raise RuleBroken(
                gettext("Write a number from %(least)s on, or leave it empty.") % {"least": metric.min}, code="amount"
            )
        fresh = {
            "amount": amount,
            "state": REPORTED,
            "counted": None,
            "decided_by": None,
            "decided_at": None,
            "note": "",
        }
        entry, made = ImpactEntry.objects.get_or_create(event=event, metric=metric, person=by, defaults=fresh)
        if not made and entry.amount != amount:
            _set(entry, **fresh, reported_at=now())
            _sum_up(event, metric, by)
        return entry


def approve_entry(*, by: Person, entry: ImpactEntry, counted: int | None = None, note: str = "") -> ImpactEntry:
    """Count what somebody reported, as it is or put right. An unusual number needs a note."""
    with transaction.atomic():
        event = _told(by, entry.event)
        entry = ImpactEntry.objects.select_related("metric", "person").get(pk=entry.pk)
        right = entry.amount if counted is None else counted
        if not 0 <= right <= MOST:
            raise RuleBroken(gettext("Write a number, 0 or more."), code="amount")
        if right > entry.metric.max_per_person:
            _must_be_noted(note, right, entry.metric)
        _set(entry, state=COUNTED, counted=right, decided_by=by, decided_at=now(), note=kept(note, 300))
        _sum_up(event, entry.metric, by)
        return entry


def set_unattributed(
    *, by: Person, event: Event, metric: MetricDefinition, amount: int, note: str = ""
) -> ImpactTotal | None:
    """The rest that nobody wrote down by name. With what people reported it is the total of the date."""
    with transaction.atomic():
        event = _told(by, event)
        _must_be_asked_for(event, metric)
        if not 0 <= amount <= MOST:
            raise RuleBroken(gettext("Write a number, 0 or more."), code="amount")
        total = _counted(event, metric) + amount
        old = ImpactTotal.objects.filter(event=event, metric=metric).first()
        if old is None and not total:
            return None
        if is_unusual(event, metric, total) and not (old and old.note and old.total == total):
            _must_be_noted(note, total, metric)
        return _sum_up(event, metric, by, unattributed=amount, note=kept(note, 300))


def is_unusual(event: Event, metric: MetricDefinition, total: int) -> bool:
    """More than those who came usually do, or three times what the project's other dates usually brought."""
    others = ImpactTotal.objects.filter(event__project=event.project_id, metric=metric).exclude(event=event)
    before = list(others.values_list("total", flat=True))
    came = event.attendances.filter(state__in=Attendance.VERIFIED).count()
    return total > metric.max_per_person * max(came, 1) or (
        bool(before) and median(before) > 0 and total > TIMES_THE_MEDIAN * median(before)
    )


def define_metric(*, by: Person, metric: MetricDefinition | None = None, **words: Any) -> MetricDefinition:
    """Add something that is counted, or change it. Numbers that stand keep their meaning: the key never changes."""
    if not can_define_metrics(by):
        raise NotAllowed
    if words["max_per_person"] < words["min"]:
        raise RuleBroken(gettext("The most can’t be less than the least."), code="max_per_person")
    if metric is not None:
        words = {name: value for name, value in words.items() if name not in ("key", "category")}
        MetricDefinition.objects.filter(pk=metric.pk).update(**words)
        metric.refresh_from_db()
        return metric
    if MetricDefinition.objects.filter(category=words["category"], key=words["key"]).exists():
        raise RuleBroken(gettext("This short name is taken for that kind of project."), code="key")
    return MetricDefinition.objects.create(**words)


def _told(by: Person, event: Event) -> Event:
    """The locked date, if this person may put its numbers in order."""
    event = locked(event)
    if not can_tell(by, event):
        if event.status != Event.Status.CLOSED:
            raise RuleBroken(gettext("Close the list first."), code="not_closed")
        raise NotAllowed
    return event


def _must_be_asked_for(event: Event, metric: MetricDefinition) -> None:
    if metric.category not in ("", event.project.category):
        raise RuleBroken(gettext("This is not counted in projects of this kind."), code="metric")


def _must_be_noted(note: str, number: int, metric: MetricDefinition) -> None:
    if len(note.strip()) < NOTE_LETTERS:
        said = gettext("%(number)s %(unit)s is unusually much. If it is right, say in a few words how it came about.")
        raise RuleBroken(said % {"number": number, "unit": metric.unit_words}, code="note_needed")


def _counted(event: Event, metric: MetricDefinition) -> int:
    rows = ImpactEntry.objects.filter(event=event, metric=metric, state=COUNTED)
    return rows.aggregate(sum=Sum("counted"))["sum"] or 0


def _sum_up(
    event: Event, metric: MetricDefinition, by: Person, *, unattributed: int | None = None, note: str | None = None
) -> ImpactTotal | None:
    """Write the total anew, under the date's lock; an empty one is not made."""
    counted = _counted(event, metric)
    old = ImpactTotal.objects.filter(event=event, metric=metric).first()
    rest = (old.unattributed if old else 0) if unattributed is None else unattributed
    if old is None and not counted + rest:
        return None
    words: dict[str, Any] = {} if note is None else {"note": note}
    found, _made = ImpactTotal.objects.update_or_create(
        event=event, metric=metric,
        defaults={"from_entries": counted, "unattributed": rest, "total": counted + rest,
                  "unusual": is_unusual(event, metric, counted + rest), "by": by, "at": now(), **words},
    )  # fmt: skip
    return found


def _set(entry: ImpactEntry, **values: Any) -> None:
    ImpactEntry.objects.filter(pk=entry.pk).update(**values)
    for name, value in values.items():
        setattr(entry, name, value)
