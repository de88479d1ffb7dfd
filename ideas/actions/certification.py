"""An official stands for a result; a tie is decided by a lot drawn in public, or not at all."""

import json
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from core.lines import kept
from core.when import moment_words
from ideas import bells
from ideas.counting import outcome_json as spell
from ideas.models import (
    Answer,
    Certification,
    Counting,
    DoubleVote,
    Duty,
    Idea,
    IdeaPoll,
    PaperBatch,
    PollVoter,
    Result,
)
from ideas.permissions import can_manage
from people.models import Person

from .answers import STATE_AFTER
from .counts import begin_count
from .lots import written
from .next_up import fill_places

LETTERS_OF_A_LOT = 200


@transaction.atomic
def announce_lot(*, by: Person, poll: IdeaPoll, words: str) -> None:
    """When and where it is drawn, in a line for everybody to read, until the lot is written down. Said anew, the newer line stands."""
    poll, last = counted(by=by, poll=poll)
    if poll.certification or not last.open_ties:
        raise RuleBroken(gettext("There is no lot to draw any more."), code="no_tie")
    words = kept(words, LETTERS_OF_A_LOT)
    if len(words) < 10:
        raise RuleBroken(gettext("Say when and where the lot is drawn, so that people can watch."), code="lot_place")
    IdeaPoll.objects.filter(pk=poll.pk).update(lot_announced=words)
    bells.lot_announced.ring(by=by, on=last, poll=poll.pk, result=last.pk)


@transaction.atomic
def record_lot(
    *, by: Person, poll: IdeaPoll, group: str, order: list[str], method: str, witnesses: list[str], drawn_at: datetime
) -> Counting:
    """The lot for one tied group, as it was drawn: the idea drawn first comes first. Counted with it, there is a further
    Result; the old one stays."""
    poll, last = counted(by=by, poll=poll)
    if poll.certification:
        raise RuleBroken(
            gettext("This result is certified as it stands. The tied ideas are answered without a lot."),
            code="certified",
        )
    tie = next((tie for tie in last.open_ties if tie["group"] == group), None)
    if tie is None:
        raise RuleBroken(gettext("There is no open tie of that name."), code="no_tie")
    said = written(poll, method, witnesses, drawn_at)
    if drawn_at > now() or (poll.frozen_at and drawn_at < poll.frozen_at):
        raise RuleBroken(
            gettext("A lot is drawn after the count, and written down after it was drawn."), code="lot_time"
        )
    if sorted(order) != sorted(tie["members"]):
        raise RuleBroken(gettext("Name each of the tied ideas once, and no other."), code="lot")
    rule = json.loads(last.rule_json)
    rule["lots"] = [*rule.get("lots", []), {"group": group, "order": list(order), **said}]
    note = gettext("A lot drawn in public, written down by %(name)s.") % {"name": by.full_name}
    if poll.lot_announced:  # stays for whoever compares it with when and where it was drawn
        note += " " + gettext("Said before: “%(words)s”.") % {"words": poll.lot_announced}
    counting = begin_count(
        poll, after=last, ballots=last.outcome["totals"]["ballots"], ideas_csv=last.ideas_csv, rule_json=spell(rule), note=note
    )  # fmt: skip
    bells.lot_recorded.ring(by=by, on=last, poll=poll.pk, result=last.pk)
    return counting


@transaction.atomic
def certify_result(*, by: Person, poll: IdeaPoll, override_reason: str = "") -> Certification:
    """The newest count holds: its ideas are chosen or not, and the city owes an answer to each that was on the ballot.

    The last recount must have come to it, and no tie may be open; otherwise a reason for all to read and a second official.
    """
    poll, result = counted(by=by, poll=poll)
    if PaperBatch.objects.waiting().filter(poll=poll).exists():
        raise RuleBroken(
            gettext("Ballots on paper wait for a second person. They are confirmed, or thrown away, first."),
            code="paper",
        )
    _check_doubles(poll)
    reason = override_reason.strip()
    problem = _what_speaks_against(result)
    if problem and len(reason) < 20:
        raise RuleBroken(
            problem
            + " "
            + gettext("To certify all the same, give a reason for all to read; a second official must sign it."),
            code="needs_override",
        )
    if reason and not problem:
        raise RuleBroken(
            gettext("Nothing speaks against this result: certify it without a reason."), code="no_override"
        )
    try:
        with transaction.atomic():
            certification = Certification.objects.create(result=result, by=by, at=now(), override_reason=reason)
    except IntegrityError:
        raise RuleBroken(
            gettext("This result is certified already, or waits for a second official."), code="certified"
        ) from None
    if reason:
        bells.override_asked.ring(by=by, on=result, poll=poll.pk, result=result.pk)
    else:
        _take_effect(certification, by)
    return certification


@transaction.atomic
def sign_override(*, by: Person, certification: Certification) -> None:
    """The second official signs. Where something was counted since, the first one starts anew."""
    poll = IdeaPoll.objects.select_for_update().get(pk=certification.result.poll_id)
    if not can_manage(by, poll):
        raise NotAllowed()
    if by.pk == certification.by_id:
        raise RuleBroken(gettext("Somebody else must sign."), code="same_person")
    if not Certification.objects.of_the_newest_count().filter(pk=certification.pk).exists():
        raise RuleBroken(gettext("There is a newer count. Look at it first."), code="newer_count")
    waiting = Certification.objects.filter(pk=certification.pk, second_by=None).exclude(override_reason="")
    if not waiting.update(second_by=by, at=now()):
        raise RuleBroken(gettext("This is signed already."), code="signed")
    _take_effect(Certification.objects.select_related("result__poll").get(pk=certification.pk), by)


def _take_effect(certification: Certification, by: Person) -> None:
    result = certification.result
    poll = result.poll
    _write_states(poll, result)
    signs = PollVoter.objects.filter(poll=poll).exclude(**PollVoter.NO_SIGNS)
    signs.update(**PollVoter.NO_SIGNS)  # whoever looks for a wave has looked
    due_at = certification.at + timedelta(days=poll.answer_days)
    refs = [line["ref"] for line in result.outcome["ideas"]]
    ideas = Idea.objects.filter(poll=poll, ref__in=refs)
    answered = set(ideas.filter(answers__isnull=False).values_list("pk", flat=True))
    Duty.objects.bulk_create(
        [
            Duty(
                idea=idea,
                department=idea.department or poll.department,
                due_at=due_at,
                done_at=certification.at if idea.pk in answered else None,
            )
            for idea in ideas.select_related("department").order_by("ref")
        ],
        ignore_conflicts=True,
    )
    fill_places(by=by, poll=poll, result=result)
    bells.result_certified.ring(by=by, on=poll, poll=poll.pk, result=result.pk)


def _write_states(poll: IdeaPoll, result: Result) -> None:
    """What the certified count says of each idea, and what the city has answered already. An idea set aside is not chosen."""
    states: dict[str, list[str]] = {}
    for line in result.outcome["ideas"]:
        state = line["state"] if line["state"] in (Idea.State.SELECTED, Idea.State.TIE_PENDING) else "not_selected"
        states.setdefault(state, []).append(line["ref"])
    for state, refs in states.items():
        Idea.objects.filter(poll=poll, ref__in=refs, state__in=Idea.COUNTED).update(state=state)
    answered = Idea.objects.filter(poll=poll, state__in=Idea.COUNTED, answers__isnull=False).distinct()
    for idea in answered.prefetch_related("answers"):
        assert idea.newest_answer is not None
        wanted = STATE_AFTER.get(Answer.Status(idea.newest_answer.status))
        if wanted in Idea.MOVES[Idea.State(idea.state)]:
            advance(idea, wanted, field="state")


def counted(*, by: Person, poll: IdeaPoll) -> tuple[IdeaPoll, Result]:
    """The poll's row, held, and its newest count. Raises RuleBroken while there is none, or another one is under way."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if not can_manage(by, poll):
        raise NotAllowed()
    result = poll.results.order_by("-n").first()
    if result is None:
        raise RuleBroken(gettext("The ballots are not counted yet."), code="not_counted")
    if poll.counting is not None:
        raise RuleBroken(gettext("A count is under way. Look again when it is done."), code="counting")
    return poll, result


def _check_doubles(poll: IdeaPoll) -> None:
    """Nobody stands for a count while it is open whose ballots belong to it."""
    if DoubleVote.objects.waiting().filter(poll=poll).exists():
        raise RuleBroken(
            gettext("Somebody asked to set a ballot aside. A second official confirms it, or it is taken back, first."),
            code="doubles",
        )
    if DoubleVote.objects.objected().filter(poll=poll).exists():
        raise RuleBroken(
            gettext("Somebody objects that their ballot was set aside. Two officials answer them first."),
            code="objection",
        )
    if last := DoubleVote.objects.may_be_objected_to().filter(poll=poll).order_by("-confirmed_at").first():
        assert last.confirmed_at is not None
        raise RuleBroken(
            gettext("A ballot was set aside, and whoever cast it may object until %(when)s. Certify then.")
            % {"when": moment_words(last.confirmed_at + DoubleVote.TIME_TO_OBJECT, poll)},
            code="time_to_object",
        )


def _what_speaks_against(result: Result) -> str:
    if result.open_ties:
        return gettext("A tie is open: draw the lot in public first.")
    if result.counting.differs:
        return gettext("A recount came to another outcome.")
    if result.count_given_up is not None:
        return gettext("A later count could not be made, so this result may lack ballots.")
    return ""
