"""In the park: who is here, who was, and for how long. Nobody vouches for themselves."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.locks import lock
from core.when import time_spent
from people.actions import meet_walk_in
from people.models import Person
from people.permissions import official
from people.system import SYSTEM
from projects import bells, minutes
from projects.models import Attendance, AttendanceRevision, Event, SignUp, Tick, WorkLog
from projects.permissions import (
    can_close,
    can_keep_roster,
    can_mark_absent,
    can_revise,
    can_vouch,
    may_witness,
    organizes,
)

from . import safety
from .events import _locked
from .on_paper import record_paper
from .transcripts import replace_transcripts

State, Evidence = Attendance.State, Attendance.Evidence
CLOSES_BY_ITSELF = timedelta(days=7)
REASON_LETTERS = 10


def check_in(*, by: Person, event: Event, person: Person, at: datetime | None = None, reason: str = "") -> Attendance:
    """Tick somebody as here. Twice is harmless. One's own tick is a claim that somebody else has to confirm.

    Somebody without a place, when all are taken, needs a reason.
    """
    with transaction.atomic():
        event = _open_roster(by, event)
        row = _row(event, person)
        if row.state in (State.NO_SHOW, State.EXCUSED):  # came after all
            advance(row, State.EXPECTED, field="state")
        if row.state == State.EXPECTED and not reason.strip() and _has_no_place(row, event) and _is_crowded(event):
            raise RuleBroken(
                gettext("All places are taken. If there is room all the same, say why in a few words."), code="crowded"
            )
        row = _arrive(row, event, seen_by=by, evidence=Evidence.ROSTER, at=at)
        if reason.strip():
            _set(row, note=kept(reason, 300))
        return row


def undo_check_in(*, by: Person, event: Event, person: Person) -> Attendance:
    """A tick too many. Twice is harmless. Small children came with that guardian, so their ticks go too."""
    with transaction.atomic():
        event = _open_roster(by, event)
        row = _row(event, person)
        nobody = {"evidence": None, "verified_by": None, "in_at": None, "out_at": None}
        if row.state in (State.CHECKED_IN, State.NO_SHOW, State.EXCUSED):
            advance(row, State.EXPECTED, field="state", **nobody)
            for child in safety.left_alone(event=event, guardian=person):
                advance(child, State.EXPECTED, field="state", **nobody)
        return row


def check_out(*, by: Person, event: Event, person: Person, at: datetime | None = None) -> Attendance:
    """Somebody goes home before the end, or stays on."""
    with transaction.atomic():
        event = _open_roster(by, event)
        row = _row(event, person)
        if row.state != State.CHECKED_IN:
            raise RuleBroken(gettext("Check them in first."), code="not_here")
        if row.out_at is None:
            go(row, event, at=at or now())
        return row


def add_walk_in(
    *,
    by: Person,
    event: Event,
    first_name: str,
    email: str = "",
    adult: bool,
    reason: str = "",
    typed_name: str = "",
    versions: Collection[int] = (),
    press: UUID | None = None,
) -> Attendance:
    """Somebody came without signing up. More people than places need a reason.

    `press` is the page's own name for the press: pressed twice, nobody is welcomed twice. `typed_name` is what they wrote under these `versions` of agreements on paper, before the eyes of `by`.
    """
    with transaction.atomic():
        event = _open_roster(by, event)
        if press and (known := Tick.objects.filter(uuid=press).select_related("person").first()):
            if (known.event_id, known.by_id) != (event.pk, by.pk):
                raise RuleBroken(gettext("This press belongs to another list."), code="another_list")
            return _row(event, known.person)
        if not first_name.strip():
            raise RuleBroken(gettext("Please type a first name."), code="name")
        person = meet_walk_in(first_name=first_name.strip(), email=email.strip(), adult=adult)
        if person.kind == Person.Kind.WALK_IN and not person.adult:
            raise RuleBroken(
                gettext("Somebody under 18 comes with a parent or guardian, who signs them up with their own account."),
                code="not_adult",
            )
        row = _row(event, person, welcome=True)
        if typed_name.strip():
            record_paper(by=by, event=event, person=person, signer=person, versions=versions, typed_name=typed_name)
        if row.state == State.EXPECTED:
            row = check_in(by=by, event=event, person=person, reason=reason)
        if press:
            Tick.objects.create(
                uuid=press, event=event, person=person, by=by, deed=Tick.Deed.IN, pressed_at=now(), outcome=Tick.Outcome.DONE
            )  # fmt: skip
        return row


def mark_absent(*, by: Person, event: Event, person: Person, excused: bool = False) -> Attendance:
    """Did not come, as a lead says after the end; or said so before it began. Nothing is taken from anybody."""
    with transaction.atomic():
        event = _open_roster(by, event)
        if event.project.is_civic:
            raise RuleBroken(gettext("At a meeting nobody is written down as missing."), code="meeting")
        if not event.has_ended and not excused:
            raise RuleBroken(gettext("They may still come: you can say so after the end."), code="not_over")
        if not excused and not can_mark_absent(by, event):
            raise NotAllowed(gettext("Leads of the project write down who did not come."))
        row = _row(event, person)
        to = State.EXCUSED if excused else State.NO_SHOW
        if to == State.NO_SHOW:
            _must_have_had_a_place(event, person)
        if row.state == State.EXPECTED:
            advance(row, to, field="state", verified_by=by, verified_at=now())
        return row


def close_event(*, by: Person, event: Event) -> Event:
    """Settle the list: who was checked in has come, everybody else is not known. Hours follow."""
    with transaction.atomic():
        event = _locked(event)
        if not can_close(by, event):
            raise NotAllowed
        if not event.has_ended:
            raise RuleBroken(gettext("The list can be closed when the date is over."), code="not_over")
        advance(event, Event.Status.CLOSED, closed_at=now())
        here = event.attendances.filter(state=State.CHECKED_IN).select_related("person", "verified_by")
        for row in here.order_by("person_id"):
            _settle(row, by, event)
        event.attendances.filter(state=State.EXPECTED).update(state=State.UNKNOWN)
        _nobody_knows(event)
        bells.event_closed.ring(by=by, on=event, event=event.pk)
        return event


def close_overdue() -> int:
    """Lists that nobody settled within seven days close by themselves. Returns how many. Opened again: seven days more."""
    since = now() - CLOSES_BY_ITSELF
    overdue = Event.objects.filter(status=Event.Status.SCHEDULED, ends_at__lte=since)
    overdue = overdue.filter(starts_at__lte=since)  # goes without saying, but the index knows the starts only
    overdue = overdue.exclude(reopenings__at__gt=since)
    done = 0
    for event in overdue.order_by("pk"):
        try:
            close_event(by=SYSTEM(), event=event)
            done += 1
        except RuleBroken:  # a lead was faster
            continue
    return done


def confirm_attendance(*, by: Person, attendance: Attendance) -> Attendance:
    """Say that somebody was there. Before the close it is a tick that counts then; after it the hours follow at once."""
    with transaction.atomic():
        event = _locked(attendance.event)
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
            problem = _verify(row, by, event)
            if problem:
                raise problem
        elif row.verified_by_id is None:
            _set(row, verified_by=by, evidence=_evidence(by, event))
        return row


def revise_attendance(
    *, by: Person, attendance: Attendance, state: str, minutes_spent: int | None = None, reason: str
) -> AttendanceRevision:
    """Put hours right after the close. The person is told why, by whom, and what it was before."""
    reason = reason.strip()
    with transaction.atomic():
        event = _locked(attendance.event)
        row = Attendance.objects.select_related("person").get(pk=attendance.pk)
        row.event = event
        if not can_revise(by, row):
            raise NotAllowed(gettext("Somebody else has to do this: nobody vouches for themselves or their household."))
        if event.status != Event.Status.CLOSED:
            raise RuleBroken(gettext("Close the list first; until then, just tick."), code="not_closed")
        if not REASON_LETTERS <= len(reason) <= 300:
            raise RuleBroken(gettext("Say why in a sentence. The person reads it."), code="reason_needed")
        return _revise(row, by, event, state, minutes_spent, reason)


# ── the list ──


def go(row: Attendance, event: Event, *, at: datetime) -> None:
    """Somebody goes home, and small children whose last guardian here they were go along. Call it with the event locked."""
    _set(row, out_at=max(at, row.in_at or at))  # never out before in
    for child in safety.left_alone(event=event, guardian=row.person):
        _set(child, out_at=max(at, child.in_at or at))


def _open_roster(by: Person, event: Event) -> Event:
    event = _locked(event)
    if not can_keep_roster(by, event):
        raise NotAllowed
    if event.status == Event.Status.CLOSED:
        raise RuleBroken(gettext("This list is closed. Hours can still be put right, with a reason."), code="closed")
    if event.status != Event.Status.SCHEDULED:
        raise RuleBroken(gettext("This date was cancelled."), code="cancelled")
    if now() < event.starts_at - timedelta(minutes=60):
        raise RuleBroken(gettext("Check-in opens an hour before it begins."), code="too_early")
    return event


def _row(event: Event, person: Person, *, welcome: bool = False) -> Attendance:
    """The row of somebody who may be on this list: signed up, waiting, organizing, or welcomed as a walk-in."""
    found = Attendance.objects.filter(event=event, person=person).select_related("person").first()
    if found:
        return found
    signups = SignUp.objects.filter(slot__event=event, person=person)
    confirmed = signups.filter(state=SignUp.State.CONFIRMED).first()
    expected = confirmed or welcome or event.project.organizers.filter(person=person).exists() or signups.exists()
    if not expected:
        raise RuleBroken(gettext("This person is not on the list. Add them as a walk-in."), code="not_on_the_list")
    row, _made = Attendance.objects.get_or_create(event=event, person=person, defaults={"signup": confirmed})
    return row


def _must_have_had_a_place(event: Event, person: Person) -> None:
    """Who waited, left in time or walked in let nobody down."""
    seated = SignUp.objects.filter(slot__event=event, person=person, state=SignUp.State.CONFIRMED).exists()
    if not seated and not organizes(person, event.project):
        raise RuleBroken(gettext("They had no place at this date, so they missed nothing."), code="no_place")


def _arrive(row: Attendance, event: Event, *, seen_by: Person, evidence: int, at: datetime | None = None) -> Attendance:
    """Here, as `seen_by` can say: of oneself it is only a claim, of whom one may not witness nobody vouches for it."""
    if row.state == State.EXPECTED:
        safety.must_be_safe(event=event, person=row.person, by=seen_by, at=at or now())
    claim = seen_by.pk == row.person_id
    seen = {
        "evidence": Evidence.CLAIM if claim else evidence,
        "verified_by": seen_by if may_witness(seen_by, row.person, event) else None,
    }
    if row.state == State.EXPECTED:
        advance(row, State.CHECKED_IN, field="state", in_at=min(at or now(), event.ends_at), out_at=None, **seen)
    elif row.state == State.CHECKED_IN and row.verified_by_id is None and seen["verified_by"]:
        _set(row, **seen)
    return row


def _set(row: Attendance, **values: Any) -> None:
    Attendance.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _has_no_place(row: Attendance, event: Event) -> bool:
    """Waits, left, or walked in; those who organize it need none."""
    if row.signup_id is not None or organizes(row.person, event.project):
        return False
    return not SignUp.objects.holding().filter(slot__event=event, person=row.person).exists()


def _is_crowded(event: Event) -> bool:
    """One more would be more than all tasks have places: until it begins besides those who have one, then besides who is here.

    Parties count with their heads.
    """
    capacities = list(event.slots.values_list("capacity", "seats_held"))
    if not capacities or any(capacity is None for capacity, _held in capacities):
        return False
    here = event.attendances.filter(state__in=Attendance.HERE)
    if event.has_started:
        heads = sum(party or 1 for party in here.values_list("signup__party", flat=True))
    else:
        heads = sum(held for _capacity, held in capacities) + here.filter(signup=None).count()
    return heads + 1 > sum(capacity or 0 for capacity, _held in capacities)


def _nobody_knows(event: Event) -> None:
    """Whoever had a place, or was ticked in vain: not known, which is never held against anybody, and can be put right."""
    there = event.attendances.values("person")
    in_vain = event.ticks.filter(deed=Tick.Deed.IN, outcome=Tick.Outcome.REFUSED).values("person")
    listed = SignUp.objects.filter(Q(state=SignUp.State.CONFIRMED) | Q(person__in=in_vain), slot__event=event)
    rows: dict[int, SignUp | None] = {}
    for signup in listed.exclude(person__in=there).order_by("-pk"):
        place = signup if signup.state == SignUp.State.CONFIRMED else None
        rows[signup.person_id] = place or rows.get(signup.person_id)
    Attendance.objects.bulk_create(
        [Attendance(event=event, person_id=pk, signup=place, state=State.UNKNOWN) for pk, place in rows.items()]
    )


# ── verified hours ──


def _settle(row: Attendance, closer: Person, event: Event) -> None:
    """Verified by who ticked it, else by who closes the list; if neither may, it waits for somebody who may."""
    row.event = event
    if event.project.is_civic:
        advance(row, State.PRESENT, field="state")
        return
    for witness in (row.verified_by, closer):
        if witness is not None and witness.kind != Person.Kind.SYSTEM and may_witness(witness, row.person, event):
            problem = _verify(row, witness, event)
            if problem:
                advance(row, State.ATTENDED, field="state", verified_by=witness, minutes=0, in_at=None, out_at=None,
                        verified_at=now(), note=str(problem)[:300])  # fmt: skip
            return


def _verify(row: Attendance, by: Person, event: Event) -> RuleBroken | None:
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


def _revise(
    row: Attendance, by: Person, event: Event, state: str, minutes_spent: int | None, reason: str
) -> AttendanceRevision:
    lock(row.person, field="kind")
    old_state, old_minutes = row.state, row.minutes
    new: dict[str, Any] = {"minutes": 0, "in_at": None, "out_at": None}
    if state == State.NO_SHOW:
        _must_have_had_a_place(event, row.person)
    if state in Attendance.VERIFIED:
        new = _new_time(row, event, minutes_spent)
    if (state, new["minutes"]) == (old_state, old_minutes):
        raise RuleBroken(gettext("That is what stands there already."), code="no_change")
    new |= {"verified_by": by, "verified_at": now(), "evidence": _evidence(by, event)}
    try:
        with transaction.atomic():
            if state == old_state:
                _set(row, **new)
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
