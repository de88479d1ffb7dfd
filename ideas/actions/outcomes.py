"""Four weeks after an idea is called done: those who wanted to hear of it say whether it is, and a no opens it again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.lifecycle import advance
from ideas import bells
from ideas.models import ENOUGH_REPLIES, DoneCheck, DoneReply, Duty, Idea, OutcomeListener
from people.models import Person
from people.system import SYSTEM

ASK_AFTER = timedelta(days=28)
TOO_MANY = 25  # per cent of the replies that say no: then the city owes an answer again


def plan_check(*, idea: Idea) -> None:
    """It has just been called done. Called done again before anybody was asked, the four weeks begin anew."""
    due_at = now() + ASK_AFTER
    DoneCheck.objects.update_or_create(idea=idea, asked_at=None, defaults={"due_at": due_at})


@transaction.atomic
def ask_whether_done(*, check: DoneCheck) -> bool:
    """Everybody on the poll's list gets the two questions. False if it was done before, or is called done no more."""
    check = DoneCheck.objects.select_for_update(of=("self",)).select_related("idea").get(pk=check.pk)
    if check.asked_at is not None or check.due_at > now():
        return False
    if check.idea.state != Idea.State.DONE:
        check.delete()
        return False
    DoneCheck.objects.filter(pk=check.pk).update(asked_at=now())
    bells.done_asked.ring(by=SYSTEM(), on=check.idea, idea=check.idea.pk, check=check.pk)
    return True


@transaction.atomic
def reply_whether_done(*, by: Person, check: DoneCheck, is_done: bool, again: bool) -> DoneReply:
    """The last reply of a person counts. Raises RuleBroken once the round is over, or if they were not asked."""
    check = DoneCheck.objects.select_for_update(of=("self",)).select_related("idea__poll").get(pk=check.pk)
    if check.open_until is None or now() >= check.open_until:
        raise RuleBroken(gettext("The time for these answers is over. Thank you for looking!"), code="over")
    listener = OutcomeListener.objects.filter(poll=check.idea.poll, person=by).first()
    if listener is None:
        raise RuleBroken(gettext("You don’t hear of this poll any more, so you were not asked."), code="not_asked")
    reply, _made = DoneReply.objects.update_or_create(
        check_round=check, listener=listener, defaults={"is_done": is_done, "again": again, "at": now()}
    )
    _open_again(check)
    return reply


def _open_again(check: DoneCheck) -> None:
    """The caller holds the round."""
    said, no = check.replies.count(), check.replies.filter(is_done=False).count()
    if check.reopened_at is not None or said < ENOUGH_REPLIES or no * 100 < said * TOO_MANY:
        return
    idea = Idea.objects.select_for_update(of=("self",)).select_related("poll").get(pk=check.idea_id)
    DoneCheck.objects.filter(pk=check.pk).update(reopened_at=now())
    if idea.state != Idea.State.DONE:
        return  # the city has said so itself meanwhile
    advance(idea, Idea.State.IN_PROGRESS, field="state")
    Duty.objects.filter(idea=idea).update(
        done_at=None, due_at=now() + timedelta(days=idea.poll.answer_days), reopened_n=F("reopened_n") + 1
    )
    bells.duty_reopened.ring(by=SYSTEM(), on=idea, idea=idea.pk, check=check.pk)
