"""In the park: who is here, who was, and for how long. Nobody vouches for themselves."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from people.actions import meet_walk_in
from people.models import Person
from people.system import SYSTEM
from projects import bells
from projects.models import Attendance, Event, SignUp, Tick
from projects.permissions import (
    can_close,
    can_keep_roster,
    can_mark_absent,
    may_witness,
    organizes,
)

from . import safety
from .events import locked
from .hours import Evidence, State, must_have_had_a_place, settle, write
from .on_paper import record_paper

CLOSES_BY_ITSELF = timedelta(days=7)


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
        row = arrive(row, event, seen_by=by, evidence=Evidence.ROSTER, at=at)
        if reason.strip():
            write(row, note=kept(reason, 300))
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
            must_have_had_a_place(event, person)
        if row.state == State.EXPECTED:
            advance(row, to, field="state", verified_by=by, verified_at=now())
        return row


def close_event(*, by: Person, event: Event) -> Event:
    """Settle the list: who was checked in has come, everybody else is not known. Hours follow."""
    with transaction.atomic():
        event = locked(event)
        if not can_close(by, event):
            raise NotAllowed
        if not event.has_ended:
            raise RuleBroken(gettext("The list can be closed when the date is over."), code="not_over")
        advance(event, Event.Status.CLOSED, closed_at=now())
        here = event.attendances.filter(state=State.CHECKED_IN).select_related("person", "verified_by")
        for row in here.order_by("person_id"):
            settle(row, by, event)
        event.attendances.filter(state=State.EXPECTED).update(state=State.UNKNOWN)
        nobody_knows(event)
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


# ── the list ──


def go(row: Attendance, event: Event, *, at: datetime) -> None:
    """Somebody goes home, and small children whose last guardian here they were go along. Call it with the event locked."""
    write(row, out_at=max(at, row.in_at or at))  # never out before in
    for child in safety.left_alone(event=event, guardian=row.person):
        write(child, out_at=max(at, child.in_at or at))


def _open_roster(by: Person, event: Event) -> Event:
    event = locked(event)
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


def arrive(row: Attendance, event: Event, *, seen_by: Person, evidence: int, at: datetime | None = None) -> Attendance:
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
        write(row, **seen)
    return row


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


def nobody_knows(event: Event) -> None:
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
