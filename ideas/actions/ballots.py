"""Casting a ballot. It rings no bell, leaves no deed and sends no letter: the vote is secret.

Nobody is special here. There is one way in, for residents and for staff, and it asks the same of both.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from core import limits
from core.clock import now
from core.errors import RuleBroken
from core.when import moment_words
from ideas import fingerprints, locks, quick
from ideas.bearers import Bearer
from ideas.models import Ballot, BallotLine, DoubleVote, IdeaPoll, OutcomeListener, Phase, PollVoter, VotingRight
from people.models import Person

from .choices import Choices, check_values, in_order
from .polls import open_voting
from .roll import TAKEN, check_right, confirm_mark, on_the_roll


@dataclass(frozen=True)
class Cast:
    """What is saved now. `changed` is false where the same tap arrived a second time."""

    revision: int
    cast_at: datetime | None
    choices: dict[str, int]
    changed: bool = True
    closes_at: datetime | None = None  # until when it can be changed


class Stale(RuleBroken):
    """Another tab or device saved something newer; nothing was overwritten. `saved` is what stands."""

    def __init__(self, saved: Cast):
        super().__init__(
            gettext("Your ballot was changed in another window. Here is what is saved; change it if you like."),
            code="stale",
        )
        self.saved = saved


class TooLateForTheFreeze(RuleBroken):
    """In time, but not through before the count began."""


def cast_ballot(
    *,
    by: Person | Bearer,
    poll: IdeaPoll,
    choices: Choices,
    revision: int,
    client_key: str,
    received_at: datetime,
    wants_outcome: bool = True,
    device: str = "",
) -> Cast:
    """Save the whole ballot as it should stand: idea's ref → value. No choices: a blank ballot, which counts as turnout.

    Where ideas are put in order the value is the rank; gaps are closed, equal ranks are refused.

    `revision` is the one the voter saw (0: none yet), `client_key` belongs to one tap, `received_at` is when it reached us,
    `device` what the browser calls itself. Raises Stale, RuleBroken.
    """
    try:
        with transaction.atomic():
            cast = _cast(by, poll.pk, choices, revision, client_key, received_at, wants_outcome, device)
    except TooLateForTheFreeze:
        IdeaPoll.objects.filter(pk=poll.pk).update(late_refusals=F("late_refusals") + 1)
        raise
    if isinstance(cast, RuleBroken):
        raise cast
    return cast


@transaction.atomic
def remove_ballot(*, by: Person | Bearer, poll: IdeaPoll, received_at: datetime) -> bool:
    """As if never cast: lines, ballot and the mark on the roll. True if there was one."""
    locks.share(poll.pk)
    _open_voting_phase(poll.pk, received_at)
    if isinstance(by, Bearer):
        check_right(by=by, poll=poll)
    ballot = quick.own_ballot_locked(poll.pk, by)
    if ballot is None or ballot.void_reason:  # a vote on paper has no ballot here, and stays
        return False
    _take_away(ballot)
    if isinstance(by, Bearer):
        VotingRight.objects.filter(poll=poll.pk, fingerprint=by.right).update(used=False)
    return True


@transaction.atomic
def forget_voter(*, person: Person) -> None:
    """Somebody leaves. While voting is open their ballot goes too; afterwards only the link to them is cut and it counts on.

    Who voted on paper, or whose ballot was set aside, stays on the roll until the cut, as a fingerprint: another account with
    this address, or with the same proof, has no second vote.
    """
    at = now()
    for pk in PollVoter.objects.filter(person=person).order_by("poll").values_list("poll", flat=True):
        locks.share(pk)
        poll, voter = IdeaPoll.objects.get(pk=pk), PollVoter.objects.filter(poll=pk, person=person).first()
        if voter is None:  # taken back meanwhile
            continue
        ballot = quick.own_ballot_locked(poll.pk, person)
        stays = _forget_doubles(voter) or voter.channel == PollVoter.Channel.PAPER
        if ballot and poll.frozen_at is None and poll.voting and at < poll.voting.closes_at and not stays:
            _take_away(ballot)
            continue
        Ballot.objects.filter(voter=voter).update(cast_at=None, client_key="")
        left = PollVoter.CUT
        if stays and poll.frozen_at is None:
            address = fingerprints.of_address(poll=poll, person=person)
            if not PollVoter.objects.filter(poll=poll, eligibility_hash=address).exists():  # from an earlier account
                left = {**PollVoter.NAMELESS, "eligibility_hash": address}
        PollVoter.objects.filter(pk=voter.pk).update(**left)
    OutcomeListener.objects.filter(person=person).delete()


def _forget_doubles(voter: PollVoter) -> bool:
    """True if their ballot was set aside: then what was chosen goes now."""
    if not DoubleVote.objects.in_force().filter(set_aside=voter).forget_words():
        return False
    BallotLine.objects.filter(ballot__voter=voter).delete()
    return True


def _take_away(ballot: Ballot) -> None:
    voter = ballot.voter
    ballot.delete()
    if voter is not None:
        voter.delete()


def _cast(
    by: Person | Bearer,
    poll_id: int,
    choices: Choices,
    revision: int,
    key: str,
    received_at: datetime,
    wants_outcome: bool,
    device: str,
) -> Cast | RuleBroken:
    """What is saved now. A refusal is handed back where the ballot was confirmed before it, which stays: the voter has shown
    what the poll asks for, whatever becomes of this tap."""
    locks.share(poll_id)
    phase = _open_voting_phase(poll_id, received_at)
    poll, poll_key = phase.poll, phase.poll_key or ""  # type: ignore[attr-defined]
    check_right(by=by, poll=poll)
    if poll.config_locked_at is None:
        open_voting(poll=poll)
        poll, poll_key = IdeaPoll.objects.get(pk=poll_id), fingerprints.key_of(poll)
    ballot = _own_ballot(by, poll, fingerprints.of_connection(poll_key, limits.asker.get(), device))
    save = partial(_save, ballot, phase, poll, choices, revision, key, wants_outcome)
    if not isinstance(by, Person) or ballot.voter is None or ballot.voter.counts_in(poll):
        return save()
    confirm_mark(by=by, voter=ballot.voter, poll=poll)
    try:
        with transaction.atomic():
            return save()
    except RuleBroken as refusal:
        return refusal


def _save(
    ballot: Ballot, phase: Phase, poll: IdeaPoll, choices: Choices, revision: int, key: str, wants_outcome: bool
) -> Cast:
    if ballot.revision != revision or (key and ballot.client_key == key):
        saved = _saved(ballot)
        if key and ballot.client_key == key and saved.choices == _as_saved(poll, choices):
            return replace(saved, closes_at=phase.closes_at)
        raise Stale(saved)
    return replace(_replace(ballot, poll, choices, key, wants_outcome), closes_at=phase.closes_at)


def _open_voting_phase(poll_id: int, received_at: datetime) -> Phase:
    """The voting phase with its poll, as they are under the lock. Raises RuleBroken outside of it."""
    phase = quick.voting_phase(poll_id)
    if phase is None or phase.poll.published_at is None or received_at < phase.opens_at:
        when = f" {moment_words(phase.opens_at, phase.poll)}" if phase and phase.poll.published_at else ""
        raise RuleBroken(
            gettext("Voting has not begun.") + (gettext(" It begins") + when + "." if when else ""), code="early"
        )
    if received_at >= phase.closes_at:
        raise RuleBroken(
            gettext("Voting closed at %(when)s. Your ballot counts as it was saved before.")
            % {"when": moment_words(phase.closes_at, phase.poll)},
            code="late",
        )
    if phase.poll.frozen_at is not None:
        raise TooLateForTheFreeze(
            gettext(
                "You were in time, but it did not reach us before the count began. We are sorry; it could not be saved."
            ),
            code="frozen",
        )
    if phase.poll.suspended_at is not None:
        raise RuleBroken(
            gettext("Voting is suspended: %(reason)s") % {"reason": phase.poll.suspended_reason}, code="suspended"
        )
    return phase


def _own_ballot(by: Person | Bearer, poll: IdeaPoll, marks: dict[str, str]) -> Ballot:
    """The voter's one ballot, locked. Of two first taps at once, the unique constraint lets one make the mark on the roll."""
    ballot = quick.own_ballot_locked(poll.pk, by)
    if ballot is None:
        try:
            with transaction.atomic():
                voter = on_the_roll(by=by, poll=poll, marks=marks)
            ballot = Ballot(poll=poll)  # written with its first revision
            ballot.voter = voter
            return ballot
        except IntegrityError:
            ballot = quick.own_ballot_locked(poll.pk, by)
            if (
                ballot is None
                and isinstance(by, Person)
                and not PollVoter.objects.filter(poll=poll, person=by).exists()
            ):
                raise RuleBroken(gettext(TAKEN), code="taken") from None
    if ballot is None or ballot.voter is None:
        raise RuleBroken(gettext("You voted on paper. A person votes once."), code="paper")
    if ballot.void_reason:
        raise RuleBroken(
            gettext("Your ballot was declared void: %(reason)s") % {"reason": ballot.void_reason}, code="void"
        )
    return ballot


def _saved(ballot: Ballot) -> Cast:
    """What stands of it; lines of suspended ideas wait unseen."""
    lines = BallotLine.objects.filter(ballot=ballot.pk, idea__suspended_at=None).order_by("value", "idea")
    saved = dict(lines.values_list("idea__ref", "value")) if ballot.pk else {}
    return Cast(ballot.revision, ballot.cast_at, saved, changed=False)


def _as_saved(poll: IdeaPoll, choices: Choices) -> dict[str, int]:
    return in_order(poll, choices) if poll.ranks else dict(choices)


def _replace(ballot: Ballot, poll: IdeaPoll, choices: Choices, key: str, wants_outcome: bool) -> Cast:
    choices = _as_saved(poll, choices)
    check_values(poll, choices)
    # One look at the ballot's ideas: those chosen, and those suspended, whose lines of earlier wait in case they come back.
    on_ballot = quick.ideas_on_ballot(poll.pk, choices)
    for ref in choices:
        if ref not in on_ballot:
            raise RuleBroken(
                gettext("One of these ideas is not on this ballot. Look at the page again."), code="not_on_ballot"
            )
        if on_ballot[ref][1]:
            raise RuleBroken(gettext("One of these ideas is suspended. Look at the page again."), code="idea_suspended")
    at = now()
    lines = {on_ballot[ref][0]: value for ref, value in choices.items()}
    if ballot.pk is None:
        ballot.revision, ballot.client_key, ballot.cast_at = 1, key, at
        ballot.save(force_insert=True)
    else:
        suspended = [pk for pk, suspended_at in on_ballot.values() if suspended_at]
        lines = _make_room(ballot, poll, lines, suspended)
        ballot.revision, ballot.client_key, ballot.cast_at = ballot.revision + 1, key, at
        ballot.save(update_fields=["revision", "client_key", "cast_at"])
    if lines:
        BallotLine.objects.bulk_create(
            [BallotLine(ballot=ballot, idea_id=idea, value=value) for idea, value in sorted(lines.items())]
        )
    voter = ballot.voter
    assert voter is not None
    if voter.wants_outcome != wants_outcome:
        PollVoter.objects.filter(pk=voter.pk).update(wants_outcome=wants_outcome)
    return Cast(ballot.revision, at, dict(choices))


def _make_room(ballot: Ballot, poll: IdeaPoll, lines: dict[int, int], suspended: list[int]) -> dict[int, int]:
    """Take out the old lines. Returns the new ones: idea's key → value.

    Lines of suspended ideas stay while the ballot still fits; newer choices go before them.
    """
    old = BallotLine.objects.filter(ballot=ballot)
    waiting = old.filter(idea__in=suspended).order_by("value", "idea_id") if suspended else ()
    if poll.ranks:
        order = sorted(lines, key=lines.__getitem__)
        for line in waiting:
            if len(order) < poll.votes_per_ballot:
                order.insert(line.value - 1, line.idea_id)
        lines = {idea: n for n, idea in enumerate(order, start=1)}
    else:
        left = poll.votes_per_ballot - sum(lines.values())
        for line in waiting:
            if line.value <= left:
                left -= line.value
                lines[line.idea_id] = line.value
    old.delete()
    return lines
