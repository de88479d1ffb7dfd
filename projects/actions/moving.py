"""Moving somebody in a queue by hand: rare, with a reason that everybody who waits can read."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people.models import Person
from projects import bells
from projects.models import QueueMove, SignUp
from projects.permissions import can_move_queue

from . import queue
from .queue import State


def move_to_front(*, by: Person, signup: SignUp, reason: str) -> SignUp:
    """The next place that fits is theirs."""
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        waiting = queue.fresh(signup, slot)
        if not can_move_queue(by, waiting):
            raise NotAllowed
        if waiting.state != State.WAITLISTED:
            raise RuleBroken(gettext("They are not on the waitlist any more."), code="not_waiting")
        if not reason.strip():
            raise RuleBroken(gettext("Please say why. Everybody who waits can read it."), code="reason_needed")
        if not SignUp.objects.filter(pk=waiting.pk).looked_after(slot.event).exists():
            raise RuleBroken(
                gettext("Move the parent or guardian: a child of this age comes with them, and moves along."),
                code="guardian_needed",
            )
        order = list(SignUp.objects.queue().filter(slot=slot))
        children = set(Person.objects.children_of(waiting.person).values_list("pk", flat=True))
        family = [waiting, *(each for each in order if each.person_id in children)]
        if order[: len(family)] != family:
            assert order[0].waitlist_at is not None  # noqa: S101 - kept by the database for all who wait
            before = order[0].waitlist_at - timedelta(microseconds=len(family))
            for n, one in enumerate(family):
                SignUp.objects.filter(pk=one.pk).update(waitlist_at=before + timedelta(microseconds=n))
                place = order.index(one) + 1
                QueueMove.objects.create(signup=one, by=by, reason=kept(reason, 300), from_place=place)
            bells.queue_moved.ring(by=by, on=waiting, signup=waiting.pk)
        waiting.refresh_from_db()
        return waiting
