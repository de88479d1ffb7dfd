"""Opening a poll, and the little that may change about it once people vote."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from conversations.models import Case
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.refs import new_ref
from files.actions import remove_picture
from files.models import Picture
from ideas import bells, eligibility, fingerprints
from ideas.counting import BALLOTS_FOR, CannotCount, count
from ideas.models import RANKED_AT_MOST, Idea, IdeaPoll, Phase
from ideas.permissions import can_manage, can_run_polls
from ideas.wall import refuse_repeated
from people.models import Person
from people.system import SYSTEM

from .ideas import show

Span = tuple[datetime, datetime]

# What voters relied on when they voted: fixed from the moment voting begins.
SETTINGS = (
    "question", "intro", "department", "neighborhood", "zone", "ballot_type", "count_rule", "votes_per_ballot",
    "max_per_idea", "min_choices", "budget_total", "stop_at_first_misfit", "share_test", "winners_k", "min_support_to_pass",
    "next_moves_up", "ideas_per_resident", "first_ideas_wait", "talk_rests", "eligibility_level", "eligible_total", "results_visibility", "answer_days",
)  # fmt: skip


@transaction.atomic
def create_poll(*, by: Person, phases: Mapping[str, Span], slug: str = "", **settings: Any) -> IdeaPoll:
    """A draft that only officials see. `phases`: kind → (opens_at, closes_at); `settings`: the fields named in SETTINGS."""
    if not can_run_polls(by):
        raise NotAllowed()
    poll = IdeaPoll(owner=by, **_known(settings))
    poll.slug = _free_slug(slug or poll.question)
    _refuse_first(rule_problems(poll), phase_problems(phases, poll.zone), number_problems(poll, phases))
    poll.save()
    Phase.objects.bulk_create(_phases(poll, phases))
    return poll


@transaction.atomic
def change_poll(*, by: Person, poll: IdeaPoll, phases: Mapping[str, Span], note: str = "", **settings: Any) -> IdeaPoll:
    """Everything may change until voting begins; afterwards see extend_voting and suspend. `note` says, for everybody to
    read, why what is open now ends at another time."""
    poll = _held(poll)
    if not can_manage(by, poll):
        raise NotAllowed()
    if poll.voting_has_begun:
        raise RuleBroken(
            gettext(
                "Voting has begun. From here on you can give it more time, ask voters for more, or suspend it, and nothing else."
            ),
            code="locked",
        )
    before = poll.question
    for name, value in _known(settings).items():
        setattr(poll, name, value)
    _refuse_first(rule_problems(poll))
    _check_number(poll)
    _refuse_first(phase_problems(phases, poll.zone), number_problems(poll, phases))
    # Neither an address that somebody chose, nor one that stands on printed codes.
    follows = poll.published_at is None and poll.slug.startswith(_as_address(before)) and not poll.right_sheets.exists()
    if follows and poll.question != before:
        poll.slug = _free_slug(poll.question)
    if poll.published_at is not None:
        _keep_what_is_over(poll, phases)
        _move_the_end(by, poll, phases, note.strip())
    poll.save()
    poll.phases.all().delete()
    Phase.objects.bulk_create(_phases(poll, phases))
    return IdeaPoll.objects.get(pk=poll.pk)


@transaction.atomic
def publish_poll(*, by: Person, poll: IdeaPoll) -> None:
    """Everybody can read it now; the phases follow from their dates."""
    poll = _held(poll)
    if not can_manage(by, poll):
        raise NotAllowed()
    if poll.published_at is not None:
        raise RuleBroken(gettext("This poll is published already."), code="published_already")
    if poll.voting is None:
        raise RuleBroken(gettext("Say first when people can vote."), code="no_voting")
    if poll.voting.closes_at <= now():
        raise RuleBroken(gettext("The dates of this poll are over. Set new ones first."), code="over")
    if poll.voting.opens_at <= now():
        raise RuleBroken(gettext("Voting can't begin in the past. Set a later date first."), code="past")
    if poll.proposing is None and not poll.ideas.exists():
        raise RuleBroken(
            gettext(
                "There is nothing to vote on yet. Add the ideas of this poll below, or give people time for ideas."
            ),
            code="no_ideas",
        )
    if poll.proposing is not None and poll.proposing.closes_at <= now() and not poll.ideas.exists():
        raise RuleBroken(
            gettext("Nobody could send an idea before voting begins. Give people time for ideas first."),
            code="no_ideas",
        )
    _check_number(poll)
    poll.published_at = now()
    poll.save(update_fields=["published_at"])
    bells.poll_published.ring(by=by, on=poll, poll=poll.pk)


@transaction.atomic
def discard_poll(*, by: Person, poll: IdeaPoll) -> None:
    """Throw a draft away, with the ideas its officials put down. What was ever public stays."""
    poll = _held(poll)
    if not can_manage(by, poll):
        raise NotAllowed()
    if poll.published_at is not None:
        raise RuleBroken(gettext("This poll is published already."), code="published_already")
    for picture in Picture.objects.filter(pk__in=poll.ideas.values("picture")):
        remove_picture(picture=picture)
    poll.ideas.all().delete()
    poll.delete()


@transaction.atomic
def extend_voting(*, by: Person, poll: IdeaPoll, closes_at: datetime, note: str) -> None:
    """More time, never less, and not once voting has closed. `note` says why, for everybody to read."""
    poll = _held(poll)
    if not can_manage(by, poll):
        raise NotAllowed()
    voting = poll.voting
    if voting is None or now() >= voting.closes_at:
        raise RuleBroken(gettext("Voting has closed. It can't be opened again."), code="closed")
    if closes_at <= voting.closes_at:
        raise RuleBroken(gettext("Voting can only be made longer, never shorter."), code="shorter")
    refuse_repeated(closes_at, poll.zone)
    if len(note.strip()) < 10:
        raise RuleBroken(gettext("Give the reason in a sentence. Everybody will read it."), code="reason")
    Phase.objects.filter(pk=voting.pk).update(closes_at=closes_at)
    IdeaPoll.objects.filter(pk=poll.pk).update(extensions=[*poll.extensions, _moved(voting, closes_at, note)])
    bells.voting_extended.ring(by=by, on=poll, poll=poll.pk)


@transaction.atomic
def open_voting(*, poll: IdeaPoll) -> bool:
    """Write down what is on the ballot. By rule it is: every idea open at the moment voting begins. A worker does this, or
    the first ballot; nobody waits for it. True if it was done now."""
    poll = _held(poll)
    if poll.config_locked_at is not None or not poll.voting_has_begun or poll.published_at is None:
        return False
    assert poll.voting is not None
    chosen = list(Idea.objects.by_rule_on_ballot(poll).values_list("pk", flat=True))
    Idea.objects.filter(pk__in=chosen).update(state=Idea.State.ON_BALLOT)
    # Only a decision keeps words off a ballot: neither three who are against an idea, nor a look that nobody took.
    decided = Case.objects.filter(comment=None).hiding().values("subject")
    held = Idea.objects.filter(pk__in=chosen, hidden=True).exclude(subject__in=decided)
    for idea in held.select_related("author"):
        show(idea=idea)
    # What has no cost can't be weighed against a budget; it says so instead of vanishing.
    Idea.objects.filter(poll=poll, state=Idea.State.OPEN).update(
        state=Idea.State.NOT_ELIGIBLE, state_reason=gettext("It was not ready when voting began.")
    )
    fingerprints.key_of(poll)  # so that no ballot has to make it
    IdeaPoll.objects.filter(pk=poll.pk).update(config_locked_at=poll.voting.opens_at)
    bells.voting_opened.ring(by=SYSTEM(), on=poll, poll=poll.pk)
    return True


def _held(poll: IdeaPoll) -> IdeaPoll:
    """The row as it is now, ours until the end of the transaction."""
    return IdeaPoll.objects.select_for_update().get(pk=poll.pk)


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(f"a poll has no setting {', '.join(sorted(unknown))}")
    return dict(settings)


def _as_address(words: str) -> str:
    return slugify(words)[:60].strip("-") or "poll"


def _free_slug(words: str) -> str:
    base = _as_address(words)
    return base if not IdeaPoll.objects.filter(slug=base).exists() else f"{base}-{new_ref(5)}"


def _refuse_first(*problems: Iterator[RuleBroken]) -> None:
    for problem in chain(*problems):
        raise problem


def rule_problems(poll: IdeaPoll) -> Iterator[RuleBroken]:
    """Each that there is. Read to its end it leaves what has no meaning with this rule empty."""
    found = False
    for problem in _of_the_rule(poll):
        found = True
        yield problem
    if found:
        return
    try:
        count(poll.rule(), [], [])
    except CannotCount as refusal:
        yield RuleBroken(str(refusal), code="count")


def _of_the_rule(poll: IdeaPoll) -> Iterator[RuleBroken]:
    if not poll.question.strip():
        yield RuleBroken(gettext("Write the question first."), code="no_question")
    if poll.eligibility_level not in {level.n for level in eligibility.offered()}:
        yield RuleBroken(gettext("Nobody could show that here. Choose again who may vote."), code="level")
    if poll.ballot_type not in BALLOTS_FOR[poll.count_rule]:
        yield RuleBroken(
            gettext("“%(rule)s” can't count the ballot “%(ballot)s”. Choose another of the two.")
            % {"rule": poll.get_count_rule_display(), "ballot": poll.get_ballot_type_display()},
            code="rule",
        )
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        poll.max_per_idea = poll.max_per_idea or -(-poll.votes_per_ballot // 2)
    else:
        poll.max_per_idea = 1
    if poll.spends_budget:
        poll.winners_k = None
        if poll.budget_total is None:
            yield RuleBroken(gettext("Say how large the budget is."), code="budget")
    if poll.ranks:
        yield from _of_ranks(poll)
    elif not poll.spends_budget and poll.winners_k is None and poll.min_support_to_pass is None:
        yield RuleBroken(gettext("Say how many ideas win, or how many votes an idea needs."), code="winners")
    if poll.winners_k == 0 and poll.count_rule != IdeaPoll.CountRule.IRV:
        yield RuleBroken(gettext("At least one idea wins. Write 1 or more."), code="winners")
    poll.share_test = poll.share_test and poll.count_rule == IdeaPoll.CountRule.EQUAL_SHARES
    poll.stop_at_first_misfit = poll.stop_at_first_misfit and poll.count_rule == IdeaPoll.CountRule.BUDGET_GREEDY
    in_line = (
        poll.winners_k
        if poll.count_rule == IdeaPoll.CountRule.MOST
        else poll.count_rule == IdeaPoll.CountRule.BUDGET_GREEDY
    )
    poll.next_moves_up = poll.next_moves_up and bool(in_line)
    if not 1 <= poll.max_per_idea <= poll.votes_per_ballot <= 100:
        yield RuleBroken(gettext("Each voter has 1 to 100 votes, and an idea takes at most that many."), code="votes")
    if poll.min_choices < 1:
        yield RuleBroken(gettext("A voter chooses at least one idea. Write 1 or more."), code="min_choices")
    elif poll.min_choices > poll.votes_per_ballot > 0:
        yield RuleBroken(gettext("The least number of choices is more than a voter has."), code="min_choices")


def _of_ranks(poll: IdeaPoll) -> Iterator[RuleBroken]:
    """An order adds up neither money nor votes."""
    if poll.budget_total is not None:
        yield RuleBroken(gettext("Ideas put in order can't spend a budget. Leave it empty."), code="budget")
    if poll.min_support_to_pass is not None:
        yield RuleBroken(
            gettext("Ideas put in order have no number of votes. Leave “Votes an idea needs” empty."), code="minimum"
        )
    if poll.count_rule == IdeaPoll.CountRule.IRV and poll.winners_k != 1:
        yield RuleBroken(gettext("An instant run-off has one winner. Write 1 as “How many win”."), code="winners")
    if poll.winners_k is None:
        yield RuleBroken(gettext("Say how many ideas win."), code="winners")
    if poll.votes_per_ballot > RANKED_AT_MOST:
        yield RuleBroken(
            gettext("Voters can put at most %(n)s ideas in order.") % {"n": RANKED_AT_MOST}, code="too_many_ranks"
        )


def _check_number(poll: IdeaPoll) -> None:
    """Refused before people vote: then it would be too late to choose another rule."""
    here = poll.ideas.filter(state=Idea.State.OPEN).count() if poll.ranks else 0
    if here > RANKED_AT_MOST:
        raise RuleBroken(
            gettext(
                "There are %(here)s ideas here, and people can put at most %(most)s in order. Choose another ballot."
            )
            % {"here": here, "most": RANKED_AT_MOST},
            code="too_many_ideas",
        )


def phase_problems(phases: Mapping[str, Span], zone: str) -> Iterator[RuleBroken]:
    """Each that there is, in the order of the phases."""
    order = [kind for kind in Phase.Kind.values if kind in phases]
    if len(order) < len(phases) or not order:
        yield RuleBroken(gettext("Say when people can vote."), code="no_phases")
    for kind in order:
        opens_at, closes_at = phases[kind]
        if closes_at <= opens_at:
            yield RuleBroken(
                gettext("“%(phase)s” must end after it begins.") % {"phase": Phase.Kind(kind).label},
                code=f"{kind}_closes",
            )
        refuse_repeated(opens_at, zone)
        refuse_repeated(closes_at, zone)
    for first, second in zip(order, order[1:], strict=False):
        if phases[second][0] < phases[first][1]:
            yield RuleBroken(
                gettext("“%(second)s” begins before “%(first)s” has ended. They may touch, not overlap.")
                % {"first": Phase.Kind(first).label, "second": Phase.Kind(second).label},
                code=f"{second}_opens",
            )


def number_problems(poll: IdeaPoll, phases: Mapping[str, Span]) -> Iterator[RuleBroken]:
    if Phase.Kind.PROPOSING in phases and poll.ideas_per_resident < 1:
        yield RuleBroken(gettext("Residents send ideas in this poll. Write 1 or more."), code="ideas_per_resident")


def _keep_what_is_over(poll: IdeaPoll, phases: Mapping[str, Span]) -> None:
    """A date that has passed was a promise kept or broken; nobody rewrites it."""
    at = now()
    for kind, phase in poll.phase_by_kind.items():
        if phase.closes_at <= at and phases.get(kind) != (phase.opens_at, phase.closes_at):
            raise RuleBroken(
                gettext("“%(phase)s” is over; its dates stay as they were.") % {"phase": phase.get_kind_display()},
                code="past",
            )
        elif phase.opens_at <= at < phase.closes_at and (kind not in phases or phases[kind][0] != phase.opens_at):
            raise RuleBroken(
                gettext("“%(phase)s” has begun; its beginning stays as it was.") % {"phase": phase.get_kind_display()},
                code="begun",
            )
    if phases.get("voting") and phases["voting"][0] <= at:
        raise RuleBroken(gettext("Voting can't begin in the past."), code="past")


def _move_the_end(by: Person, poll: IdeaPoll, phases: Mapping[str, Span], note: str) -> None:
    """People count on the end of what is open now: they hear when it moves, and why."""
    at = now()
    open_now = [phase for phase in poll.phase_by_kind.values() if phase.opens_at <= at < phase.closes_at]
    for phase in open_now:
        closes_at = phases[phase.kind][1]
        if closes_at == phase.closes_at:
            continue
        if closes_at <= at:
            raise RuleBroken(
                gettext("“%(phase)s” is open; it can't end in the past.") % {"phase": phase.get_kind_display()},
                code="past",
            )
        if len(note) < 10:
            raise RuleBroken(
                gettext("“%(phase)s” is open. Give the reason for another end in a sentence. Everybody will read it.")
                % {"phase": phase.get_kind_display()},
                code="note",
            )
        poll.extensions = [*poll.extensions, {**_moved(phase, closes_at, note), "phase": phase.kind}]
        bells.phase_moved.ring(by=by, on=poll, poll=poll.pk)


def _moved(phase: Phase, until: datetime, note: str) -> dict[str, str]:
    moments = {"at": now(), "was": phase.closes_at, "until": until}
    return {**{name: moment.isoformat() for name, moment in moments.items()}, "note": note.strip()}


def _phases(poll: IdeaPoll, phases: Mapping[str, Span]) -> list[Phase]:
    return [Phase(poll=poll, kind=kind, opens_at=span[0], closes_at=span[1]) for kind, span in phases.items()]
