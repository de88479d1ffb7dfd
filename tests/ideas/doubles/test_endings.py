"""What becomes of a case where an account ends or is joined, and at the cut."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.errors import RuleBroken
from ideas import health
from ideas.actions import answer_objection, certify_result, cut_poll, object_to_double, sign_answer
from ideas.actions.joined_accounts import join_voters
from ideas.models import Ballot, BallotLine, DoubleVote
from people.actions import erase_person
from tests.builders import make_person
from tests.ideas.builders import frozen, vote
from tests.people.test_joining import join
from tests.support.visitors import client_of

from .cases import ANSWER, NOT_ME, WHY, A, B, C, aside, ask, certify, fresh, paper, settle, totals, two, void_of

# ── accounts that end ──


def test_who_leaves_while_a_case_waits_ends_it(poll, second):
    for n, who in enumerate((0, 1)):
        pair = two(poll, n)
        case = ask(poll, pair)
        erase_person(by=pair[who], person=pair[who])
        case.refresh_from_db()
        assert case.ended_at and case.one is None and Ballot.objects.count() == n + 1
    pair = make_person("Silent"), make_person("Quiet")
    case = ask(poll, pair)
    erase_person(by=pair[0], person=pair[0])
    case.refresh_from_db()
    assert case.ended_at, "whether they voted or not"
    pair = two(poll, 3)
    case = ask(poll, pair)
    frozen(poll)
    erase_person(by=pair[1], person=pair[1])
    case.refresh_from_db()
    assert case.ended_at and not list(health.doubles())


def test_who_leaves_after_their_ballot_was_set_aside_has_no_second_vote(poll, second):
    ana = make_person("Ana")
    bea = make_person("Bea", email="bea@mail.example")
    vote(poll, ana, [A])
    vote(poll, bea, [B])
    case = aside(poll, (ana, bea), second)
    object_to_double(by=bea, poll=poll, words=NOT_ME)
    erase_person(by=bea, person=bea)
    case.refresh_from_db()
    assert (case.objection, case.objected_at, case.ended_at) == ("", None, None)
    assert BallotLine.objects.count() == 1 and not list(health.doubles()) and not list(health.codes())
    with pytest.raises(RuleBroken, match="or their ballot was set aside"):
        vote(poll, make_person("Bea", email="bea@mail.example"), [B])
    assert totals(frozen(poll)) == {"ballots": 1, "voided": 1, "cast": 1}
    certify(poll)


def test_whose_first_account_is_closed_may_still_object(poll, pair, second):
    case = aside(poll, pair, second)
    erase_person(by=pair[0], person=pair[0])
    case.refresh_from_db()
    assert case.kept is None and void_of(pair[1]) == WHY and not list(health.doubles())
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    assert settle(case, poll, second, accepted=True) and void_of(pair[1]) == ""


@pytest.mark.parametrize("kept", [0, 1])
def test_accounts_joined_afterwards_have_one_ballot_for_that_reason(poll, pair, second, kept):
    waiting, decided = two(poll, 1), two(poll, 2)
    cases = [ask(poll, waiting), aside(poll, decided, second)]
    object_to_double(by=decided[1], poll=poll, words=NOT_ME)
    for accounts in (waiting, decided):
        join(accounts[kept], accounts[1 - kept])
    for case in cases:
        case.refresh_from_db()
        assert case.ended_at and case.objection == "" and case.one is None
        with pytest.raises(RuleBroken, match="decided already"):
            answer_objection(by=poll.owner, case=case, accepted=True, answer=ANSWER)
    void = Ballot.objects.filter(void_reason="Two accounts of the same person were joined.")
    assert void.count() == 2 and cases[1].set_aside.ballot in void
    assert not list(health.doubles())
    frozen(poll)
    certify(poll)


def test_a_third_account_that_is_joined_takes_the_case_over(poll, pair, second):
    """Bea's ballot is set aside after Ana's; Cleo, who did not vote, turns out to be Bea: she reads it and objects."""
    aside(poll, pair, second)
    cleo = make_person("Cleo")
    join_voters(cleo, pair[1])
    object_to_double(by=cleo, poll=poll, words=NOT_ME)
    assert DoubleVote.objects.objected().count() == 1


@pytest.mark.parametrize("voted", [True, False])
def test_where_one_of_the_two_is_joined_into_another_the_case_ends_voted_or_not(poll, second, voted):
    earlier = make_person("Zoe")
    vote(poll, earlier, [C])
    pair = two(poll) if voted else (make_person("Silent"), make_person("Quiet"))
    case = ask(poll, pair)
    join(earlier, pair[0])
    case.refresh_from_db()
    assert case.ended_at and case.one is None
    if voted:
        assert aside(poll, (earlier, pair[1]), second).kept.person == earlier


def test_who_votes_on_paper_afterwards_stays_void_whatever_comes_of_the_case(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    answer_objection(by=poll.owner, case=case, accepted=True, answer=ANSWER)
    paper(poll, second, pair[1])
    with pytest.raises(RuleBroken, match="decided already"):
        sign_answer(by=second, case=case)
    assert "voted on paper" in void_of(pair[1]) and not list(health.doubles())
    assert totals(frozen(poll)) == {"ballots": 2, "voided": 1, "cast": 2}


# ── the cut ──


def test_the_cut_leaves_the_reason_and_nothing_that_leads_to_anybody(poll, second):
    settled, open_, waiting = (two(poll, n) for n in range(3))
    cases = [aside(poll, settled, second), aside(poll, open_, second), ask(poll, waiting)]
    for pair in (settled, open_):
        object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    settle(cases[0], poll, second, accepted=False)
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=fresh(poll))
        for case in cases:
            case.refresh_from_db()
            assert (case.kept, case.set_aside, case.objection, case.answer) == (None, None, "", "")
        assert cases[0].settled_at and not cases[1].objected_at and cases[2].ended_at
        assert not BallotLine.objects.exclude(ballot__void_reason="").exists() and BallotLine.objects.count() == 4
        assert Ballot.objects.filter(void_reason=WHY).count() == 2 and not list(health.doubles())
        with pytest.raises(RuleBroken, match="who voted"):
            ask(fresh(poll), waiting)
        certify_result(by=poll.owner, poll=fresh(poll))
        DoubleVote.objects.update(objection="Anna says.")
        assert list(health.doubles()) == ["3 double votes of polls that were made anonymous still lead to somebody."]


def test_the_doctor_notices_what_no_two_officials_said(poll, pair, second):
    case = aside(poll, pair, second)
    Ballot.objects.update(void_reason="")
    assert list(health.doubles()) == [f"A ballot of poll {poll.pk} counts, though two officials set it aside."]
    Ballot.objects.filter(voter=case.set_aside).update(void_reason=WHY)
    DoubleVote.objects.update(ended_at=now())
    assert list(health.doubles()) == [f"A ballot of poll {poll.pk} is set aside, though no two officials say so."]


def test_my_data_holds_the_objection_and_nothing_of_the_other_account(poll, pair, second):
    aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    mine = client_of(pair[1]).get("/settings/my-data.json").json()["ideas.PollVoter"]
    assert mine[0]["set_aside_in__objection"] == NOT_ME and mine[0]["set_aside_in__confirmed_at"]
    assert (
        pair[0].email not in str(mine)
        and NOT_ME not in client_of(pair[0]).get("/settings/my-data.json").content.decode()
    )
