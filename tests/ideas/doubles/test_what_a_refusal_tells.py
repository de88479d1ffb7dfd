"""Two officials who want to know who voted, and tick whatever they like: a refusal names nobody, and a yes is there for all to read."""

import re

import pytest
import time_machine
from django.core.cache import cache

from core.clock import now
from core.errors import RuleBroken
from ideas import health
from ideas.actions import ask_correction, confirm_correction, freeze_poll, object_to_double, remove_ballot
from ideas.actions.joined_accounts import join_voters
from ideas.models import Ballot, DoubleVote
from tests.builders import make_person
from tests.ideas.builders import close, frozen, vote
from tests.support.visitors import client_of

from .cases import NOT_ME, WHY, A, aside, ask, confirm, fresh, page, paper, settle, two, void_of, words_of

NOT_ALL = "Not all of these can be set aside."


@pytest.fixture(autouse=True)
def one_moment(db):
    cache.clear()
    with time_machine.travel(now(), tick=False):
        yield


def silent(name):
    return make_person(name), make_person(f"{name} again")


def pressed(by, poll, *cases):
    """What the desk says to all that are ticked: the page without its one-time marks."""
    answer = by.post(page(poll), {"deed": "confirm", "case": [case.pk for case in cases]})
    return answer.status_code, re.sub("csrfmiddlewaretoken[^>]*>", "", words_of(answer).partition("<main")[2])


def nothing_happened():
    return not Ballot.objects.exclude(void_reason="").exists() and not DoubleVote.objects.ever_in_force().exists()


@pytest.mark.parametrize("late", [False, True])
def test_of_many_at_once_a_refusal_names_none(poll, second, late):
    """Each case is of somebody who voted and of a person they are curious about; the last one can't be set aside in any event."""
    known = [make_person(f"Known {n}") for n in range(11)]
    curious = [make_person(f"Number {n}") for n in range(11)]
    for n, person in enumerate((*known, *curious)):
        if n not in (11 + 6, 11 + 7):
            vote(poll, person, [A])
    cases = [
        ask(poll, pair, f"Of number {n} we were told so at the counter.")
        for n, pair in enumerate(zip(known, curious, strict=True))
    ]
    poison = ask(poll, silent("Poison"), "The last one is there to be refused, always.")
    if late:
        frozen(poll)
    said = set()
    for ticked in ([*cases, poison], [*cases[:6], *cases[8:], poison], [poison, *cases[:9]], cases, cases[:10]):
        cache.clear()
        with pytest.raises(RuleBroken) as refusal:
            confirm(fresh(poll), second, *ticked)
        said.add((refusal.value.code, str(refusal.value)))
    assert len(said) == 1 and nothing_happened() and DoubleVote.objects.waiting().count() == 12
    ((code, words),) = said
    assert code == "not_all" and words.startswith(NOT_ALL) and "number" not in words and "The last one" not in words


def test_a_chain_says_the_same_whether_a_third_one_voted(poll, pair, second):
    victim, theirs = make_person("Victim"), client_of(second)
    cases = ask(poll, pair), ask(poll, (pair[1], victim))
    before = pressed(theirs, poll, *cases)
    cache.clear()
    vote(poll, victim, [A])
    assert pressed(theirs, poll, *cases) == before and before[0] == 422 and NOT_ALL in before[1]
    assert nothing_happened()


def test_beside_a_ballot_that_was_given_back_a_refusal_says_the_same_whether_the_other_one_voted(poll, second):
    silent_one, early = make_person("Silent"), make_person("Early")
    vote(poll, early, [A])
    pair = two(poll)
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    assert settle(case, poll, second, accepted=True)
    said = set()
    for other in (silent_one, early):
        with pytest.raises(RuleBroken) as refusal:
            confirm(poll, second, ask(poll, (other, pair[1])))
        said.add((refusal.value.code, str(refusal.value)))
    papers = make_person("Paper"), make_person("Paper again")
    paper(poll, second, *papers)
    with pytest.raises(RuleBroken) as refusal:
        confirm(poll, second, ask(poll, papers))
    assert said == {(refusal.value.code, str(refusal.value))} and refusal.value.code == "nothing"


@pytest.mark.parametrize("voted", [True, False])
@pytest.mark.parametrize("counting", ["first", "again"])
def test_while_all_is_being_counted_nobody_is_looked_at(poll, second, voted, counting):
    """Or what can't be done yet would be refused by another sentence than what can't be done at all, and cost nothing."""
    cases = [ask(poll, two(poll, n)) for n in range(9)]
    cases.append(ask(poll, two(poll, 9) if voted else silent("Nobody")))
    if counting == "first":
        freeze_poll(poll=close(poll))
    else:
        frozen(poll)
        row = ask_correction(by=poll.owner, poll=fresh(poll), reason="Two sheets of paper lay in a drawer.")
        confirm_correction(by=second, correction=row)
    with pytest.raises(RuleBroken) as refusal:
        confirm(fresh(poll), second, *cases)
    assert refusal.value.code in ("not_counted", "counting") and nothing_happened()


def test_each_case_of_a_refusal_is_a_try(poll, pair, second):
    theirs = client_of(second)
    wrong = [ask(poll, silent(f"Silent {n}")) for n in range(12)]
    real = ask(poll, pair)
    for ticked in (wrong[:4], wrong[:5], wrong[:1]):
        assert "tried ten times" not in pressed(theirs, poll, *ticked)[1]
    assert "tried ten times" in pressed(theirs, poll, real)[1]
    cache.clear()
    assert NOT_ALL in pressed(theirs, poll, *wrong)[1]
    assert "tried ten times" in pressed(theirs, poll, real)[1] and nothing_happened()
    cache.clear()
    for _ in range(11):
        assert "decided already" in pressed(theirs, poll, real, DoubleVote(pk=0))[1], "nobody was looked at"
    assert pressed(theirs, poll, real)[0] == 302


def test_what_was_set_aside_and_given_back_is_there_for_all_to_read(poll, second):
    """A second account of their own can be set aside, objects, and is found to be right: the yes must have a price all the same."""
    pair = two(poll)
    for _n in range(2):
        case = aside(poll, pair, second)
        object_to_double(by=pair[1], poll=poll, words=NOT_ME)
        assert settle(case, poll, second, accepted=True) and void_of(pair[1]) == ""
        remove_ballot(by=pair[1], poll=poll, received_at=now())  # as if never cast: it could be set aside once more
        vote(poll, pair[1], [A])
    joined = two(poll, 1)
    aside(poll, joined, second)
    join_voters(*joined)
    frozen(poll)
    assert not list(health.doubles())
    shown = words_of(client_of(None).get(f"/polls/{poll.slug}/results/"))
    assert "3 ballots had been set aside by two officials before" in shown and shown.count(WHY) == 3
    assert shown.count(f"by {poll.owner.full_name} and {second.full_name}.") == 3
    assert NOT_ME not in shown and "mail.example" not in shown
