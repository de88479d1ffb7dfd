"""Two accounts of one person: the later ballot is set aside by two officials."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from gamification.actions import thank_voters
from ideas import health
from ideas.actions import (
    answer_objection,
    ask_double,
    certify_result,
    drop_answer,
    drop_double,
    freeze_poll,
    object_to_double,
    recount_poll,
    remove_ballot,
    sign_answer,
)
from ideas.models import Ballot, DoubleVote, IdeaPoll, PollVoter
from notices.models import Letter
from people.models import Deed, FormerAddress, RoleGrant
from tests.builders import make_department, make_person
from tests.ideas.builders import close, counted, frozen, make_ideas, make_poll, opened, vote
from tests.support.visitors import client_of

from .cases import (
    ANSWER,
    NOT_ME,
    WHY,
    A,
    B,
    C,
    aside,
    ask,
    certify,
    confirm,
    fresh,
    page,
    paper,
    totals,
    two,
    void_of,
    words_of,
)


def test_the_later_ballot_is_void_once_a_second_official_confirms_it(poll, pair, second):
    before = Deed.objects.count(), Letter.objects.count()
    case = ask(poll, pair)
    assert void_of(pair[1]) == ""
    vote(poll, pair[1], [C], revision=1)
    assert confirm(poll, second, case) == 1
    assert (void_of(pair[0]), void_of(pair[1])) == ("", WHY)
    with pytest.raises(RuleBroken, match="declared void: Both accounts"):
        vote(poll, pair[1], [A], revision=2)
    assert not remove_ballot(by=pair[1], poll=poll, received_at=now())
    vote(poll, pair[0], [C], revision=1)
    assert (Deed.objects.count(), Letter.objects.count()) == before, "voiding writes no deed and no letter"
    assert totals(frozen(poll)) == {"ballots": 1, "voided": 1, "cast": 1} and not list(health.doubles())
    thank_voters(poll=fresh(poll))
    assert pair[0].point_causes.count() == 1 and pair[1].point_causes.count() == 0


def test_later_is_who_came_on_the_roll_later_and_paper_stands_before_it(poll, second):
    ana, bea = two(poll)
    remove_ballot(by=ana, poll=poll, received_at=now())
    vote(poll, ana, [A])
    assert aside(poll, (ana, bea), second).set_aside.person == ana
    on_paper, early = make_person("Paper"), make_person("Early")
    vote(poll, early, [A])
    paper(poll, second, on_paper)
    assert aside(poll, (on_paper, early), second).set_aside.person == early


def test_it_takes_two_of_this_poll_and_none_of_the_two_accounts(poll, pair, second):
    other = make_person("Ines")
    RoleGrant.objects.create(person=other, role="official", department=make_department("Roads Office"), by=poll.owner)
    case = ask(poll, pair)
    with pytest.raises(RuleBroken, match="Somebody else must confirm"):
        confirm(poll, poll.owner, case)
    for by in (other, make_person("Dora"), make_person("Mod", role="moderator"), pair[1]):
        with pytest.raises(NotAllowed):
            confirm(poll, by, case)
        with pytest.raises(NotAllowed):
            ask(poll, pair, by=by)
        with pytest.raises(NotAllowed):
            drop_double(by=by, case=case)
    for field in ("confirmed_by", "signed_by"):
        rows = DoubleVote.objects.filter(pk=case.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{field: poll.owner, "answered_by": poll.owner, "confirmed_at": now()})
    with pytest.raises(IntegrityError), transaction.atomic():
        DoubleVote.objects.create(poll=poll, one=case.one, other=case.other, reason=WHY, asked_by=second)
    mark = PollVoter.objects.get(poll=poll, person=pair[0])
    for said in (
        {"kept": mark},
        {"set_aside": mark},
        {"kept_account": pair[0]},
        {"one": case.other, "other": case.one},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DoubleVote.objects.update(**said)
    confirm(poll, second, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        DoubleVote.objects.update(kept=PollVoter.objects.get(poll=poll, person=pair[1]))


def test_an_official_decides_nothing_about_an_account_of_their_own(poll, second):
    mine = make_person("Noor again")
    vote(poll, second, [A])
    vote(poll, mine, [B])
    with pytest.raises(RuleBroken, match="account of your own"):
        ask(poll, (second, mine), by=second)
    case = ask(poll, (second, mine))
    for deed in (lambda: confirm(poll, second, case), lambda: drop_double(by=second, case=case)):
        with pytest.raises(RuleBroken, match="account of your own"):
            deed()
    third = make_person("Lena", role="administrator")
    confirm(poll, third, case)
    object_to_double(by=mine, poll=poll, words=NOT_ME)
    with pytest.raises(RuleBroken, match="account of your own"):
        answer_objection(by=second, case=case, accepted=True, answer=ANSWER)
    answer_objection(by=third, case=case, accepted=True, answer=ANSWER)
    for deed in (sign_answer, drop_answer):
        with pytest.raises(RuleBroken, match="account of your own"):
            deed(by=second, case=case)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("who@mail.example", "bea", "Nobody has an account with who@mail.example."),
        ("bea", "BEA", "both addresses lead to the same one"),
        ("bea", "before@mail.example", "both addresses lead to the same one"),
    ],
)
def test_a_pair_that_is_none_is_refused_with_a_sentence(poll, pair, first, last, words):
    people = {"bea": pair[1].email, "BEA": pair[1].email.upper()}
    FormerAddress.objects.create(email="before@mail.example", person=pair[1])
    with pytest.raises(RuleBroken, match=words):
        ask_double(by=poll.owner, poll=poll, addresses=(people.get(first, first), people.get(last, last)), reason=WHY)
    assert not DoubleVote.objects.exists()


def all_kinds(poll, pair, second):
    """Both voted; one of them, first or last; neither; one is void; both on paper."""
    void, silent, quiet = (make_person(name) for name in ("Void", "Silent", "Quiet"))
    vote(poll, void, [A])
    Ballot.objects.filter(voter__person=void).update(void_reason="Joined.")
    papers = [make_person(f"On paper {n}") for n in range(2)]
    paper(poll, second, *papers)
    return [pair, (pair[0], silent), (silent, pair[1]), (silent, quiet), (pair[1], void), tuple(papers)]


@pytest.fixture
def one_moment():
    """Pages tell minutes, and a slow machine needs more than one."""
    with time_machine.travel(now(), tick=False):
        yield


def test_asking_says_and_writes_the_same_whoever_has_voted(poll, pair, second, one_moment):
    cache.clear()
    mine, seen = client_of(poll.owner), set()
    for others in all_kinds(poll, pair, second):
        typed = {"deed": "ask", "first": others[0].email, "second": others[1].email, "reason": WHY}
        answer = mine.post(page(poll), typed, follow=True)
        case = DoubleVote.objects.waiting().get()
        shown, addresses = words_of(answer).partition("<main")[2], sorted(one.email for one in others)
        assert [shown.count(one) for one in addresses] == [1, 1] and shown.index(addresses[0]) < shown.index(
            addresses[1]
        )
        own = [
            *map(re.escape, addresses),
            rf"(case|back)-{case.pk}\b",
            rf'name="case" value="{case.pk}"',
            "csrfmiddlewaretoken[^>]*>",
        ]
        seen.add((answer.status_code, re.sub("|".join(own), "", shown)))
        assert (case.kept, case.set_aside, case.kept_account) == (None, None, None)
        with pytest.raises(RuleBroken, match="has just asked for this"):
            ask(poll, others)
        DoubleVote.objects.all().delete()
    assert len(seen) == 1


def test_what_people_do_with_their_ballots_does_not_show_on_a_case_that_waits(poll, pair, second):
    case = ask(poll, pair)
    remove_ballot(by=pair[0], poll=poll, received_at=now())
    paper(poll, second, pair[1])
    case.refresh_from_db()
    assert case in DoubleVote.objects.waiting() and {case.one, case.other} == set(pair)
    with pytest.raises(RuleBroken, match="not both accounts have a vote here that counts"):
        confirm(poll, second, case)
    vote(poll, pair[0], [C])
    assert confirm(poll, second, case) == 1 and "declared" not in void_of(pair[1])


def test_the_confirmation_is_refused_alike_whichever_of_the_two_has_not_voted(poll, pair, second):
    both, *others = all_kinds(poll, pair, second)
    said = set()
    for none in others:
        case = ask(poll, none)
        with pytest.raises(RuleBroken) as refusal:
            confirm(poll, second, case)
        said.add(str(refusal.value))
        drop_double(by=second, case=case)
        case.refresh_from_db()
        assert (case.one, case.other) == (None, None), "what is decided names nobody"
    assert len(said) == 1 and "Take this one back: “Both accounts" in said.pop()
    confirm(poll, second, ask(poll, both))


def test_of_three_accounts_the_first_is_named_with_each_other(poll, pair, second):
    ana, bea = pair
    cleo = make_person("Cleo")
    vote(poll, cleo, [C])
    first, chain, twice = ask(poll, pair), ask(poll, (bea, cleo)), ask(poll, (ana, cleo))
    for wrong in ((first, chain), (chain, twice)):
        with pytest.raises(RuleBroken, match="Not all of these can be set aside"):
            confirm(poll, second, *wrong)
        assert not Ballot.objects.exclude(void_reason="").exists()
    assert confirm(poll, second, first, twice) == 2


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Same door.", "at least 40 letters"),
        (f" {'x' * 39} ", "at least 40 letters"),
        ("x" * 301, "301 letters"),
        (f"{WHY} Ask ana@mail.example.", "leave names and addresses out"),
        (f"{WHY} It was ana lopez.", "leave names and addresses out"),
    ],
)
def test_a_reason_that_everybody_may_read_is_asked_for(poll, second, reason, words):
    ana, bea = make_person("Ana", last_name="Lopez"), make_person("Bea")
    for person in (ana, bea):
        vote(poll, person, [A])
    with pytest.raises(RuleBroken, match=words):
        ask(poll, (ana, bea), reason)
    assert not DoubleVote.objects.exists()


def test_one_case_at_a_time_and_none_twice(poll, pair, second):
    case = ask(poll, pair)
    with pytest.raises(RuleBroken, match="has just asked for this"):
        ask(poll, pair[::-1])
    drop_double(by=second, case=case)
    with pytest.raises(RuleBroken, match="decided already"):
        confirm(poll, second, case)
    with pytest.raises(RuleBroken, match="decided already"):
        drop_double(by=second, case=case)
    assert DoubleVote.objects.get().ended_by == second and void_of(pair[1]) == ""
    again = ask(poll, pair)
    confirm(poll, second, again)
    with pytest.raises(RuleBroken, match="decided already"):
        confirm(poll, second, again)
    other = make_poll("voting")
    with pytest.raises(RuleBroken, match="decided already"):
        confirm(opened(other), second, again)


@pytest.mark.parametrize("phase", ["proposing", "review"])
def test_nothing_is_asked_before_the_vote(db, phase):
    poll = make_poll(phase)
    make_ideas(poll, 3)
    with pytest.raises(RuleBroken, match="has not begun"):
        ask(poll, (make_person("Ana"), make_person("Bea")))


def test_not_in_polls_by_code_nor_in_suspended_ones(poll, pair, second):
    by_code = make_poll("voting", eligibility_level=3)
    make_ideas(by_code, 3)
    with pytest.raises(RuleBroken, match="codes or lines of the register"):
        ask(opened(by_code), pair)
    case = ask(poll, pair)
    IdeaPoll.objects.filter(pk=poll.pk).update(suspended_at=now(), suspended_reason="Power cut.")
    for deed in (
        lambda: ask(poll, pair),
        lambda: confirm(poll, second, case),
        lambda: drop_double(by=second, case=case),
    ):
        with pytest.raises(RuleBroken, match="suspended, or void"):
            deed()


# ── after the freeze ──


def test_after_the_freeze_so_few_that_their_difference_tells_are_refused(poll, second):
    pairs = [two(poll, n) for n in range(10)]
    first = frozen(poll)
    poll = fresh(poll)
    cases = [ask(poll, pair) for pair in pairs]
    with pytest.raises(RuleBroken, match="Confirm at least 10 at once"):
        confirm(poll, second, *cases[:9])
    assert not Ballot.objects.exclude(void_reason="").exists() and not poll.corrections.exists()
    with pytest.raises(RuleBroken, match="second official confirms it, or it is taken back"):
        certify_result(by=poll.owner, poll=poll)
    assert confirm(poll, second, *cases) == 10
    with pytest.raises(RuleBroken, match="under way"):
        certify_result(by=poll.owner, poll=fresh(poll))
    later = counted(poll.corrections.get().counting)
    assert totals(first) == {"ballots": 20, "voided": 0, "cast": 20}
    assert totals(later) == {"ballots": 10, "voided": 10, "cast": 10} and recount_poll(result=later)
    assert "a second account were set aside: 10" in later.note and not list(health.doubles())
    certify(poll)
    with pytest.raises(RuleBroken, match="is certified"):
        ask(fresh(poll), pairs[0])


def test_nothing_changes_while_the_first_count_is_under_way(poll, second):
    cases = [ask(poll, two(poll, n)) for n in range(10)]
    freeze_poll(poll=close(poll))
    with pytest.raises(RuleBroken, match="not counted yet|under way"):
        confirm(poll, second, *cases)
    assert not Ballot.objects.exclude(void_reason="").exists()


def test_a_case_confirmed_between_close_and_freeze_needs_no_new_count(poll, pair, second):
    case = ask(close(poll, timedelta(seconds=5)), pair)
    confirm(poll, second, case)
    assert totals(frozen(poll)) == {"ballots": 1, "voided": 1, "cast": 1} and not poll.corrections.exists()
