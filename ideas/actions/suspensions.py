"""Setting an idea or a whole poll aside, with a reason for all to read. From the vote on it takes two."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import bells
from ideas.models import STOPPED_FOR, Idea, IdeaPoll, Suspension
from ideas.permissions import can_manage
from people.models import Person
from people.permissions import administrator
from people.system import SYSTEM


@transaction.atomic
def suspend(*, by: Person, poll: IdeaPoll, reason: str, idea: Idea | None = None) -> Suspension:
    """At once before the vote; during the vote once a second person has confirmed it."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    _check(by, poll, reason)
    if poll.state_at() == "over":
        raise RuleBroken(gettext("Voting has closed. What is on the ballot stays."), code="closed")
    thing = Idea.objects.get(pk=idea.pk, poll=poll) if idea else poll
    if thing.suspended_at is not None or Suspension.objects.waiting().filter(poll=poll, idea=idea).exists():
        raise RuleBroken(
            gettext("It is suspended already, or somebody has just asked for it."), code="suspended_already"
        )
    row = Suspension.objects.create(poll=poll, idea=idea, reason=reason.strip(), asked_by=by)
    if poll.state_at() == "voting":
        bells.suspension_asked.ring(by=by, on=thing, poll=poll.pk, suspension=row.pk)
    else:
        _take_effect(row, by)
    return row


@transaction.atomic
def declare_void(*, by: Person, poll: IdeaPoll, reason: str) -> Suspension:
    """Of a poll that was suspended when its voting closed: nothing is counted, once a second person has confirmed it."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    _check(by, poll, reason)
    if not IdeaPoll.objects.stopped().filter(pk=poll.pk).exists():
        raise RuleBroken(
            gettext("Only a poll that is suspended and has closed can be declared void."), code="not_stopped"
        )
    if Suspension.objects.waiting().filter(poll=poll, ends=True).exists():
        raise RuleBroken(gettext("Somebody has just asked for it."), code="suspended_already")
    row = Suspension.objects.create(poll=poll, reason=reason.strip(), asked_by=by, ends=True)
    bells.suspension_asked.ring(by=by, on=poll, poll=poll.pk, suspension=row.pk)
    return row


@transaction.atomic
def give_up(*, poll: IdeaPoll) -> bool:
    """Nobody decided for 30 days: the voting is void, so that no vote waits for ever. True if done now."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if not IdeaPoll.objects.stopped(STOPPED_FOR).filter(pk=poll.pk).exists():
        return False
    reason = gettext("Nobody let this poll go on within %(n)s days after its close.") % {"n": STOPPED_FOR.days}
    _take_effect(Suspension.objects.create(poll=poll, reason=reason, asked_by=SYSTEM(), ends=True), SYSTEM())
    return True


@transaction.atomic
def confirm_suspension(*, by: Person, suspension: Suspension) -> None:
    """The second of the two; one of them is an administrator."""
    poll = IdeaPoll.objects.select_for_update().get(pk=suspension.poll_id)
    row = Suspension.objects.select_related("asked_by", "idea").get(pk=suspension.pk)
    if not (can_manage(by, poll) or administrator(by)):
        raise NotAllowed()
    if row.confirmed_at is not None or row.lifted_at is not None:
        raise RuleBroken(gettext("This has been decided already."), code="decided")
    if by.pk == row.asked_by_id:
        raise RuleBroken(gettext("Somebody else must confirm what you asked for."), code="same_person")
    if not administrator(by) and not administrator(row.asked_by):
        raise RuleBroken(gettext("One of the two must be an administrator."), code="no_administrator")
    if poll.state_at() == "over" and not row.ends:
        raise RuleBroken(gettext("Voting has closed. What is on the ballot stays."), code="closed")
    _take_effect(row, by)


@transaction.atomic
def resume(*, by: Person, poll: IdeaPoll, note: str, idea: Idea | None = None) -> None:
    """Lines count again where the ballot still has them; whoever used the freed votes keeps the newer choice.

    A poll whose voting has closed meanwhile is counted then, with what was saved before it was suspended.
    """
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    _check(by, poll, note)
    rows = Suspension.objects.filter(poll=poll, idea=idea, lifted_at=None)
    row = rows.filter(ends=False).order_by("-pk").first()
    if row is None:
        raise RuleBroken(gettext("It is not suspended."), code="not_suspended")
    if idea is not None and poll.state_at() == "over":
        raise RuleBroken(gettext("Voting has closed. An idea can only come back before the close."), code="closed")
    rows.update(lifted_by=by, lifted_at=now(), lifted_note=note.strip())
    model = Idea if idea is not None else IdeaPoll
    model._default_manager.filter(pk=idea.pk if idea is not None else poll.pk).update(
        suspended_at=None, suspended_reason=""
    )
    if row.confirmed_at is not None:
        bells.resumed.ring(by=by, on=idea or poll, poll=poll.pk, suspension=row.pk)


def _check(by: Person, poll: IdeaPoll, reason: str) -> None:
    if not (can_manage(by, poll) or administrator(by)):
        raise NotAllowed()
    if len(reason.strip()) < 10:
        raise RuleBroken(gettext("Give the reason in a sentence. Everybody will read it."), code="reason")
    if poll.frozen_at is not None:
        raise RuleBroken(gettext("This poll is counted, or void. Nothing can be suspended now."), code="frozen")


def _take_effect(row: Suspension, by: Person) -> None:
    at = now()
    Suspension.objects.filter(pk=row.pk).update(confirmed_by=by, confirmed_at=at)
    if row.ends:
        IdeaPoll.objects.filter(pk=row.poll_id).update(
            voided_at=at, voided_reason=row.reason, frozen_at=at, suspended_at=None, suspended_reason=""
        )
    else:
        model = Idea if row.idea_id else IdeaPoll
        set_aside = {"suspended_at": at, "suspended_reason": row.reason}
        model._default_manager.filter(pk=row.idea_id or row.poll_id).update(**set_aside)
    bells.suspended.ring(by=by, on=row.idea or row.poll, poll=row.poll_id, suspension=row.pk)
