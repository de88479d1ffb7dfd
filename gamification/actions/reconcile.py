"""Facts below → causes and badges here. The bells' receivers and the nightly reconcile call the same functions."""

from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Q

from gamification.models import PointCause, Rule
from gamification.rules import FIRST_TIME, attendance_points, report_share, work_points
from ideas.models import Idea
from people.models import Person
from projects.models import Attendance, BeforeAfter, Event, WorkLog

from .badges import evaluate_badges
from .ledger import record_cause, void_cause
from .polls import ADOPTS, follow_idea


@transaction.atomic
def follow_attendance(*, attendance: Attendance, note: str = "") -> None:
    """Bring points and badges in line with one attendance, as it stands now."""
    person = attendance.person
    if attendance.state in Attendance.VERIFIED:
        record_cause(**attendance_cause(attendance), note=note)
    else:
        _void(
            person,
            Rule.ATT,
            attendance.pk,
            "projects.attendance",
            note or f"The list now says: {attendance.get_state_display()}.",
        )
    _follow_first_time(person, note)
    evaluate_badges(person=person)


def attendance_cause(attendance: Attendance) -> dict:
    """What `record_cause` is told about one verified attendance."""
    event = attendance.event
    verifier = attendance.verified_by
    closed = event.status == Event.Status.CLOSED
    return {
        "person": attendance.person,
        "rule": Rule.ATT,
        "subject": attendance,
        "occurred_at": event.starts_at,
        "eligible": attendance_points(attendance.minutes),
        "window": event.local_start.date().isoformat(),
        "state": PointCause.State.LIVE if closed else PointCause.State.PROVISIONAL,
        "params": {
            "event": event.title,
            "day": event.local_start.date().isoformat(),
            "minutes": attendance.minutes,
            "by": verifier.public_name if verifier else "",
        },
    }


@transaction.atomic
def follow_work(*, work: WorkLog) -> None:
    """Points and badges for work between the dates, once somebody has verified it. It is not decided twice."""
    if work.state in WorkLog.COUNTS:
        record_cause(**work_cause(work))
        evaluate_badges(person=work.person)


def work_cause(work: WorkLog) -> dict:
    """What `record_cause` is told about verified work; its window is the week of its day."""
    year, week, _day = work.day.isocalendar()
    return {
        "person": work.person,
        "rule": Rule.STEW,
        "subject": work,
        "occurred_at": datetime.combine(work.day, time(12), tzinfo=UTC),
        "eligible": work_points(work.counted),
        "window": f"{year}-W{week:02d}",
        "params": {
            "event": work.where.title,
            "day": work.day.isoformat(),
            "minutes": work.counted,
            "by": work.decided_by.public_name if work.decided_by else "",
        },
    }


@transaction.atomic
def follow_pairs(*, event: Event, note: str = "") -> None:
    """Points and badges for pictures of a date that are public; whoever has none there any more gives the points back."""
    pairs = event.pairs.filter(state=BeforeAfter.State.PUBLISHED).select_related("added_by", "decided_by")
    shown = {pair.added_by: pair for pair in pairs.order_by("-pk")}
    for person, pair in sorted(shown.items(), key=lambda found: found[0].pk):
        record_cause(**pair_cause(event, pair, len(shown)), note=note)
        evaluate_badges(person=person)
    gone = PointCause.objects.filter(rule=Rule.REP, subject_type=event._meta.label_lower, subject_id=event.pk)
    for cause in gone.exclude(person__in=shown).exclude(state=PointCause.State.VOID).select_related("person"):
        void_cause(cause=cause, reason=note or "The pictures are not public any more.")
        evaluate_badges(person=cause.person)


def pair_cause(event: Event, pair: BeforeAfter, people: int) -> dict:
    """What `record_cause` is told of somebody whose pictures of a date are public."""
    return {
        "person": pair.added_by,
        "rule": Rule.REP,
        "subject": event,
        "occurred_at": event.starts_at,
        "eligible": report_share(people),
        "params": {
            "event": event.title,
            "day": event.local_start.date().isoformat(),
            "people": people,
            "by": pair.decided_by.public_name if pair.decided_by else "",
        },
    }


def _follow_first_time(person: Person, note: str) -> None:
    """NEW: once in a life, dated to the earliest verified attendance of a closed event; void while there is none."""
    first = (
        person.attendances.filter(state__in=Attendance.VERIFIED, event__status=Event.Status.CLOSED)
        .select_related("event")
        .order_by("event__starts_at", "pk")
        .first()
    )
    if first is None:
        _void(person, Rule.NEW, person.pk, "people.person", note)
        return
    record_cause(**first_time_cause(first), note=note)


def first_time_cause(first: Attendance) -> dict:
    """What `record_cause` is told about a person's earliest verified attendance."""
    return {
        "person": first.person,
        "rule": Rule.NEW,
        "subject": first.person,
        "occurred_at": first.event.starts_at,
        "eligible": FIRST_TIME,
        "params": {"event": first.event.title, "day": first.event.local_start.date().isoformat()},
    }


def _void(person: Person, rule: str, subject_id: int, subject_type: str, reason: str) -> None:
    cause = PointCause.objects.filter(
        person=person, rule=rule, subject_type=subject_type, subject_id=subject_id
    ).first()
    if cause is not None and cause.state != PointCause.State.VOID:
        void_cause(cause=cause, reason=reason)


def follow_event(*, event: Event) -> None:
    """An event was closed: what was on its way now counts."""
    waiting = PointCause.objects.filter(rule=Rule.ATT, subject_type="projects.attendance").exclude(
        state=PointCause.State.LIVE
    )
    rows = event.attendances.filter(pk__in=waiting.filter(person__attendances__event=event).values("subject_id"))
    for attendance in rows.select_related("person", "event", "verified_by"):
        follow_attendance(attendance=attendance)


def reconcile_person(*, person: Person) -> None:
    """Walk the person's facts and write what a lost bell missed; a replay changes nothing."""
    for attendance in person.attendances.select_related("person", "event", "verified_by"):
        follow_attendance(attendance=attendance)
    for work in person.work.counted().for_page():
        follow_work(work=work)
    reported = PointCause.objects.filter(person=person, rule=Rule.REP).values("subject_id")
    for event in Event.objects.filter(Q(pairs__added_by=person) | Q(pk__in=reported)).distinct():
        follow_pairs(event=event)
    reported = PointCause.objects.filter(person=person, rule=Rule.IDEA).values("subject_id")
    for idea in Idea.objects.filter(Q(author=person), Q(state__in=ADOPTS) | Q(pk__in=reported)).select_related(
        "author"
    ):
        follow_idea(idea=idea)
