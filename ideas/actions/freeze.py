"""The close: ballots become a file without names or times, and nothing can be saved any more. A worker counts the file then."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from city.context import the_city
from core.clock import now
from core.errors import RuleBroken
from ideas import bells, locks
from ideas.hoods import support_by_hood
from ideas.models import (
    FREEZE_AFTER,
    Ballot,
    BallotLine,
    Counting,
    DoubleVote,
    Idea,
    IdeaPoll,
    OutcomeListener,
    OutcomeRefusal,
    PaperBatch,
    PollKey,
    PollVoter,
    Support,
    Suspension,
    VotingRight,
)
from people.models import Person
from people.system import SYSTEM

from .counts import begin_count, material
from .polls import open_voting

_dice = secrets.SystemRandom()


@transaction.atomic
def freeze_poll(*, poll: IdeaPoll) -> Counting | None:
    """A minute after the close: take the poll's lock alone, which waits for every ballot being saved, and write the files.

    Done twice it changes nothing. Raises RuleBroken before its time. Returns the count that begins then, if any does.
    """
    locks.hold_alone(poll.pk)
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if poll.frozen_at is not None:
        return poll.countings.order_by("pk").first()
    if poll.published_at is None or poll.voting is None or now() < poll.voting.closes_at + FREEZE_AFTER:
        raise RuleBroken(gettext("Voting has not been closed for a minute yet."), code="early")
    if poll.suspended_at is not None:
        raise RuleBroken(gettext("This poll is suspended. It is counted once it goes on."), code="suspended")
    open_voting(poll=poll)
    on_ballot = list(Idea.objects.filter(poll=poll, state=Idea.State.ON_BALLOT).order_by("ref"))
    counting = None
    if on_ballot:
        _write_listeners(poll)
        hoods = support_by_hood(poll, [idea.ref for idea in on_ballot if idea.suspended_at is None])
        files = material(poll, _rule(poll), [_as_counted(idea) for idea in on_ballot])
        counting = begin_count(poll, hoods=hoods, **files)
    IdeaPoll.objects.filter(pk=poll.pk).update(frozen_at=now(), counted_at=None if on_ballot else now())
    unconfirmed = Suspension.objects.waiting().filter(poll=poll)  # too late to confirm them now
    unconfirmed.update(lifted_at=now(), lifted_note=gettext("Voting closed before a second person confirmed it."))
    bells.poll_frozen.ring(by=SYSTEM(), on=poll, poll=poll.pk)
    return counting


@transaction.atomic
def cut_poll(*, poll: IdeaPoll) -> bool:
    """Nobody can tell any more who took part: persons, keys and times go from roll and ballots. True if done now."""
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if poll.cut_at is not None or not IdeaPoll.objects.to_cut().filter(pk=poll.pk).exists():
        return False
    PollVoter.objects.filter(poll=poll, cut=False).update(**PollVoter.CUT)
    Ballot.objects.filter(poll=poll).update(cast_at=None, client_key="", revision=0)
    BallotLine.objects.filter(ballot__poll=poll).exclude(
        ballot__void_reason=""
    ).delete()  # its reason may tell whose it was
    DoubleVote.objects.waiting().filter(poll=poll).update(ended_at=now(), **DoubleVote.NO_ACCOUNTS)
    doubles = DoubleVote.objects.filter(poll=poll)
    doubles.forget_words()
    doubles.update(kept=None, kept_account=None, set_aside=None)
    PollKey.objects.filter(poll=poll).delete()
    OutcomeRefusal.objects.filter(poll=poll).delete()
    PaperBatch.objects.waiting().filter(poll=poll).update(dropped_at=now(), sheets=[], voters=[])
    VotingRight.objects.filter(poll=poll).delete()
    IdeaPoll.objects.filter(pk=poll.pk).update(cut_at=now())
    return True


def _rule(poll: IdeaPoll) -> dict[str, Any]:
    """With what other tools want to know of a poll, in the words of the library of participatory budgets."""
    rule, voting = poll.rule(), poll.voting
    assert voting is not None
    begin, end = (at.astimezone(poll.tz) for at in (voting.opens_at, voting.closes_at))
    rule["about"] |= {
        "place": the_city().name,
        "edition": f"{end:%Y}",
        "date_begin": f"{begin:%d.%m.%Y}",
        "date_end": f"{end:%d.%m.%Y}",
    }
    return rule


def _as_counted(idea: Idea) -> dict[str, Any]:
    return {
        "ref": idea.ref,
        "title": str(idea.shown_title),  # hidden words are not published with the count
        "cost": idea.cost,
        "state": "suspended" if idea.suspended_at else "on_ballot",
    }


def _write_listeners(poll: IdeaPoll) -> None:
    """Who hears what becomes of it: voters who asked to, and those who supported an idea and did not say no. In an order
    drawn now, by poll and not by idea, so that the list says nothing about anybody's ballot. Where one person said both, with
    two accounts that were joined, the no holds."""
    refusals = OutcomeRefusal.objects.filter(poll=poll)
    marks = PollVoter.objects.filter(poll=poll, person__isnull=False)
    voters = dict(marks.values_list("person", "wants_outcome"))
    voters |= dict.fromkeys(refusals.values_list("person", flat=True), False)
    no = Q(person__in=refusals.values("person")) | Q(person__in=marks.filter(wants_outcome=False).values("person"))
    OutcomeListener.objects.filter(no, poll=poll).delete()
    supporters = Support.objects.filter(idea__poll=poll, person__isnull=False).values_list("person", flat=True)
    authors = Idea.objects.filter(poll=poll, author__isnull=False).values_list("author", flat=True)
    people = {pk for pk, wants in voters.items() if wants}
    people |= {pk for pk in (*supporters, *authors) if voters.get(pk, True)}
    drawn = list(people)
    _dice.shuffle(drawn)
    real = set(Person.objects.real().filter(pk__in=drawn).values_list("pk", flat=True))
    OutcomeListener.objects.bulk_create(
        [OutcomeListener(poll=poll, person_id=pk) for pk in drawn if pk in real], ignore_conflicts=True
    )
    refusals.delete()
