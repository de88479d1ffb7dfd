"""Hours: verified by somebody else, put right with a reason, never in two places at once."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.locks import lock
from core.when import time_spent
from people.models import Person
from people.permissions import official
from projects import bells, minutes
from projects.models import Attendance, AttendanceRevision, Event, SignUp, WorkLog
from projects.permissions import can_keep_roster, can_revise, can_vouch, may_witness, organizes

from .events import locked
from .transcripts import replace_transcripts

State, Evidence = Attendance.State, Attendance.Evidence
REASON_LETTERS = 10


def confirm_attendance(*, by: Person, attendance: Attendance) -> Attendance:
    """Say that somebody was there. Before the close it is a tick that counts then; after it the hours follow at once."""
    with transaction.atomic():
        event = locked(attendance.event)
        row = Attendance.objects.select_related("person").get(pk=attendance.pk)
        row.event = event
        if not can_vouch(by, row):
            raise NotAllowed(
                gettext("Somebody else has to confirm this: nobody vouches for themselves or their household.")
            )
        if row.state in Attendance.VERIFIED:
            return row
        if row.state != State.CHECKED_IN:
            raise RuleBroken(gettext("There is nothing to confirm: they were not checked in."), code="not_here")
        if event.status == Event.Status.CLOSED:
            problem = verify(row=row, by=by, event=event)
            if problem:
                raise problem
        elif row.verified_by_id is None:
            write(row, verified_by=by, evidence=_evidence(by, event))
        return row


def revise_attendance(
    *, by: Person, attendance: Attendance, state: str, minutes_spent: int | None = None, reason: str
) -> AttendanceRevision:
    """Put hours right after the close. The person is told why, by whom, and what it was before."""
    reason = reason.strip()
    with transaction.atomic():
        event = locked(attendance.event)
        row = Attendance.objects.select_related("person").get(pk=attendance.pk)
        row.event = event
        if not can_revise(by, row):
            raise NotAllowed(gettext("Somebody else has to do this: nobody vouches for themselves or their household."))
        if event.status != Event.Status.CLOSED:
            raise RuleBroken(gettext("Close the list first; until then, just tick."), code="not_closed")
        if not REASON_LETTERS <= len(reason) <= 300:
            raise RuleBroken(gettext("Say why in a sentence. The person reads it."), code="reason_needed")
        return _put_right(row, by, event, state, minutes_spent, reason)


# ── inside an action's transaction, with the event locked ──


def settle(row: Attendance, closer: Person, event: Event) -> None:
    """Verified by who ticked it, else by who closes the list; if neither may, it waits for somebody who may."""
    row.event = event
    if event.project.is_civic:
        advance(row, State.PRESENT, field="state")
        return
    for witness in (row.verified_by, closer):
        if witness is not None and witness.kind != Person.Kind.SYSTEM and may_witness(witness, row.person, event):
            problem = verify(row=row, by=witness, event=event)
            if problem:
                advance(row, State.ATTENDED, field="state", verified_by=witness, minutes=0, in_at=None, out_at=None,
                        verified_at=now(), note=str(problem)[:300])  # fmt: skip
            return


def verify(*, row: Attendance, by: Person, event: Event) -> RuleBroken | None:
    """Write the verified time, or say why not: nobody is in two places at once."""
    lock(row.person, field="kind")
    spent, since, until = minutes.verified(event.starts_at, event.ends_at, row.in_at, row.out_at)
    others = _others(row, event)
    spent = min(spent, _left_of_the_day(row.person, event, others, spent))
    until = since + timedelta(minutes=spent)
    planned = minutes.quarters(minutes.length(event.starts_at, event.ends_at))
    partly = row.out_at is not None and spent < planned
    if clash := _clash(others, since, until):
        return clash
    seen = row.evidence if row.evidence and row.verified_by_id == by.pk else _evidence(by, event)
    try:
        with transaction.atomic():
            advance(
                row, State.PARTIAL if partly else State.ATTENDED, field="state",
                minutes=spent, in_at=since, out_at=until, verified_by=by, verified_at=now(), evidence=seen,
            )  # fmt: skip
    except IntegrityError:
        return _in_two_places("")
    bells.attendance_confirmed.ring(by=by, on=row, attendance=row.pk)
    return None


def _put_right(
    row: Attendance, by: Person, event: Event, state: str, minutes_spent: int | None, reason: str
) -> AttendanceRevision:
    lock(row.person, field="kind")
    old_state, old_minutes = row.state, row.minutes
    new: dict[str, Any] = {"minutes": 0, "in_at": None, "out_at": None}
    if state == State.NO_SHOW:
        must_have_had_a_place(event, row.person)
    if state in Attendance.VERIFIED:
        new = _new_time(row, event, minutes_spent)
    if (state, new["minutes"]) == (old_state, old_minutes):
        raise RuleBroken(gettext("That is what stands there already."), code="no_change")
    new |= {"verified_by": by, "verified_at": now(), "evidence": _evidence(by, event)}
    try:
        with transaction.atomic():
            if state == old_state:
                write(row, **new)
            else:
                advance(row, state, field="state", **new)
    except IntegrityError:
        raise _in_two_places("") from None
    revision = AttendanceRevision.objects.create(
        attendance=row, n=row.revisions.count() + 1, old_state=old_state, new_state=state,
        old_minutes=old_minutes, new_minutes=new["minutes"], reason=reason, by=by,
    )  # fmt: skip
    replace_transcripts(attendances=[row])
    bells.attendance_revised.ring(by=by, on=row, attendance=row.pk, revision=revision.pk)
    return revision


def _new_time(row: Attendance, event: Event, minutes_spent: int | None) -> dict[str, Any]:
    planned = minutes.length(event.starts_at, event.ends_at)
    spent = minutes.quarters(planned if minutes_spent is None else minutes_spent)
    if not 0 <= spent <= min(planned + minutes.OVERTIME, minutes.DAY_AT_MOST):
        raise RuleBroken(
            gettext("At most %(time)s count for this date: its length and one hour more.")
            % {"time": time_spent(min(planned + minutes.OVERTIME, minutes.DAY_AT_MOST))},
            code="too_long",
        )
    others = _others(row, event)
    if spent > _left_of_the_day(row.person, event, others, spent):
        raise RuleBroken(gettext("At most 12 hours count in one day."), code="day_full")
    since = row.in_at or event.starts_at
    until = since + timedelta(minutes=spent)
    if clash := _clash(others, since, until):
        raise clash
    return {"minutes": spent, "in_at": since, "out_at": until}


class _Other(NamedTuple):
    """Verified time of the same person at another date."""

    in_at: datetime
    out_at: datetime
    minutes: int
    title: str


def _others(row: Attendance, event: Event) -> list[_Other]:
    """Whatever is verified on the local day of the event, or could touch it. Read under the person's lock."""
    midnight, day = _midnight(event), timedelta(days=1)
    rows = Attendance.objects.filter(person=row.person_id, state__in=Attendance.VERIFIED).exclude(pk=row.pk)
    near = rows.filter(in_at__lt=midnight + 2 * day, out_at__gt=midnight - day).order_by("in_at", "pk")
    found = near.values_list("in_at", "out_at", "minutes", "event__title")
    return [_Other(since, until, spent, title) for since, until, spent, title in found if since and until]


def _midnight(event: Event) -> datetime:
    return event.local_start.replace(hour=0, minute=0, second=0, microsecond=0)


def _left_of_the_day(person: Person, event: Event, others: list[_Other], wanted: int) -> int:
    """Minutes that may still count on the local day of the event, after other dates and work between the dates."""
    midnight = _midnight(event)
    left = minutes.DAY_AT_MOST - sum(
        one.minutes for one in others if midnight <= one.in_at < midnight + timedelta(days=1)
    )
    if wanted > left - WorkLog.DAY_AT_MOST:  # only then it can matter
        worked = WorkLog.objects.counted().filter(person=person, day=midnight.date())
        left -= worked.aggregate(sum=Sum("counted"))["sum"] or 0
    return max(left, 0)


def _clash(others: list[_Other], since: datetime, until: datetime) -> RuleBroken | None:
    """PostgreSQL has an exclusion constraint behind this."""
    return next((_in_two_places(one.title) for one in others if one.in_at < until and one.out_at > since), None)


def _in_two_places(title: str) -> RuleBroken:
    words = gettext("At that time there are verified hours for “%(title)s” already. Nobody is in two places at once.")
    return RuleBroken(words % {"title": title}, code="two_places")


def _evidence(by: Person, event: Event) -> int:
    """An official who does not organize this is a stronger witness than its own roster."""
    return Evidence.OFFICIAL if official(by) and not can_keep_roster(by, event) else Evidence.ROSTER


def must_have_had_a_place(event: Event, person: Person) -> None:
    """Who waited, left in time or walked in let nobody down."""
    seated = SignUp.objects.filter(slot__event=event, person=person, state=SignUp.State.CONFIRMED).exists()
    if not seated and not organizes(person, event.project):
        raise RuleBroken(gettext("They had no place at this date, so they missed nothing."), code="no_place")


def write(row: Attendance, **values: Any) -> None:
    Attendance.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
