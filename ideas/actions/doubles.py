"""One person voted with two accounts, and it was proved: two officials set the later ballot aside, and whoever cast it may object.

It rings no bell and sends no letter: the voter reads it on their own page. Whoever asks learns nothing of who voted: only the
second official's confirmation looks. Then both learn that both accounts voted, which they must, and nothing of how; or that
not both did, and not which. Of several at once a refusal names none: all others would be known to have voted, and no ballot
would be void for it.
"""

import re
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from core.lines import kept as kept_words
from ideas import eligibility, locks
from ideas.models import Ballot, DoubleVote, IdeaPoll, PollVoter
from ideas.permissions import can_vote
from people.models import Person

from .ballot_box import open_box, stands
from .certification import counted
from .corrections import read_box_again
from .joined_accounts import turn
from .paper import FEWEST, accounts
from .roll import confirm_mark


@transaction.atomic
def ask_double(*, by: Person, poll: IdeaPoll, addresses: tuple[str, str], reason: str) -> DoubleVote:
    """Say how it was proved that these two are one person. Nothing changes before a second official confirms it; and nobody looks
    before that whether they voted, or asking would be a way to find out."""
    poll = open_box(by=by, poll=poll)
    _check_names(poll)
    words = _long_enough(reason)
    people = _people(addresses)
    _not_their_own(by, {person.pk for person in people})
    _no_names(words, people)
    one, other = people
    try:
        with transaction.atomic():
            return DoubleVote.objects.create(poll=poll, one=one, other=other, reason=words, asked_by=by)
    except IntegrityError:
        raise RuleBroken(gettext("Somebody has just asked for this. Look at the list below."), code="waits") from None


@transaction.atomic
def confirm_doubles(*, by: Person, poll: IdeaPoll, cases: Collection[int]) -> int:
    """The second official. The later ballots are void now; after the freeze all is counted anew without them, which takes so
    many at once that the difference shows nobody's vote. Returns how many."""
    poll = open_box(by=by, poll=poll, lock=locks.hold_alone)  # nobody casts, takes back or leaves meanwhile
    _check_names(poll)
    waiting = DoubleVote.objects.waiting().filter(poll=poll, pk__in=cases)
    rows = list(waiting.select_related("asked_by", "one", "other").order_by("pk"))
    if not rows or len(rows) < len(set(cases)):
        raise RuleBroken(gettext("This has been decided already. Look at the list again."), code="decided")
    for row in rows:
        _check_second(by, row)
    if poll.frozen_at is not None and len(rows) < FEWEST:
        raise RuleBroken(
            gettext(
                "All is counted already, and a count that differs by fewer than %(n)s ballots shows how somebody voted. "
                "Confirm at least %(n)s at once, or take these back."
            )
            % {"n": FEWEST},
            code="too_few",
        )
    if poll.frozen_at is not None:
        counted(by=by, poll=poll)  # what would refuse it later does so before anybody's vote is looked at
    at = now()
    for row, kept, later in _judged(poll, rows):
        Ballot.objects.filter(voter=later, void_reason="").update(void_reason=row.reason)
        marks = {"kept": kept, "kept_account": kept.person, "set_aside": later, **DoubleVote.NO_ACCOUNTS}
        DoubleVote.objects.filter(pk=row.pk).update(confirmed_by=by, confirmed_at=at, **marks)
    if poll.frozen_at is not None:
        reason = gettext("Ballots that people cast with a second account were set aside: %(n)s.") % {"n": len(rows)}
        read_box_again(poll=poll, reason=reason, asked_by=rows[0].asked_by, by=by)
    return len(rows)


@transaction.atomic
def drop_double(*, by: Person, case: DoubleVote) -> None:
    """They are two people after all, or it is too late."""
    poll = open_box(by=by, poll=case.poll)
    row = _row(DoubleVote.objects.waiting(), poll, case)
    _not_their_own(by, concerned(row))
    DoubleVote.objects.filter(pk=row.pk).update(ended_at=now(), ended_by=by, **DoubleVote.NO_ACCOUNTS)


@transaction.atomic
def object_to_double(*, by: Person, poll: IdeaPoll, words: str, even_if_seen: bool = False) -> None:
    """The voter says why it is no second ballot of theirs. Once, and until somebody stands for the result."""
    locks.share(poll.pk)
    poll = IdeaPoll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    row = DoubleVote.objects.against(by, poll).first()
    if row is None:
        raise RuleBroken(gettext("No ballot of yours is set aside in this poll."), code="not_aside")
    if row.objected_at is not None:
        raise RuleBroken(gettext("You have objected already. The answer comes on this page."), code="objected")
    if poll.voided_at is not None or stands(poll):
        raise RuleBroken(gettext("The result stands. It is too late to object."), code="certified")
    said = kept_words(words, DoubleVote.WORDS)
    if len(said) < DoubleVote.LEAST_WORDS:
        raise RuleBroken(gettext("Say in a sentence why this is not a second ballot of yours."), code="words")
    DoubleVote.objects.filter(pk=row.pk).update(objection=said, objected_at=now(), even_if_seen=even_if_seen)


@transaction.atomic
def answer_objection(*, by: Person, case: DoubleVote, accepted: bool, answer: str) -> None:
    """What the city says to the voter; a second official signs it."""
    poll = open_box(by=by, poll=case.poll)
    row = _row(DoubleVote.objects.objected().filter(answered_at=None), poll, case)
    _not_their_own(by, concerned(row))
    said = kept_words(answer, DoubleVote.WORDS)
    if len(said) < DoubleVote.LEAST_WORDS:
        raise RuleBroken(gettext("Answer in a sentence. Only the voter reads it."), code="answer")
    DoubleVote.objects.filter(pk=row.pk).update(accepted=accepted, answer=said, answered_by=by, answered_at=now())


@transaction.atomic
def sign_answer(*, by: Person, case: DoubleVote) -> bool:
    """The second official. True if the ballot counts again; after the freeze all is counted anew with it."""
    poll = open_box(by=by, poll=case.poll, lock=locks.hold_alone)
    row = _row(DoubleVote.objects.objected().filter(answered_at__isnull=False), poll, case)
    _not_their_own(by, concerned(row))
    if by.pk == row.answered_by_id:
        raise RuleBroken(gettext("Somebody else must sign."), code="same_person")
    at = now()
    voter = row.set_aside
    is_open = poll.voting is not None and at < poll.voting.closes_at
    if (
        row.accepted
        and is_open
        and voter
        and not voter.counts_in(poll)
        and voter.person
        and can_vote(voter.person, poll)
    ):
        confirm_mark(by=voter.person, voter=voter, poll=poll)
    rows = DoubleVote.objects.filter(pk=row.pk)
    rows.update(signed_by=by, settled_at=at)
    if not row.accepted or why_it_stays(poll=poll, case=row):
        return False
    Ballot.objects.filter(voter=row.set_aside).update(void_reason="")
    rows.update(ended_at=at)
    if poll.frozen_at is not None:
        assert row.answered_by is not None
        reason = gettext("A ballot that was set aside counts again: its voter objected, and two officials agreed.")
        read_box_again(poll=poll, reason=reason, asked_by=row.answered_by, by=by)
    return True


@transaction.atomic
def drop_answer(*, by: Person, case: DoubleVote) -> None:
    """The second official sees it otherwise: somebody answers anew."""
    poll = open_box(by=by, poll=case.poll)
    row = _row(DoubleVote.objects.objected().filter(answered_at__isnull=False), poll, case)
    _not_their_own(by, concerned(row))
    DoubleVote.objects.filter(pk=row.pk).update(accepted=None, answer="", answered_by=None, answered_at=None)


def why_it_stays(*, poll: IdeaPoll, case: DoubleVote) -> str:
    """Why the ballot can't count again whatever the officials think of the objection; "" where it can.

    After the freeze one ballot more shows in the difference: the voter must want that. Of those that became void together
    so many must stay void that the first count and the next one do not differ by a few others.
    """
    if poll.voting and now() >= poll.voting.closes_at and case.set_aside and not case.set_aside.counts_in(poll):
        return gettext("The poll asked voters for more, and this one was not confirmed before the close.")
    if poll.frozen_at is None:
        return ""
    if not case.even_if_seen:
        return gettext("All is counted already. The difference to the next count would show how this person voted, and they did not ask for that.")  # fmt: skip
    together = DoubleVote.objects.in_force().filter(poll=poll, confirmed_at=case.confirmed_at).exclude(pk=case.pk)
    assert case.confirmed_at is not None
    if case.confirmed_at >= poll.frozen_at and together.count() < FEWEST:
        return gettext("It was set aside together with others after the count. Without it so few would be left that the difference shows how they voted.")  # fmt: skip
    return ""


def _row(rows: QuerySet[DoubleVote], poll: IdeaPoll, case: DoubleVote) -> DoubleVote:
    row = rows.filter(poll=poll, pk=case.pk).select_related("kept", "set_aside", "answered_by").first()
    if row is None:
        raise RuleBroken(gettext("This has been decided already. Look at the list again."), code="decided")
    return row


def _people(addresses: tuple[str, str]) -> list[Person]:
    """Whose accounts these are: two."""
    wanted, found = accounts(addresses)
    if unknown := [address for address in wanted if address not in found]:
        raise RuleBroken(gettext("Nobody has an account with %(address)s.") % {"address": unknown[0]}, code="address")
    people = list(Person.objects.filter(pk__in=set(found.values())).order_by("pk"))
    if len(people) != 2:
        raise RuleBroken(gettext("These are not two accounts: both addresses lead to the same one."), code="same")
    return people


def _check_names(poll: IdeaPoll) -> None:
    level = eligibility.level(poll.eligibility_level)
    if level is None or level.by_code:
        raise RuleBroken(
            gettext("In this poll ballots belong to codes or lines of the register, so no two are known to be one person’s."),
            code="by_code",
        )  # fmt: skip


def _long_enough(reason: str) -> str:
    words = kept_words(reason, DoubleVote.REASON)
    if len(words) < DoubleVote.LEAST_REASON:
        raise RuleBroken(
            gettext("Say in at least %(n)s letters how it was proved. Everybody will read it.")
            % {"n": DoubleVote.LEAST_REASON},
            code="reason",
        )
    return words


def _no_names(words: str, people: list[Person]) -> None:
    names = [re.escape(person.full_name) for person in people if " " in person.full_name]
    if "@" in words or any(re.search(rf"\b{name}\b", words, re.IGNORECASE) for name in names):
        raise RuleBroken(gettext("Everybody will read the reason: leave names and addresses out of it."), code="reason")


def _judged(poll: IdeaPoll, rows: list[DoubleVote]) -> list[tuple[DoubleVote, PollVoter, PollVoter]]:
    """Each with the mark that stands and the one that goes, or a refusal for all. It has one sentence whatever the reason, or
    the reason would tell of somebody whether they voted; and names a case only where it is the only one."""
    found = [(row, *pair) for row in rows if (pair := _kept_and_later(poll, row))]
    if len(found) == len(rows) and _all_different(found):
        return found
    if len(rows) > 1:
        raise RuleBroken(
            gettext(
                "Not all of these can be set aside. Which ones stays unsaid, because it would tell who voted. Confirm fewer at "
                "a time, or take back what is not certain."
            ),
            code="not_all",
        )
    raise RuleBroken(
        gettext(
            "There is nothing to set aside: not both accounts have a vote here that counts, or both voted on paper, where "
            "ballots carry no name, or the later ballot was given back to its voter. Take this one back: “%(reason)s”"
        )
        % {"reason": rows[0].reason},
        code="nothing",
    )


def _kept_and_later(poll: IdeaPoll, row: DoubleVote) -> tuple[PollVoter, PollVoter] | None:
    """A vote on paper stands, and of two on the site the one that was cast first. What two officials gave back stays."""
    marks = PollVoter.objects.filter(poll=poll, person__in=(row.one, row.other)).select_related("person", "ballot")
    pair = sorted(marks, key=turn)
    if len(pair) < 2 or not counts(pair[0]) or not counts(pair[1]) or pair[1].channel == PollVoter.Channel.PAPER:
        return None
    given_back = DoubleVote.objects.lifted().filter(set_aside=pair[1]).exists()
    return None if given_back else (pair[0], pair[1])


def _all_different(found: list[tuple[DoubleVote, PollVoter, PollVoter]]) -> bool:
    """No ballot is set aside twice, nor named as the one that stands while it goes itself."""
    gone = {later.pk for _row, _kept, later in found}
    return len(gone) == len(found) and gone.isdisjoint(kept.pk for _row, kept, _later in found)


def counts(mark: PollVoter) -> bool:
    """Whether this person has a vote that counts: on paper, or a ballot here that is neither void nor waits to be confirmed."""
    if mark.channel == PollVoter.Channel.PAPER:
        return True
    return Ballot.objects.counting().filter(voter=mark).exists()


def _check_second(by: Person, row: DoubleVote) -> None:
    _not_their_own(by, concerned(row))
    if by.pk == row.asked_by_id:
        raise RuleBroken(gettext("Somebody else must confirm what you asked for."), code="same_person")


def concerned(row: DoubleVote) -> set[int | None]:
    """Whose accounts these are, also once the first ballot was taken back."""
    named = {row.one_id, row.other_id, row.kept_account_id}
    return {*named, *(mark.person_id for mark in (row.kept, row.set_aside) if mark is not None)} - {None}


def _not_their_own(by: Person, people: Collection[int | None]) -> None:
    if by.pk in people:
        raise RuleBroken(gettext("This is about an account of your own. Colleagues see to it without you."), code="own")
