"""Joining and leaving. Who may join is asked under the locks: person first, then slot."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, ngettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from core.when import day_words, local
from people.actions import ask_code
from people.ages import years
from people.models import BirthDate, Code, Person
from projects import bells, quick, reliability
from projects.models import Event, SignUp, Slot
from projects.permissions import can_end_signup, can_see_signup, leads

from . import queue
from .queue import JOINABLE, State

JOIN = "projects.join_slot"  # the intent kept with a newcomer's code
PARTY_AT_MOST = 5
GROWN_UP = 18
LATE = timedelta(hours=24)
UNDO_WITHIN = timedelta(hours=1)


def join_slot(*, by: Person, slot: Slot, party: int = 1, seats: int | None = None, age: int | None = None) -> SignUp:
    """Take seats, or a place on the waitlist if there is no room or somebody before me fits.

    `party` counts heads, `seats` those that use a seat (small children may not). `age` is the person's on the day of the
    event, when they have just shown it: it is asked for tasks with a minimum age, and not kept.
    """
    seats = party if seats is None else seats
    with transaction.atomic():
        lock(by, field="kind")
        held = queue.hold(slot.pk)
        _must_be_open(held)
        _must_fit(held, party, seats)
        _must_be_old_enough(by, held, age)
        _must_be_free(by, held)
        _must_not_hold_too_many(by)
        return _enter(by, held, party, seats)


def ask_to_join(
    *, slot: Slot, first_name: str, email: str, party: int = 1, adult: bool = False, birth_day: date | None = None
) -> Code:
    """For people who are not signed in: keep what they want until they have typed the code from their letter.

    What is plainly impossible is said now, before anybody waits for a letter. The seat is taken with the code.
    """
    _must_be_open(slot)
    _must_fit(slot, party, party)
    age = years(birth_day, slot.event.local_start.date()) if birth_day else None
    _must_be_old_enough(Person(adult=True), slot, age)
    data = {"slot": slot.pk, "party": party, "age": age if slot.min_age else None}
    return ask_code(
        email=email, first_name=first_name, adult=adult, birth_day=birth_day,
        intent=JOIN, intent_data=data,
    )  # fmt: skip


def leave_slot(*, by: Person, signup: SignUp, reason: str = "") -> SignUp:
    """Free my seat, or my place in the queue. A lead may take somebody off the list, with a reason."""
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        signup = queue.fresh(signup, slot)
        if not can_end_signup(by, signup):
            raise NotAllowed
        if by.pk != signup.person_id and not reason.strip():
            raise RuleBroken(gettext("Please say why. They read it in their letter."), code="reason_needed")
        if not signup.is_live:
            raise RuleBroken(gettext("You are not on the list any more."), code="not_on_the_list")
        if slot.event.has_started:
            raise RuleBroken(
                gettext("It has begun. Please tell the organizers that you can’t make it."), code="has_begun"
            )
        held = signup.holds_seats
        late = held and slot.event.starts_at - now() < LATE
        queue.move(
            slot, signup, State.CANCELLED,
            cancelled_at=now(), cancelled_by=by, late=late, reason=reason.strip(), offer_token="", offer_expires_at=None,
        )  # fmt: skip
        bells.slot_left.ring(by=by, on=signup, signup=signup.pk)
        queue.promote(slot, freed=held)
        return signup


def undo_leave(*, by: Person, signup: SignUp) -> SignUp:
    """Come back within the hour: the seat if it is still free, else the old place in the queue."""
    with transaction.atomic():
        lock(by, field="kind")
        slot = queue.hold(signup.slot_id)
        left = queue.fresh(signup, slot)
        if not can_see_signup(by, left):
            raise NotAllowed
        if not can_undo(left):
            raise RuleBroken(gettext("It is too late to undo this. You can join again."), code="too_late")
        _must_be_open(slot)
        _must_be_free(by, slot)
        since = left.waitlist_at or left.created_at
        return _enter(by, slot, left.party, left.seats, since=since, approved_at=left.approved_at)


def can_undo(signup: SignUp) -> bool:
    """Left by themselves, less than an hour ago."""
    return (
        signup.state == State.CANCELLED
        and signup.cancelled_by_id == signup.person_id
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


def _must_be_open(slot: Slot) -> None:
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
    if event.project.status not in JOINABLE:
        raise RuleBroken(gettext("This project is not open for joining now."), code="not_open")


def _must_fit(slot: Slot, party: int, seats: int) -> None:
    if party < 1 or not 0 < seats <= party:
        raise RuleBroken(gettext("Please say how many of you come, at least one."), code="party")
    if party > PARTY_AT_MOST:
        raise RuleBroken(
            gettext("You can bring up to four others. If you are more, please write to the organizers."), code="party"
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


def _must_be_old_enough(person: Person, slot: Slot, age: int | None) -> None:
    """Ages count on the local date of the event. An unknown birth date never satisfies a minimum age."""
    if person.adult and not slot.min_age:
        return
    if age is None and person.pk:
        born = BirthDate.objects.filter(person=person).first()
        age = born.age_on(slot.event.local_start.date()) if born else None
    if slot.min_age and age is None:
        raise RuleBroken(
            gettext("This task is for people aged %(age)d and over. Please give your birth date.")
            % {"age": slot.min_age},
            code="birth_date_needed",
        )
    if slot.min_age and age is not None and age < slot.min_age:
        raise RuleBroken(
            gettext("This task is for people aged %(age)d and over. Other tasks may suit you.") % {"age": slot.min_age},
            code="too_young",
        )
    if not person.adult and (age is None or age < GROWN_UP):
        raise RuleBroken(
            gettext(
                "You need to be 18 to join by yourself. A way to join together with a parent or guardian is coming. "
                "Until then, a grown-up can sign up and bring you along."
            ),
            code="under_age",
        )


def _must_be_free(person: Person, slot: Slot) -> None:
    """Not twice in one slot, and in no other place at that time."""
    before, after = queue.clashing(slot.event)
    clash = quick.sits(person.pk, slot.pk, begins_before=before, ends_after=after)
    if clash is None:
        return
    if clash[0] == slot.pk:
        raise RuleBroken(gettext("You are on the list already."), code="joined_already")
    raise queue.elsewhere(clash[1])


def _must_not_hold_too_many(person: Person) -> None:
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


def _enter(
    person: Person,
    slot: Slot,
    party: int,
    seats: int,
    *,
    since: datetime | None = None,
    approved_at: datetime | None = None,
) -> SignUp:
    """A seat if there is room and nobody waiting fits; else the queue, at its end or where one stood before.

    Where the organizer's yes is needed and not given yet, one asks first, and holds nothing meanwhile.
    """
    signup = SignUp(
        slot=slot, person=person, party=party, seats=seats, state=State.CONFIRMED, approved_at=approved_at
    )  # fmt: skip
    if slot.needs_yes and approved_at is None and not leads(person, slot.event.project):
        signup.state, signup.waitlist_at = State.PENDING_APPROVAL, since or now()
    elif not queue.may_sit_now(slot, since) or not queue.shift(slot, seats=seats):
        queue.must_take_waiting(slot)
        signup.state, signup.waitlist_at = State.WAITLISTED, since or now()
        queue.shift(slot, waiting=1)
    signup.save(force_insert=True)  # nobody else joins this slot now, so the unique constraint has nothing to say
    bells.slot_joined.ring(by=person, on=signup, signup=signup.pk)
    if signup.state == State.WAITLISTED:
        queue.promote(slot)
        signup.refresh_from_db()
    return signup
