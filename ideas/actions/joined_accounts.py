"""What becomes of votes, supports and ideas when two accounts turn out to be one person's."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from ideas import locks
from ideas.models import Ballot, DoubleVote, Idea, IdeaPoll, PaperBatch, PollVoter, Question, QuestionSupport, Support
from people.models import Person
from people.personal import JOINED


def join_voters(kept: Person, gone: Person) -> None:
    """A person has one ballot: the earlier one counts, the later one is void, and the result says how many were.

    A vote on paper stands before one on the site, one with more shown before one that may not count, and one that is void
    behind all others. Where the count is certified already, it stands as it is.
    """
    _join_in_batches(kept, gone)
    for pk in PollVoter.objects.filter(person=gone).order_by("poll").values_list("poll", flat=True):
        locks.share(pk)
        poll = IdeaPoll.objects.get(pk=pk)
        theirs = PollVoter.objects.get(poll=pk, person=gone)
        mine = PollVoter.objects.filter(poll=pk, person=kept).first()
        if mine is None:
            PollVoter.objects.filter(pk=theirs.pk).update(person=kept)
        elif poll.frozen_at is None:
            earlier, later = sorted((mine, theirs), key=lambda voter: (_is_void(voter), *turn(voter)))
            Ballot.objects.filter(voter=later).update(void_reason=str(JOINED))
            DoubleVote.objects.filter(set_aside=later, ended_at=None).update(ended_at=now(), **DoubleVote.FORGOTTEN)
            if not (mine.wants_outcome and theirs.wants_outcome):  # a no to letters holds for both
                PollVoter.objects.filter(pk=earlier.pk).update(wants_outcome=False)
            if earlier == theirs:
                _swap(mine, theirs)


def _join_in_batches(kept: Person, gone: Person) -> None:
    """Whoever voted on paper is marked with the batch, later."""
    waiting = PaperBatch.objects.waiting()
    for pk, poll in waiting.order_by("poll", "pk").values_list("pk", "poll"):
        locks.share(poll)
        batch = waiting.select_for_update().filter(pk=pk).first()
        if batch and gone.pk in batch.voters:
            voters = sorted({*batch.voters, kept.pk} - {gone.pk})
            PaperBatch.objects.filter(pk=pk).update(voters=voters)


def end_asked(kept: Person, gone: Person) -> None:
    """Whether they voted or not, so that the end says nothing of it."""
    DoubleVote.objects.asked_about(gone).update(ended_at=now(), **DoubleVote.NO_ACCOUNTS)


def tell_of_votes(kept: Person, gone: Person) -> Iterable[str]:
    for poll in _both_voted(kept, gone):
        if poll.frozen_at is None:
            said = gettext(
                "“%(question)s”: both accounts voted. The vote that was cast first counts, the other one is void."
            )
            if poll.raises:
                said = gettext(
                    "“%(question)s”: both accounts voted. A confirmed vote stays before one that is not, and of two alike the "
                    "one that was cast first; the other one is void."
                )
            yield said % {"question": poll.question}
        elif not poll.certification:
            raise RuleBroken(
                gettext(
                    "Both accounts voted in “%(question)s”, and it is being counted. Join them once the result is there, "
                    "or tell the office named below."
                )
                % {"question": poll.question},
                code="counting",
            )


def join_supports(kept: Person, gone: Person) -> None:
    """One person likes an idea once."""
    twice = Support.objects.filter(person=kept).values("idea")
    for support in Support.objects.filter(person=gone, idea__in=twice):
        support.delete()
        Idea.objects.filter(pk=support.idea_id).update(supports=F("supports") - 1)
    Support.objects.filter(person=gone).update(person=kept)


def join_question_supports(kept: Person, gone: Person) -> None:
    """One person supports a question once, and not their own."""
    both = Question.objects.filter(Q(support_rows__person=kept) | Q(person__in=(kept, gone)))
    for support in QuestionSupport.objects.filter(person=gone, question__in=both):
        support.delete()
        Question.objects.filter(pk=support.question_id).update(supports=F("supports") - 1)
    QuestionSupport.objects.filter(person=gone).update(person=kept)


def tell_of_ideas(kept: Person, gone: Person) -> Iterable[str]:
    if n := Idea.objects.filter(author=gone).count():
        yield gettext("Ideas that are yours from then on: %(n)s.") % {"n": n}


def _both_voted(kept: Person, gone: Person) -> Iterable[IdeaPoll]:
    mine = PollVoter.objects.filter(person=kept).values("poll")
    return IdeaPoll.objects.filter(pk__in=mine, voters__person=gone).order_by("pk")


def _is_void(voter: PollVoter) -> bool:
    """What was set aside, or is void for another reason, never stands before a vote that counts."""
    online = voter.channel == PollVoter.Channel.ONLINE
    return online and Ballot.objects.filter(voter=voter).exclude(void_reason="").exists()


def turn(voter: PollVoter) -> tuple:
    return (voter.channel != PollVoter.Channel.PAPER, -voter.level, voter.at, voter.pk)


def _swap(mine: PollVoter, theirs: PollVoter) -> None:
    """The mark on the roll that counts is the kept person's. One of them has a key of its own for a moment."""
    kept, gone = mine.person_id, theirs.person_id
    PollVoter.objects.filter(pk=mine.pk).update(person=None, eligibility_hash=f"joining-{mine.pk}")
    PollVoter.objects.filter(pk=theirs.pk).update(person=kept)
    PollVoter.objects.filter(pk=mine.pk).update(person=gone, eligibility_hash=None)
