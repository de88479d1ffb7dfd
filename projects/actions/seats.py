"""Joining and leaving. Who may join is asked under the locks: person first, then slot."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, ngettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.locks import lock
from core.when import day_words, local
from people.actions import ask_code
from people.ages import years
from people.closed import hold
from people.models import Code, Person
from projects import bells, quick, reliability
from projects.models import Event, SignUp, Slot
from projects.permissions import can_end_signup, can_see_signup, leads

from . import queue, terms
from .queue import State

JOIN = "projects.join_slot"  # the intent kept with a newcomer's code
PARTY_AT_MOST = 5
UNDO_WITHIN = timedelta(hours=1)


def join_slot(*, by: Person, slot: Slot, party: int = 1, seats: int | None = None, age: int | None = None) -> SignUp:
    """Take seats, or a place on the waitlist if there is no room or somebody before me fits.

    `party` counts heads, `seats` those that use a seat (small children may not). `age` is the person's on the day of the
    event, when they have just shown it: it is asked for tasks with a minimum age. Only that they reach that is kept.
    """
    seats = party if seats is None else seats
    with transaction.atomic():
        hold(by)
        held = queue.hold(slot.pk, person=by)
        must_be_open(held)
        _must_fit(held, party, seats)
        if party > 1 and not by.adult:
            raise RuleBroken(gettext("Until you are 18 you can’t bring others along."), code="party")
        state = terms.state_for(by=by, person=by, slot=held, age=age)
        must_be_free(by, held)
        if held.joining is None or held.joining.missed:
            must_not_hold_too_many(by)
        return enter(person=by, slot=held, party=party, seats=seats, state=state)


def ask_to_join(
    *,
    slot: Slot,
    first_name: str,
    email: str,
    party: int = 1,
    seats: int | None = None,
    adult: bool = False,
    birth_day: date | None = None,
) -> Code:
    """For people who are not signed in: keep what they want until they have typed the code from their letter.

    What is plainly impossible is said now, before anybody waits for a letter. The seat is taken with the code.
    """
    must_be_open(slot)
    _must_fit(slot, party, party if seats is None else seats)
    age = years(birth_day, slot.event.local_start.date()) if birth_day else None
    terms.must_be_of_age(slot, age)
    data = {"slot": slot.pk, "party": party, "seats": seats, "age": age if slot.min_age else None}
    return ask_code(
        email=email, first_name=first_name, adult=adult, birth_day=birth_day,
        intent=JOIN, intent_data=data,
    )  # fmt: skip


def leave_slot(*, by: Person, signup: SignUp, reason: str = "") -> SignUp:
    """Free my seat, or my place in the queue. A lead may take somebody off the list, with a reason."""
    with transaction.atomic():
        slots = queue.hold_family(signup)
        slot = slots[signup.slot_id]
        signup = queue.fresh(signup, slot)
        if not can_end_signup(by, signup):
            raise NotAllowed
        if not can_see_signup(by, signup) and not reason.strip():
            raise RuleBroken(gettext("Please say why. They read it in their letter."), code="reason_needed")
        if not signup.is_live:
            raise RuleBroken(gettext("You are not on the list any more."), code="not_on_the_list")
        if slot.event.has_started:
            raise RuleBroken(
                gettext("It has begun. Please tell the organizers that you can’t make it."), code="has_begun"
            )
        queue.end(slot=slot, signup=signup, by=by, reason=kept(reason, 500))
        queue.free_alone(*slots.values(), by=by)
        return signup


def undo_leave(*, by: Person, signup: SignUp) -> SignUp:
    """Come back within the hour: the seat if it is still free, else the old place in the queue.

    Small children who lost their places with it come back in the same step: all of them have seats, or all wait.
    """
    with transaction.atomic():
        signup = SignUp.objects.select_related("person").get(pk=signup.pk)
        along = _left_along(signup)
        for person in sorted({by, signup.person, *(child.person for child in along)}, key=lambda one: one.pk):
            lock(person, field="kind")
        slots = {pk: queue.hold(pk) for pk in sorted({signup.slot_id, *(child.slot_id for child in along)})}
        slot = slots[signup.slot_id]
        left = queue.fresh(signup, slot)
        if not can_see_signup(by, left):
            raise NotAllowed
        if not can_undo(left):
            raise RuleBroken(gettext("It is too late to undo this. You can join again."), code="too_late")
        must_be_open(slot)
        seats = left.seats + sum(child.seats for child in along if child.slot_id == left.slot_id)
        room = slot.free is None or slot.free >= seats
        must_not_hold_too_many(left.person)
        again = _come_back(by, left, may_sit=room)
        for child in along:
            with suppress(RuleBroken):  # whoever has another place by now keeps that one
                back = queue.fresh(child, slots[child.slot_id])
                _come_back(by, back, may_sit=room and again.holds_seats, coming=[left.person_id])
        if left.team_name:
            SignUp.objects.filter(pk=again.pk).update(team_name=left.team_name)
            SignUp.objects.filter(team=left).update(team=again)
            again.refresh_from_db()
        return again


def _left_along(signup: SignUp) -> list[SignUp]:
    """Children whose places ended at the same date, in the moment in which their guardian left."""
    if signup.cancelled_at is None:
        return []
    moment = (signup.cancelled_at, signup.cancelled_at + timedelta(minutes=1))
    ended = SignUp.objects.filter(
        slot__event__slots=signup.slot_id, person__in=Person.objects.children_of(signup.person).values("pk"),
        state=State.CANCELLED, cancelled_by=signup.cancelled_by, cancelled_at__range=moment,
    )  # fmt: skip
    return list(ended.exclude(reason="").select_related("person").order_by("pk"))


def _come_back(by: Person, left: SignUp, *, may_sit: bool, coming: Collection[int] = ()) -> SignUp:
    person, slot = left.person, left.slot
    state = terms.state_for(by=by, person=person, slot=slot, age=left.age_shown, coming=coming)
    must_be_free(person, slot)
    return enter(
        person=person, slot=slot, party=left.party, seats=left.seats, state=state, since=left.waitlist_at or left.created_at,
        approved_at=left.approved_at, may_sit=may_sit, by=by,
    )  # fmt: skip


def can_undo(signup: SignUp) -> bool:
    """Left by themselves, less than an hour ago."""
    return (
        signup.state == State.CANCELLED
        and not signup.reason
        and signup.cancelled_at is not None
        and now() - signup.cancelled_at < UNDO_WITHIN
    )


def shrink_party(*, by: Person, signup: SignUp, party: int) -> SignUp:
    """Come with fewer people: a smaller party may fit where the whole one had to wait."""
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        signup = queue.fresh(signup, slot)
        if not can_see_signup(by, signup):
            raise NotAllowed
        if signup.state not in (State.CONFIRMED, State.WAITLISTED, State.PENDING_APPROVAL) or slot.event.has_started:
            raise RuleBroken(gettext("This can’t be changed now."), code="not_now")
        if not 1 <= party < signup.party:
            raise RuleBroken(gettext("You can only come with fewer people than before."), code="not_fewer")
        freed = max(signup.seats - party, 0)
        if signup.holds_seats:
            queue.shift(slot, seats=-freed)
        SignUp.objects.filter(pk=signup.pk).update(party=party, seats=signup.seats - freed)
        bells.party_shrunk.ring(by=by, on=signup, signup=signup.pk)
        queue.promote(slot, freed=bool(freed))
        signup.refresh_from_db()
        return signup


# ── the rules of joining ──


def must_be_open(slot: Slot) -> None:
    event = slot.event
    if event.status == Event.Status.CANCELLED:
        raise RuleBroken(gettext("This date was cancelled. Look for another one."), code="cancelled")
    if event.status != Event.Status.SCHEDULED or event.has_ended:
        raise RuleBroken(gettext("This is over. Look for the next date."), code="past")
    if event.has_started:
        raise RuleBroken(
            gettext("This has begun. Just come along: the organizers add you at the site."), code="has_begun"
        )
    if event.joining_is_over:
        raise RuleBroken(
            gettext("Joining is over, so that the organizers can plan. You can still come along and ask them."),
            code="joining_is_over",
        )
    if not event.project.takes_people:
        raise RuleBroken(gettext("This project is not open for joining now."), code="not_open")


def _must_fit(slot: Slot, party: int, seats: int) -> None:
    if 0 < party <= PARTY_AT_MOST and seats < 1:
        raise RuleBroken(gettext("At least one of you is older than five and needs a place."), code="small")
    if party < 1 or not 0 < seats <= party:
        raise RuleBroken(gettext("Please say how many of you come, at least one."), code="party")
    if party > PARTY_AT_MOST:
        raise RuleBroken(
            gettext("You can bring up to four others. If you are more, reserve places for a team."), code="party"
        )
    if slot.capacity is not None and seats > slot.capacity:
        raise RuleBroken(
            ngettext(
                "This task has only %(n)d place. Come with fewer people, or choose another task.",
                "This task has only %(n)d places. Come with fewer people, or choose another task.",
                slot.capacity,
            )
            % {"n": slot.capacity},
            code="party",
        )


def must_be_free(person: Person, slot: Slot) -> None:
    """Not twice in one slot, and in no other place at that time."""
    before, after = queue.clashing(slot.event)
    clash = quick.sits(person.pk, slot.pk, begins_before=before, ends_after=after)
    if clash is None:
        return
    if clash[0] == slot.pk:
        raise RuleBroken(gettext("You are on the list already."), code="joined_already")
    raise queue.elsewhere(clash[1])


def must_not_hold_too_many(person: Person) -> None:
    """After staying away twice, two places at a time for a month."""
    until = reliability.careful_until(person)
    if until and SignUp.objects.ahead_of(person).count() >= reliability.AT_ONCE:
        raise RuleBroken(
            gettext(
                "You can hold two places at a time until %(day)s, because you did not come twice lately. "
                "It ends by itself. Free one of your places, or come along after that day."
            )
            % {"day": day_words(local(until).date())},
            code="few_at_once",
        )


def enter(
    *,
    person: Person,
    slot: Slot,
    party: int,
    seats: int,
    state: tuple[str, datetime | None],
    since: datetime | None = None,
    approved_at: datetime | None = None,
    may_sit: bool = True,
    by: Person | None = None,
) -> SignUp:
    """A seat if there is room and nobody waiting fits; else the queue, at its end or where one stood before.

    `state` is what the terms say of a seat: theirs, or held until when. Where the organizer's yes is needed and not given
    yet, one asks first, and holds nothing meanwhile.
    """
    to, until = state
    signup = SignUp(
        slot=slot, person=person, party=party, seats=seats, state=to, offer_expires_at=until, approved_at=approved_at,
        age_shown=slot.min_age,
    )  # fmt: skip
    if slot.needs_yes and approved_at is None and not leads(by or person, slot.event.project):
        signup.state, signup.waitlist_at, signup.offer_expires_at = State.PENDING_APPROVAL, since or now(), None
    elif not may_sit or not queue.may_sit_now(slot, since) or not queue.shift(slot, seats=seats):
        queue.must_take_waiting(slot)
        signup.state, signup.waitlist_at, signup.offer_expires_at = State.WAITLISTED, since or now(), None
        queue.shift(slot, waiting=1)
    signup.save(force_insert=True)  # nobody else joins this slot now, so the unique constraint has nothing to say
    bells.slot_joined.ring(by=by or person, on=signup, signup=signup.pk)
    if signup.state == State.WAITLISTED:
        queue.promote(slot)
        signup.refresh_from_db()
    return signup
