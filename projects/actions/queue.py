"""One slot under its lock: the only place where seats, the queue and the state of a sign-up change, and always together.

Every deed on a slot calls `hold` first. It writes the slot's row, so that two deeds never look at one queue at the same
time, and only then reads it. A newcomer who finds the slot full and a leaver who finds nobody waiting can't miss each other.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.lifecycle import advance
from people.models import Guardianship, Person
from people.system import SYSTEM
from projects import bells, offer_time, quick
from projects.models import Event, SignUp, SignUpQuerySet, Slot

State = SignUp.State
OVERLAP_ALLOWED = timedelta(minutes=15)
LATE = timedelta(hours=24)
HEAD_START = timedelta(minutes=15)  # in the last hours: for those who waited when a place came free
OFFERS_AT_MOST = 2  # the second missed offer takes a person off the waitlist


def hold(slot_id: int, *, person: Person | None = None) -> Slot:
    """Lock the slot by writing it, read it fresh with its event and project, let overdue offers lapse, serve the queue.

    With a person it also knows, in the same query, whether they are barred from it, have something left to sign, and ever
    missed a date.

    So whoever goes on from here knows: until six hours before the start, nobody in the queue fits the free places.
    """
    quick.write_first(slot_id)
    found = quick.slot(slot_id, now(), person=person.pk if person else 0)
    if found is None:
        raise Slot.DoesNotExist
    slot, overdue = found
    if overdue:
        lapse_overdue(slot)
    promote(slot, freed=overdue)
    return slot


def shift(slot: Slot, *, seats: int = 0, waiting: int = 0) -> bool:
    """The conditional UPDATE. False when there is no room for so many; then nothing has changed."""
    if not quick.count(slot.pk, seats=seats, waiting=waiting):
        return False
    slot.seats_held += seats
    slot.waiting += waiting
    return True


def move(slot: Slot, signup: SignUp, to: str, **also: Any) -> bool:
    """Change a sign-up's state and, with it, the seats and the length of the queue. False when there is no room."""
    seats = signup.seats * ((to in SignUp.HOLDING) - signup.holds_seats)
    waiting = (to == State.WAITLISTED) - (signup.state == State.WAITLISTED)
    if (seats or waiting) and not shift(slot, seats=seats, waiting=waiting):
        return False
    advance(signup, to, field="state", **also)
    return True


def clashing(event: Event) -> tuple[datetime, datetime]:
    """What begins before the first and ends after the second goes on at the same time; a quarter of an hour is no clash."""
    return event.ends_at - OVERLAP_ALLOWED, event.starts_at + OVERLAP_ALLOWED


def overlapping(event: Event) -> Q:
    """Sign-ups that hold a seat while this event goes on."""
    before, after = clashing(event)
    return Q(state__in=SignUp.HOLDING, slot__event__starts_at__lt=before, slot__event__ends_at__gt=after)


def sits_elsewhere(signup: SignUp) -> bool:
    """Has a seat in another slot at that time."""
    held = SignUp.objects.filter(overlapping(signup.slot.event), person=signup.person_id)
    return held.exclude(slot=signup.slot_id).exists()


def must_be_running(slot: Slot) -> None:
    """Nothing is given any more once it has begun, or is off."""
    event = slot.event
    if event.status != Event.Status.SCHEDULED or event.has_started or not event.project.takes_people:
        raise RuleBroken(gettext("This can’t be changed now."), code="not_now")


def elsewhere(title: str) -> RuleBroken:
    """For somebody who sits in the event of that title at this time."""
    return RuleBroken(
        gettext("You have a place in “%(title)s” at that time. Free that one first.") % {"title": title}, code="overlap"
    )


def lapse_overdue(slot: Slot) -> None:
    """Missed once: the end of the queue. Missed twice: off the list. A place held for a guardian's yes is free again."""
    for signup in SignUp.objects.overdue().filter(slot=slot).order_by("offer_expires_at", "pk"):
        if signup.state == State.PENDING_CONSENT:
            move(slot, signup, State.EXPIRED, offer_expires_at=None)
            bells.consent_lapsed.ring(by=SYSTEM(), on=signup, signup=signup.pk)
            continue
        missed = signup.offers_missed + 1
        ended = {"offers_missed": missed, "offer_token": "", "offer_expires_at": None}
        if missed >= OFFERS_AT_MOST:
            move(slot, signup, State.REMOVED, **ended)
        else:
            move(slot, signup, State.WAITLISTED, waitlist_at=now(), **ended)
        bells.offer_lapsed.ring(by=SYSTEM(), on=signup, signup=signup.pk)
    free_alone(slot)


def hold_family(signup: SignUp) -> dict[int, Slot]:
    """The slot of this sign-up and those of the person's children at the same event, locked in one order."""
    mine = Guardianship.objects.in_force().filter(guardian=signup.person_id).values("dependant")
    theirs = SignUp.objects.live().filter(slot__event__slots=signup.slot_id, person__in=mine)
    return {pk: hold(pk) for pk in sorted({signup.slot_id, *theirs.values_list("slot", flat=True)})}


def free_alone(*slots: Slot, by: Person | None = None) -> None:
    """Children too young to come alone whose guardian has no seat any more, in slots that are held.

    A place goes; an offer goes back; and as long as a guardian still waits for the same event, they wait right behind.
    """
    for slot in slots:
        here = SignUp.objects.live().filter(slot=slot)
        young = here.exclude(pk__in=here.looked_after(slot.event).values("pk")).select_related("person")
        for child in young.order_by("pk"):
            guards = Guardianship.objects.in_force().filter(dependant=child.person_id).values("guardian")
            waits = SignUp.objects.live().filter(slot__event=slot.event_id, person__in=guards).order_by("pk").last()
            if waits is None or child.state in (State.CONFIRMED, State.PENDING_CONSENT):
                end(slot=slot, signup=child, by=by or SYSTEM(), reason=gettext("The parent or guardian can’t come."))
            elif child.state == State.OFFERED:
                behind = (waits.waitlist_at or now()) + timedelta(microseconds=1)
                move(slot, child, State.WAITLISTED, waitlist_at=behind, offer_token="", offer_expires_at=None)
                promote(slot, freed=True)


def end(*, slot: Slot, signup: SignUp, by: Person, reason: str = "") -> None:
    """Take a live sign-up off the list of a slot that is held, and serve the queue."""
    held = signup.holds_seats
    late = held and slot.event.starts_at - now() < LATE
    move(
        slot, signup, State.CANCELLED,
        cancelled_at=now(), cancelled_by=by, late=late, reason=reason, offer_token="", offer_expires_at=None,
    )  # fmt: skip
    bells.slot_left.ring(by=by, on=signup, signup=signup.pk)
    promote(slot, freed=held)


def able(slot: Slot, room: int | None) -> SignUpQuerySet:
    """Those waiting, in order, whose party fits into so many places and who sit nowhere else at that time."""
    elsewhere = SignUp.objects.filter(overlapping(slot.event), person=OuterRef("person")).exclude(slot=slot)
    waiting = SignUp.objects.queue().filter(slot=slot).exclude(Exists(elsewhere))
    return waiting if room is None else waiting.filter(seats__lte=room)


def fitting(slot: Slot) -> QuerySet[SignUp]:
    """Whoever may have the free places. A small child is next once the guardian's own seat is held."""
    return able(slot, slot.free).looked_after(slot.event)


def promote(slot: Slot, *, freed: bool = False) -> None:
    """Offer free places to the first who fit, until nobody fits.

    Under six hours before the start nothing is held: if places have just come free, all who fit are told, and the first
    to accept takes them. Whoever comes to wait beside a free place hears of it a quarter of an hour later. Who does not fit
    is passed over and keeps the place in the queue.
    """
    if not slot.waiting or slot.event.status != Event.Status.SCHEDULED or not slot.event.project.takes_people:
        return
    left = slot.event.starts_at - now()
    if left >= offer_time.RUSH:
        while (slot.free is None or slot.free > 0) and (first := fitting(slot).first()):
            _offer(slot, first)
        if slot.waiting and slot.free:
            _tell_too_large(slot, slot.free)
    elif left >= offer_time.CLOSED:
        _tell_all(slot, freed)


def _offer(slot: Slot, signup: SignUp) -> None:
    event = slot.event
    until = offer_time.hold_until(now(), event.starts_at, event.tz)
    token = secrets.token_urlsafe(32)
    move(slot, signup, State.OFFERED, offer_token=token, offer_expires_at=until)
    bells.seat_offered.ring(by=SYSTEM(), on=signup, signup=signup.pk)


def _tell_too_large(slot: Slot, free: int) -> None:
    """Who needs more places than are free hears it once for each number, and may come with fewer people."""
    parties = SignUp.objects.queue().filter(slot=slot, seats__gt=free)
    for signup in parties.filter(Q(told_free__isnull=True) | ~Q(told_free=free)):
        SignUp.objects.filter(pk=signup.pk).update(told_free=free)
        bells.party_skipped.ring(by=SYSTEM(), on=signup, signup=signup.pk)


def _tell_all(slot: Slot, freed: bool) -> None:
    waiting = able(slot, slot.free)
    for signup in waiting if freed else waiting.filter(offer_token="", waitlist_at__lte=now() - HEAD_START):
        if not signup.offer_token:
            SignUp.objects.filter(pk=signup.pk).update(offer_token=secrets.token_urlsafe(32))
        bells.seat_offered.ring(by=SYSTEM(), on=signup, signup=signup.pk)


def may_sit_now(slot: Slot, since: datetime | None = None) -> bool:
    """Nobody passes the queue. After `hold`, somebody in it can fit only in the rush of the last hours.

    Whoever has waited `since` a moment is passed only by those before it.
    """
    if not slot.waiting:
        return True
    before_me = fitting(slot)
    if since is not None:
        before_me = before_me.filter(waitlist_at__lt=since)
    return not before_me.exists()


def must_take_waiting(slot: Slot) -> None:
    """In the last hour nobody is put on a waitlist that nothing can come of."""
    if slot.event.starts_at - now() < offer_time.CLOSED:
        raise RuleBroken(
            gettext(
                "All places are taken, and the list is closed: it begins in less than an hour. "
                "You can still come along and ask the organizers."
            ),
            code="list_closed",
        )


def fresh(signup: SignUp, slot: Slot) -> SignUp:
    """As it stands now that the slot is locked, knowing the slot that we hold."""
    found = SignUp.objects.select_related("person").get(pk=signup.pk)
    found.slot = slot
    return found


def miscounted() -> list[int]:
    """Slots whose counters are not what their sign-ups say. There must never be one."""
    sums = Slot.objects.annotate(
        held=Coalesce(Sum("signups__seats", filter=Q(signups__state__in=SignUp.HOLDING)), 0),
        queued=Count("signups", filter=Q(signups__state=State.WAITLISTED)),
    )
    wrong = sums.exclude(held=F("seats_held"), queued=F("waiting"))
    return list(wrong.order_by("pk").values_list("pk", flat=True))
