"""Whoever cast a ballot that was set aside may object, and two officials owe an answer."""

from datetime import timedelta

import pytest
import time_machine

from core.errors import RuleBroken
from ideas import health
from ideas.actions import answer_objection, certify_result, drop_answer, object_to_double, recount_poll, sign_answer
from ideas.models import Ballot, DoubleVote
from people.actions import erase_person
from tests.ideas.builders import counted, frozen, vote

from .cases import ANSWER, NOT_ME, WHY, C, aside, ask, certify, confirm, fresh, settle, totals, two, void_of


def test_an_objection_that_is_right_makes_the_ballot_count_again(poll, pair, second):
    case = aside(poll, pair, second)
    with pytest.raises(RuleBroken, match="No ballot of yours"):
        object_to_double(by=pair[0], poll=poll, words=NOT_ME)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    with pytest.raises(RuleBroken, match="objected already"):
        object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    with pytest.raises(RuleBroken, match="Answer in a sentence"):
        answer_objection(by=poll.owner, case=case, accepted=True, answer=" ok ")
    answer_objection(by=poll.owner, case=case, accepted=True, answer=ANSWER)
    with pytest.raises(RuleBroken, match="Somebody else must sign"):
        sign_answer(by=poll.owner, case=case)
    assert void_of(pair[1]) == WHY
    assert sign_answer(by=second, case=case) and void_of(pair[1]) == "" and not list(health.doubles())
    with pytest.raises(RuleBroken, match="decided already"):
        sign_answer(by=second, case=case)
    with pytest.raises(RuleBroken, match="was given back to its voter"):
        confirm(poll, second, ask(poll, pair))
    vote(poll, pair[1], [C], revision=1)
    assert totals(frozen(poll)) == {"ballots": 2, "voided": 0, "cast": 2} and not poll.corrections.exists()


def test_an_objection_that_is_not_right_is_answered_and_the_ballot_stays_aside(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    answer_objection(by=second, case=case, accepted=True, answer=ANSWER)
    drop_answer(by=poll.owner, case=case)
    assert not settle(case, poll, second, accepted=False) and void_of(pair[1]) == WHY
    case.refresh_from_db()
    assert case.settled_at and not case.ended_at
    with pytest.raises(RuleBroken, match="objected already"):
        object_to_double(by=pair[1], poll=poll, words=NOT_ME)


def test_nobody_certifies_before_the_voter_has_had_three_days(poll, pair, second):
    case = aside(poll, pair, second)
    frozen(poll)
    with pytest.raises(RuleBroken, match="may object until"):
        certify_result(by=poll.owner, poll=fresh(poll))
    almost = case.confirmed_at + timedelta(days=3) - timedelta(seconds=1)
    with time_machine.travel(almost, tick=False), pytest.raises(RuleBroken, match="may object until"):
        certify_result(by=poll.owner, poll=fresh(poll))
    with time_machine.travel(case.confirmed_at + timedelta(days=3), tick=False):
        certify_result(by=poll.owner, poll=fresh(poll))


def test_who_has_left_needs_no_time_to_object(poll, pair, second):
    aside(poll, pair, second)
    erase_person(by=pair[1], person=pair[1])
    frozen(poll)
    certify_result(by=poll.owner, poll=fresh(poll))


def test_nobody_certifies_while_an_objection_waits_and_nobody_objects_afterwards(poll, second):
    first, other = two(poll, 1), two(poll, 2)
    case = aside(poll, first, second)
    aside(poll, other, second)
    object_to_double(by=first[1], poll=poll, words=NOT_ME)
    frozen(poll)
    poll = fresh(poll)
    for _ in range(2):
        with pytest.raises(RuleBroken, match="Two officials answer them first"):
            certify_result(by=poll.owner, poll=poll)
        if not DoubleVote.objects.filter(answered_at__isnull=False).exists():
            answer_objection(by=poll.owner, case=case, accepted=False, answer=ANSWER)
    sign_answer(by=second, case=case)
    certify(poll)
    with pytest.raises(RuleBroken, match="too late to object"):
        object_to_double(by=other[1], poll=poll, words=NOT_ME)


def test_after_the_count_one_ballot_counts_again_only_where_its_voter_wants_that(poll, second):
    shy, bold = two(poll, 1), two(poll, 2)
    cases = [aside(poll, pair, second) for pair in (shy, bold)]
    object_to_double(by=shy[1], poll=poll, words=NOT_ME)
    object_to_double(by=bold[1], poll=poll, words=NOT_ME, even_if_seen=True)
    assert totals(frozen(poll)) == {"ballots": 2, "voided": 2, "cast": 2}
    poll = fresh(poll)
    assert not settle(cases[0], poll, second, accepted=True) and void_of(shy[1]) == WHY
    assert not poll.corrections.exists() and not list(health.doubles())
    assert settle(cases[1], poll, second, accepted=True) and void_of(bold[1]) == ""
    later = counted(poll.corrections.get().counting)
    assert totals(later) == {"ballots": 3, "voided": 1, "cast": 3} and recount_poll(result=later)
    correction = poll.corrections.get()
    assert (correction.asked_by, correction.confirmed_by) == (poll.owner, second)
    certify(poll)


def test_of_ten_set_aside_together_none_comes_back_and_of_eleven_one(poll, second):
    pairs = [two(poll, n) for n in range(11)]
    frozen(poll)
    poll = fresh(poll)
    confirm(poll, second, *[ask(poll, pair) for pair in pairs])
    counted(poll.corrections.get().counting)
    for n, back in ((0, True), (1, False)):
        object_to_double(by=pairs[n][1], poll=poll, words=NOT_ME, even_if_seen=True)
        case = DoubleVote.objects.get(set_aside__person=pairs[n][1])
        assert settle(case, fresh(poll), second, accepted=True) is back
        if back:
            counted(poll.corrections.order_by("-pk")[0].counting)
    assert Ballot.objects.exclude(void_reason="").count() == 10 and poll.results.count() == 3
