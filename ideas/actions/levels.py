"""Asking voters for more while they vote, and how somebody who voted before shows it.

A ballot whose mark on the roll is below its poll's level is not counted. Nothing else says so: raising the level makes all of them
wait at once, and each that is confirmed counts again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from core import queue
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.when import moment_words
from ideas import bells, eligibility, fingerprints, locks, quick
from ideas.bearers import Bearer
from ideas.models import DoubleVote, IdeaPoll, OutcomeListener, OutcomeRefusal, PaperBatch, PollVoter, VotingRight
from ideas.permissions import can_manage, can_vote
from people.closed import hold
from people.models import Person

from .ballots import TooLateForTheFreeze
from .roll import confirm_mark, hindrance

IN_ADVANCE = timedelta(
    hours=24
)  # so long voters have at least, or whoever runs a poll could set ballots aside at its close
NOTE = 500


@transaction.atomic
def raise_level(*, by: Person, poll: IdeaPoll, level: int, note: str) -> None:
    """From now on voters are asked for more, never for less; what was cast before counts once it is confirmed. `note` says why,
    for everybody to read. Takes the poll's lock alone: every ballot is saved before it, or after it with what is asked then.
    """
    locks.hold_alone(poll.pk)
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if not can_manage(by, poll):
        raise NotAllowed()
    _check_time(poll)
    _check_level(poll, level)
    if len(note.strip()) < 10:
        raise RuleBroken(gettext("Give the reason in a sentence. Everybody will read it."), code="reason")
    row = {"at": now().isoformat(), "was": poll.eligibility_level, "level": level, "note": kept(note, NOTE)}
    IdeaPoll.objects.filter(pk=poll.pk).update(eligibility_level=level, raises=[*poll.raises, row])
    _prove_paper(IdeaPoll.objects.get(pk=poll.pk))
    bells.level_raised.ring(by=by, on=poll, poll=poll.pk)
    transaction.on_commit(lambda: queue.hurry("ideas.tasks.confirm_who_can", poll.pk))


def confirm_ballot(*, by: Person, poll: IdeaPoll, received_at: datetime) -> bool:
    """A voter has what the poll asks for by now: their ballot counts from here on. True if it did not before. Raises RuleBroken."""
    try:
        with transaction.atomic():
            locks.share(poll.pk)
            hold(by)
            ballot = quick.own_ballot_locked(poll.pk, by)
            if ballot is None or ballot.voter is None or (ballot.void_reason and not _may_come_back(ballot.voter)):
                return False
            poll = _still_open(poll.pk, received_at)
            if ballot.voter.counts_in(poll):
                return False
            if not can_vote(by, poll):
                raise NotAllowed(hindrance(by, poll))
            confirm_mark(by=by, voter=ballot.voter, poll=poll)
            return not ballot.void_reason
    except TooLateForTheFreeze:
        IdeaPoll.objects.filter(pk=poll.pk).update(late_refusals=F("late_refusals") + 1)
        raise


def confirm_ballots(*, by: Person, received_at: datetime) -> list[tuple[IdeaPoll, str]]:
    """They have shown something new about themselves: the polls in which a ballot of theirs waited, each with "" where it counts
    now, or why it does not.
    """
    waiting = PollVoter.objects.unconfirmed().filter(person=by)
    heard = []
    for poll in IdeaPoll.objects.filter(pk__in=waiting.values("poll"), frozen_at=None).order_by("pk"):
        try:
            if confirm_ballot(by=by, poll=poll, received_at=received_at):
                heard.append((poll, ""))
        except RuleBroken as refusal:
            heard.append((poll, str(refusal)))
    return heard


@transaction.atomic
def bring_along(*, by: Person, bearer: Bearer, poll: IdeaPoll, received_at: datetime) -> bool:
    """The ballot that somebody saved by name becomes that of the code, or the line of a register, which the poll asks for since:
    the same ballot, and no name at it any more. False if they have none that waits. Raises RuleBroken; `voted` where the code
    has a ballot, which stands.
    """
    locks.share(poll.pk)
    hold(by)
    right = (
        VotingRight.objects.select_for_update().filter(poll=poll.pk, fingerprint=bearer.right, revoked_at=None).first()
    )
    ballot = quick.own_ballot_locked(poll.pk, by)
    if ballot is None or ballot.void_reason or ballot.voter is None:
        return False
    poll = _still_open(poll.pk, received_at)
    if right is None or not bearer.may_vote_in(poll):
        raise NotAllowed(gettext("This code can’t be used any more. Ask the office named below."))
    if PollVoter.objects.filter(poll=poll.pk, eligibility_hash=bearer.key).exists():
        raise RuleBroken(
            gettext(
                "There is a ballot for this already, and it stands: it is open now. The one you saved before is not confirmed "
                "and does not count."
            ),
            code="voted",
        )
    said = OutcomeListener if ballot.voter.wants_outcome else OutcomeRefusal
    said.objects.get_or_create(poll_id=poll.pk, person=by)
    VotingRight.objects.filter(pk=right.pk).update(used=True)
    PollVoter.objects.filter(pk=ballot.voter.pk).update(
        **PollVoter.NAMELESS, eligibility_hash=bearer.key, level=bearer.level, proof=None
    )
    return True


def _may_come_back(voter: PollVoter) -> bool:
    """Set aside, and its voter objects: should they be right, their ballot must not be lost for what they have shown meanwhile."""
    return DoubleVote.objects.objected().filter(set_aside=voter).exists()


def _prove_paper(poll: IdeaPoll) -> None:
    """Who voted on paper before votes once, also by what is asked for from now on: another account with the same phone can't."""
    marks = PollVoter.objects.filter(poll=poll, channel=PollVoter.Channel.PAPER, proof=None, person__isnull=False)
    for mark in marks.select_related("person__user").order_by("pk"):
        assert mark.person is not None
        proof = fingerprints.of_proof(poll=poll, person=mark.person)
        if proof and not PollVoter.objects.filter(poll=poll, proof=proof).exists():
            PollVoter.objects.filter(pk=mark.pk).update(proof=proof)


def _still_open(poll_id: int, received_at: datetime) -> IdeaPoll:
    """Until the close, also of a poll that is suspended: it may go on. Only what casting reads of it."""
    phase = quick.voting_phase(poll_id)
    if phase is None or received_at >= phase.closes_at:
        said = gettext("Your ballot was not confirmed in time, so it does not count.")
        if phase is not None:
            said = gettext("Voting closed %(closes)s. Your ballot was not confirmed in time, so it does not count.") % {
                "closes": moment_words(phase.closes_at, phase.poll)
            }
        raise RuleBroken(said, code="late")
    if phase.poll.frozen_at is not None:
        raise TooLateForTheFreeze(
            gettext(
                "You were in time, but it did not reach us before the count began. We are sorry; your ballot could not be "
                "confirmed."
            ),
            code="frozen",
        )
    return phase.poll


def _check_time(poll: IdeaPoll) -> None:
    if poll.frozen_at is not None or poll.voting is None or now() >= poll.voting.closes_at:
        raise RuleBroken(gettext("Voting has closed. Who may vote stays as it was."), code="closed")
    if not poll.voting_has_begun:
        raise RuleBroken(gettext("Voting has not begun. Change who may vote among the poll’s settings."), code="early")
    if poll.voting.closes_at - now() < IN_ADVANCE:
        raise RuleBroken(
            gettext(
                "Voting closes in less than 24 hours, too soon for people to confirm their ballots. Give it more time first."
            ),
            code="soon",
        )


def _check_level(poll: IdeaPoll, level: int) -> None:
    wanted, asked = eligibility.level(level), eligibility.level(poll.eligibility_level)
    if level <= poll.eligibility_level:
        raise RuleBroken(gettext("Voters can only be asked for more while they vote, never for less."), code="lower")
    if wanted is None or wanted not in eligibility.offered():
        raise RuleBroken(gettext("Nobody could show that here. Choose again who may vote."), code="level")
    if asked is not None and asked.by_code:
        raise RuleBroken(
            gettext(
                "People vote here without their names, so nobody could ask them for more. Suspend the poll instead."
            ),
            code="by_code",
        )
    if wanted.by_code and _has_paper(poll):
        raise RuleBroken(
            gettext(
                "Ballots on paper are entered here, and whose code each belongs to nobody could tell. Ask for a phone number, or "
                "suspend the poll."
            ),
            code="paper",
        )


def _has_paper(poll: IdeaPoll) -> bool:
    return PaperBatch.objects.filter(poll=poll, dropped_at=None).exists()
