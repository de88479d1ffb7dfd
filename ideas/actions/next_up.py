"""Who moves up where a chosen idea turns out not to be possible, if the poll said so before people voted.

The result stays as it was counted; what moves is the state of an idea. The next one is read from the certified count: the most
votes among those not chosen, within the budget what still fits; of two alike the cheaper. Are several alike even then, a lot is drawn.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from ideas import bells
from ideas.models import Certification, Duty, Idea, IdeaPoll, MovedUp, Result
from ideas.permissions import can_manage
from people.models import Person

from .lots import written

WAITS = (Idea.State.NOT_SELECTED, Idea.State.TIE_PENDING)


def next_in_line(poll: IdeaPoll, result: Result) -> list[Idea]:
    """The idea that moves up next; several if a lot must decide between them, none if nobody can."""
    lines = {line["ref"]: line for line in result.outcome["ideas"]}
    enough = max(poll.min_support_to_pass or 1, 1)

    def rank(idea: Idea) -> tuple[int, int]:
        line = lines[idea.ref]
        return line["votes"], -(line["cost"] or 0) if poll.spends_budget else 0

    waiting = Idea.objects.filter(poll=poll, ref__in=lines, state__in=WAITS, suspended_at=None).order_by("ref")
    able = [idea for idea in waiting if lines[idea.ref]["votes"] >= enough]
    if poll.spends_budget:
        standing = (*Idea.CHOSEN, Idea.State.DONE)
        chosen = Idea.objects.filter(poll=poll, ref__in=lines, state__in=standing).values_list("ref", flat=True)
        left = (poll.budget_total or 0) - sum(lines[ref]["cost"] or 0 for ref in chosen)
        if poll.stop_at_first_misfit:  # then nobody overtakes the one that does not fit
            able = [idea for idea in able if rank(idea) == max(map(rank, able))]
        able = [idea for idea in able if (lines[idea.ref]["cost"] or 0) <= left]
    return [idea for idea in able if rank(idea) == max(map(rank, able))]


def fill_place(*, by: Person, instead_of: Idea, drawn: dict[str, Any] | None = None) -> MovedUp | None:
    """The caller holds the poll or the idea, which is dropped now. None if no idea moves up, or a lot must be drawn first."""
    poll = instead_of.poll
    result = _certified(poll)
    if not poll.next_moves_up or result is None or MovedUp.objects.filter(instead_of=instead_of).exists():
        return None
    if not _held_a_place(instead_of, result):
        return None
    following = next_in_line(poll, result)
    if drawn is None or {idea.ref for idea in following} != set(drawn["members"]):  # a lot among others decides nothing
        return _move(by, following[0], instead_of, None) if len(following) == 1 else None
    first = next(idea for idea in following if idea.ref == drawn["first"])
    return _move(by, first, instead_of, drawn)


def fill_places(*, by: Person, poll: IdeaPoll, result: Result) -> None:
    """After a certificate: of a first count, or of a corrected one, which may put other ideas next. Who is on the way already stays."""
    if not poll.next_moves_up:
        return
    before = MovedUp.objects.filter(idea__poll=poll, idea__state__in=Idea.COUNTED)
    lots = {row.instead_of_id: row.lot for row in before}
    before.delete()
    chosen = [line["ref"] for line in result.outcome["ideas"] if line["state"] == Idea.State.SELECTED]
    empty = {idea.ref: idea for idea in poll.ideas.filter(ref__in=chosen, state=Idea.State.DROPPED)}
    passed_on = poll.ideas.filter(moved_up__isnull=False, state=Idea.State.DROPPED).order_by("moved_up__at", "pk")
    for idea in (*(empty[ref] for ref in chosen if ref in empty), *passed_on):
        idea.poll = poll
        fill_place(by=by, instead_of=idea, drawn=lots.get(idea.pk))


def waits_for_a_lot(idea: Idea) -> list[Idea]:
    """Those of whom one takes the place of this idea, which is not possible; empty where there is nothing to draw."""
    if idea.state != Idea.State.DROPPED or not idea.poll.next_moves_up or hasattr(idea, "followed_by"):
        return []
    result = _certified(idea.poll)
    if result is None or not _held_a_place(idea, result):
        return []
    following = next_in_line(idea.poll, result)
    return following if len(following) > 1 else []


@transaction.atomic
def draw_next(
    *, by: Person, instead_of: Idea, first: str, method: str, witnesses: list[str], drawn_at: datetime
) -> MovedUp:
    """Of several that were next alike, the one drawn in public: its number, how, who watched, and when."""
    poll = IdeaPoll.objects.select_for_update().get(pk=instead_of.poll_id)
    if not can_manage(by, poll):
        raise NotAllowed()
    idea = Idea.objects.select_related("poll").get(pk=instead_of.pk)
    members = waits_for_a_lot(idea)
    if first not in {one.ref for one in members}:
        raise RuleBroken(gettext("There is no lot to draw between these ideas. Look at the page again."), code="no_tie")
    said = written(poll, method, witnesses, drawn_at)
    dropped_at = max(answer.published_at for answer in idea.answers.all())
    if not dropped_at - timedelta(minutes=1) <= drawn_at <= now():  # typed to the minute
        raise RuleBroken(
            gettext("A lot is drawn after the answer, and written down after it was drawn."), code="lot_time"
        )
    lot = {"first": first, "members": [one.ref for one in members], **said}
    moved = fill_place(by=by, instead_of=idea, drawn=lot)
    assert moved is not None
    return moved


def _certified(poll: IdeaPoll) -> Result | None:
    rows = Certification.objects.in_force().filter(result__poll=poll).select_related("result")
    newest = rows.order_by("-result__n").first()
    return newest.result if newest else None


def _held_a_place(idea: Idea, result: Result) -> bool:
    """By the count, or because it moved up itself. What the city took up of its own accord has none to give."""
    if MovedUp.objects.filter(idea=idea).exists():
        return True
    lines = {line["ref"]: line["state"] for line in result.outcome["ideas"]}
    return lines.get(idea.ref) == Idea.State.SELECTED


def _move(by: Person, idea: Idea, instead_of: Idea, lot: dict[str, Any] | None) -> MovedUp:
    idea = Idea.objects.select_for_update(of=("self",)).select_related("poll").get(pk=idea.pk)
    advance(idea, Idea.State.SELECTED, field="state")
    moved = MovedUp.objects.create(idea=idea, instead_of=instead_of, lot=lot, by=by, at=now())
    due_at = moved.at + timedelta(days=idea.poll.answer_days)
    Duty.objects.filter(idea=idea).update(done_at=None, due_at=due_at)
    bells.idea_moved_up.ring(by=by, on=idea, idea=idea.pk, moved=moved.pk)
    return moved
