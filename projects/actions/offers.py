"""Places offered to those who wait. What the clock does here is done by the system."""

import secrets

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from people.models import Person
from projects import bells, offer_time
from projects.models import Event, Project, SignUp, Slot
from projects.permissions import can_see_signup

from . import queue, terms
from .queue import State


def accept_offer(*, by: Person, signup: SignUp, token: str) -> SignUp:
    """Take the place that is held for me; in the last six hours: take a free place before others do.

    `token` belongs to this one offer and is spent with it. A second press finds the seat taken by oneself, which is fine.
    """
    with transaction.atomic():
        lock(signup.person, field="kind")
        slot = queue.hold(signup.slot_id)
        signup = SignUp.objects.select_related("person").get(pk=signup.pk)
        signup.slot = slot
        if not can_see_signup(by, signup):
            raise NotAllowed
        if signup.state in (State.CONFIRMED, State.PENDING_CONSENT):
            return signup
        taken = _take(by, slot, signup, token)
    # Raised outside the transaction, so that what lapsed meanwhile stays lapsed.
    if not taken:
        raise _over(slot)
    return signup


def decline_offer(*, by: Person, signup: SignUp, token: str) -> SignUp:
    """Let the next in the queue have it. That is final; joining again is possible."""
    with transaction.atomic():
        slots = queue.hold_family(signup)
        slot = slots[signup.slot_id]
        signup = SignUp.objects.select_related("person").get(pk=signup.pk)
        signup.slot = slot
        if not can_see_signup(by, signup):
            raise NotAllowed
        if signup.state == State.DECLINED:
            return signup
        declined = signup.state == State.OFFERED and _is_its_token(signup, token)
        if declined:
            queue.move(slot, signup, State.DECLINED, offer_token="", offer_expires_at=None)
            bells.offer_declined.ring(by=by, on=signup, signup=signup.pk)
            queue.promote(slot, freed=True)
            queue.free_alone(*slots.values(), by=by)
    if not declined:
        raise _over(slot)
    return signup


def promote_waitlist(*, slot: Slot) -> None:
    """Serve one queue: let overdue offers lapse, offer free places to the first who fit; no small child sits alone."""
    with transaction.atomic():
        queue.free_alone(queue.hold(slot.pk))


def expire_offers() -> int:
    """Every queue where an offer is overdue, or a place is free beside somebody waiting. Returns how many were served.

    Each in a transaction of its own. Running late or twice changes nothing: every deed on a slot does the same first.
    """
    slots = Slot.objects.filter(event__status=Event.Status.SCHEDULED, event__ends_at__gt=now())
    held = SignUp.objects.unsettled().overdue()
    room = Q(capacity__isnull=True) | Q(capacity__gt=F("seats_held"))
    waited_for = slots.filter(room, waiting__gt=0, event__starts_at__gt=now())
    overdue = slots.filter(pk__in=held.values("slot"))
    # Two questions: both in one would look at every sign-up there ever was, each minute.
    due = sorted({*waited_for.values_list("pk", flat=True), *overdue.values_list("pk", flat=True)})
    for pk in due:
        promote_waitlist(slot=Slot(pk=pk))
    alone = sorted(set(SignUp.objects.seated_alone().values_list("slot", flat=True)))
    for pk in alone:  # a guardian has lost the seat in another task just now
        promote_waitlist(slot=Slot(pk=pk))
    return len(due) + len(alone)


def expire_waiting() -> int:
    """When an event starts, whoever still waits or holds an open offer is off the list. Returns how many were."""
    begun = Event.objects.filter(starts_at__lte=now(), status=Event.Status.SCHEDULED)
    waiting = SignUp.objects.unsettled().filter(slot__event__in=begun)
    count = 0
    for slot_id in waiting.order_by("slot_id").values_list("slot_id", flat=True).distinct():
        with transaction.atomic():
            slot = queue.hold(slot_id)
            for signup in SignUp.objects.unsettled().filter(slot=slot).order_by("pk"):
                queue.move(slot, signup, State.EXPIRED, offer_token="", offer_expires_at=None)
                count += 1
    return count


def _take(by: Person, slot: Slot, signup: SignUp, token: str) -> bool:
    left = slot.event.starts_at - now()
    rushed = signup.state == State.WAITLISTED and offer_time.CLOSED <= left < offer_time.RUSH
    if not (signup.state == State.OFFERED or rushed) or not _is_its_token(signup, token) or left.total_seconds() <= 0:
        return False
    project = slot.event.project  # a place that was offered before it was hidden is kept
    if slot.event.status != Event.Status.SCHEDULED or project.status not in Project.JOINABLE:
        return False
    if rushed and project.hidden:
        return False
    clash = SignUp.objects.filter(queue.overlapping(slot.event), person=signup.person).exclude(pk=signup.pk).first()
    if clash is not None:
        raise queue.elsewhere(clash.slot.event.title)
    to, until = terms.state_for(by=by, person=signup.person, slot=slot, age=signup.age_shown)
    if not queue.move(slot, signup, to, offer_token="", offer_expires_at=until, answered_at=now()):
        return False
    bells.offer_accepted.ring(by=signup.person, on=signup, signup=signup.pk)
    return True


def _is_its_token(signup: SignUp, token: str) -> bool:
    return bool(signup.offer_token) and secrets.compare_digest(signup.offer_token.encode(), token.encode())


def _over(slot: Slot) -> RuleBroken:
    if slot.event.starts_at - now() < offer_time.RUSH:
        return RuleBroken(
            gettext("Somebody else was faster: the place is taken. You keep your place on the waitlist."),
            code="offer_over",
        )
    return RuleBroken(
        gettext("This offer is over, so the place went to the next person. Below you see how you stand now."),
        code="offer_over",
    )
