"""I did come: asked within 14 days, decided by somebody who may put hours right."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from people.models import Person
from projects import bells
from projects.models import Attendance, Dispute, Event
from projects.permissions import can_revise

from .hours import REASON_LETTERS, revise_attendance

ASK_WITHIN = timedelta(days=14)


def can_dispute(attendance: Attendance) -> bool:
    """A no-show on a closed list that was written down in the last 14 days, and not asked about before."""
    return (
        attendance.state == Attendance.State.NO_SHOW
        and attendance.event.status == Event.Status.CLOSED
        and attendance.verified_at is not None
        and now() - max(attendance.verified_at, attendance.event.closed_at or attendance.verified_at) < ASK_WITHIN
        and not Dispute.objects.filter(attendance=attendance).exists()
    )


def dispute_absence(*, by: Person, attendance: Attendance, words: str) -> Dispute:
    """I was there, or I had told you."""
    with transaction.atomic():
        row = Attendance.objects.select_related("event").get(pk=attendance.pk)
        if row.person_id != by.pk:
            raise NotAllowed
        if not can_dispute(row):
            raise RuleBroken(
                gettext("This can’t be asked any more: it is possible once, for 14 days."), code="too_late"
            )
        if len(words.strip()) < REASON_LETTERS:
            raise RuleBroken(gettext("Please say in a few words what is true."), code="words_needed")
        dispute, made = Dispute.objects.get_or_create(attendance=row, defaults={"words": kept(words, 500)})
        if made:
            bells.absence_disputed.ring(by=by, on=dispute, dispute=dispute.pk)
        return dispute


def decide_dispute(*, by: Person, dispute: Dispute, state: str, answer: str) -> Dispute:
    """Put it right, or say why it stays. The person reads the answer."""
    with transaction.atomic():
        dispute = Dispute.objects.select_related("attendance__event__project", "attendance__person").get(pk=dispute.pk)
        row = dispute.attendance
        if not can_revise(by, row):
            raise NotAllowed(gettext("Somebody else has to do this: nobody vouches for themselves or their household."))
        if len(answer.strip()) < REASON_LETTERS:
            raise RuleBroken(gettext("Please say why, in a few words. They read it."), code="reason_needed")
        stays = state == Attendance.State.NO_SHOW
        outcome = Dispute.Outcome.KEPT if stays else Dispute.Outcome.PUT_RIGHT
        advance(dispute, outcome, field="outcome", answer=kept(answer, 300), decided_by=by, decided_at=now())
        if not stays:
            revise_attendance(by=by, attendance=row, state=state, reason=answer)
        bells.dispute_decided.ring(by=by, on=dispute, dispute=dispute.pk)
        return dispute
