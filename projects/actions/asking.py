"""Tasks where the organizers say yes first. Who asks holds no seat; a yes counts from the moment of asking."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.locks import lock
from people.models import Person
from projects import bells
from projects.models import SignUp, Slot
from projects.permissions import can_answer

from . import queue, terms
from .queue import State


def approve_signup(*, by: Person, signup: SignUp) -> SignUp:
    """Yes: a seat if there is room and nobody who asked earlier fits; else the waitlist, with the time of asking."""
    with transaction.atomic():
        lock(signup.person, field="kind")
        slot = queue.hold(signup.slot_id)
        asking = _asking(by, signup, slot)
        queue.must_be_running(slot)
        at_once = not queue.sits_elsewhere(asking) and queue.may_sit_now(slot, asking.waitlist_at)
        to, until = terms.state_for(by=by, person=asking.person, slot=slot, age=asking.age_shown)
        if not at_once or not queue.move(slot, asking, to, approved_at=now(), offer_expires_at=until):
            queue.must_take_waiting(slot)
            queue.move(slot, asking, State.WAITLISTED, approved_at=now())
        bells.signup_approved.ring(by=by, on=asking, signup=asking.pk)
        queue.promote(slot)
        asking.refresh_from_db()
        return asking


def refuse_signup(*, by: Person, signup: SignUp, reason: str) -> SignUp:
    """No, with the reason that they read in their letter."""
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        asking = _asking(by, signup, slot)
        if not reason.strip():
            raise RuleBroken(gettext("Please say why. They read it in their letter."), code="reason_needed")
        queue.move(
            slot, asking, State.REFUSED, reason=kept(reason, 300), cancelled_at=now(), cancelled_by=by
        )  # fmt: skip
        bells.signup_refused.ring(by=by, on=asking, signup=asking.pk)
        return asking


def _asking(by: Person, signup: SignUp, slot: Slot) -> SignUp:
    found = queue.fresh(signup, slot)
    if not can_answer(by, found):
        raise NotAllowed
    if found.state != State.PENDING_APPROVAL:
        raise RuleBroken(
            gettext("This was answered already, or they changed their mind. Below you see how it stands."),
            code="not_asking",
        )
    return found
