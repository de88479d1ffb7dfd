"""Two accounts of one person: the later ballot is set aside by two officials, and whoever cast it may object."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from gamification.actions import thank_voters
from ideas import health
from ideas.actions import (
    Recount,
    Sheet,
    Totals,
    answer_objection,
    ask_double,
    certify_result,
    confirm_batch,
    confirm_doubles,
    cut_poll,
    drop_answer,
    drop_double,
    enter_batch,
    freeze_poll,
    object_to_double,
    recount_poll,
    remove_ballot,
    sign_answer,
)
from ideas.actions.joined_accounts import join_voters
from ideas.models import Ballot, BallotLine, DoubleVote, IdeaPoll, PollVoter
from notices.models import Letter
from people.actions import erase_person
from people.models import Deed, FormerAddress, RoleGrant
from tests.builders import make_department, make_person
from tests.ideas.builders import close, counted, frozen, make_ideas, make_poll, opened, vote
from tests.people.test_joining import join
from tests.support.visitors import client_of

A, B, C = "2026-001", "2026-002", "2026-003"
WHY = "Both accounts were opened with the same letter to the same door."
NOT_ME = "My sister lives at the same door, and we are two people."
ANSWER = "We looked again, and thank you for telling us."


@pytest.fixture
def poll(db):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 3)
    return opened(poll)


@pytest.fixture
def second(poll):
    return make_person("Mei", role="administrator")


@pytest.fixture
def pair(poll):
    """One person twice: Ana voted first, Bea is her later account."""
    return two(poll)


def two(poll, n=""):
    ana, bea = make_person(f"Ana{n}"), make_person(f"Bea{n}")
    vote(poll, ana, [A])
    vote(poll, bea, [B])
    return ana, bea


def fresh(poll):
    return IdeaPoll.objects.get(pk=poll.pk)


def ask(poll, pair, reason=WHY, by=None):
    return ask_double(by=by or poll.owner, poll=poll, addresses=(pair[1].email, pair[0].email), reason=reason)


def confirm(poll, by, *cases):
    return confirm_doubles(by=by, poll=poll, cases=[case.pk for case in cases])


def aside(poll, pair, second):
    case = ask(poll, pair)
    confirm(poll, second, case)
    case.refresh_from_db()
    return case


def void_of(person):
    return Ballot.objects.get(voter__person=person).void_reason


def totals(result):
    return {name: result.outcome["totals"][name] for name in ("ballots", "voided", "cast")}


def certify(poll):
    """Once whoever was set aside has had the time to object."""
    with time_machine.travel(now() + DoubleVote.TIME_TO_OBJECT):
        certify_result(by=poll.owner, poll=fresh(poll))


def settle(case, poll, second, *, accepted):
    answer_objection(by=poll.owner, case=case, accepted=accepted, answer=ANSWER)
    return sign_answer(by=second, case=case)


# ── two officials ──


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


def paper(poll, second, *people):
    sheets = [Sheet(f"{person.pk}", {}) for person in people]
    emails = [person.email for person in people]
    batch = enter_batch(by=poll.owner, poll=poll, sheets=sheets, totals=Totals(len(sheets), 0, 0), voters=emails)
    confirm_batch(by=second, batch=batch, recount=Recount(len(sheets), 0, {}, emails))


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


def test_asking_says_and_writes_the_same_whoever_has_voted(poll, pair, second):
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
            rf'value="{case.pk}"',
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
        with pytest.raises(RuleBroken, match="Of three accounts name the first one"):
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


# ── the objection ──


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
    with pytest.raises(RuleBroken, match="found the voter’s objection right"):
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


# ── at once ──


def at_once(*deeds):
    """Each in a thread of its own; what each came to."""
    came, gate = [], threading.Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            came.append(deed() and "done")
        except RuleBroken as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(came)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_officials_who_confirm_or_ask_at_once_one_does():
    poll = make_poll("voting")
    make_ideas(poll, 3)
    poll, officials = opened(poll), [make_person(name, role="administrator") for name in ("Mei", "Lena")]
    pair = two(poll)
    came = at_once(*[lambda by=by: ask(poll, pair, by=by) for by in officials])
    assert came == ["done", "waits"] and DoubleVote.objects.count() == 1
    DoubleVote.objects.update(asked_by=poll.owner)
    case = DoubleVote.objects.get()
    assert at_once(*[lambda by=by: confirm(poll, by, case) for by in officials]) == ["decided", "done"]
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    answer_objection(by=poll.owner, case=case, accepted=True, answer=ANSWER)
    assert at_once(*[lambda by=by: sign_answer(by=by, case=case) for by in officials]) == ["decided", "done"]
    assert not list(health.doubles())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_confirmation_waits_for_the_freeze_and_is_too_small_then():
    poll, second = make_poll("voting"), make_person("Mei", role="administrator")
    make_ideas(poll, 3)
    case = ask(opened(poll), two(poll))
    close(poll)
    refused = []

    def late() -> None:
        try:
            confirm(poll, second, case)
        except RuleBroken as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        counting = freeze_poll(poll=poll)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert refused == ["too_few"] and not Ballot.objects.exclude(void_reason="").exists()
    assert totals(counted(counting)) == {"ballots": 2, "voided": 0, "cast": 2}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_while_somebody_takes_their_ballot_back_the_confirmation_waits():
    poll, second = make_poll("voting"), make_person("Mei", role="administrator")
    make_ideas(poll, 3)
    pair = two(opened(poll))
    case, came = ask(poll, pair), []

    def late() -> None:
        try:
            confirm(poll, second, case)
        except RuleBroken as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        assert remove_ballot(by=pair[0], poll=poll, received_at=now())
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert came == ["nothing"] and void_of(pair[1]) == ""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_an_objection_and_a_certificate_at_once_one_comes_first():
    for _ in range(5):
        poll, second = make_poll("voting"), make_person("Mei", role="administrator")
        make_ideas(poll, 3)
        pair = two(opened(poll))
        aside(poll, pair, second)
        DoubleVote.objects.update(confirmed_at=now() - DoubleVote.TIME_TO_OBJECT)
        frozen(poll)
        came = at_once(
            lambda poll=poll: certify_result(by=poll.owner, poll=poll),
            lambda poll=poll, pair=pair: object_to_double(by=pair[1], poll=poll, words=NOT_ME) or True,
        )
        assert came in (["certified", "done"], ["done", "objection"])


# ── the pages ──


def page(poll):
    return f"/admin/polls/{poll.pk}/doubles/"


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_desk_takes_two_officials_through_it(poll, pair, second):
    cache.clear()
    mine, theirs = client_of(poll.owner), client_of(second)
    typed = {"deed": "ask", "first": pair[0].email, "second": "who@mail.example", "reason": WHY}
    answer = mine.post(page(poll), typed)
    shown = words_of(answer)
    assert answer.status_code == 422 and "Nobody has an account with who@mail.example" in shown
    assert f'value="{pair[0].email}"' in shown and WHY in shown
    assert mine.post(page(poll), {**typed, "second": pair[1].email}).status_code == 302
    case = DoubleVote.objects.get()
    assert "You asked for this." in words_of(mine.get(page(poll)))
    assert "1 waits for a second official." in words_of(theirs.get(f"/admin/polls/{poll.pk}/"))
    shown = words_of(theirs.get(page(poll)))
    assert pair[0].email in shown and pair[1].email in shown and "I have looked at the proof" in shown
    assert "Idea number" not in shown and "Bea" not in shown
    answer = theirs.post(page(poll), {"deed": "confirm"})
    assert answer.status_code == 422 and "Tick what you have looked at." in words_of(answer)
    answer = mine.post(page(poll), {"deed": "confirm", "case": case.pk})
    assert answer.status_code == 422 and "Somebody else must confirm" in words_of(answer)
    assert theirs.post(page(poll), {"deed": "confirm", "case": case.pk}).status_code == 302
    shown = words_of(theirs.get(page(poll)))
    assert "Set aside" in shown and pair[1].email not in shown, "what is decided names nobody"
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    assert "1 objection waits for an answer." in words_of(mine.get(f"/admin/polls/{poll.pk}/"))
    assert NOT_ME in words_of(mine.get(page(poll)))
    given = {"deed": "answer", "case": case.pk, f"c{case.pk}-accepted": "yes", f"c{case.pk}-answer": "Short."}
    answer = mine.post(page(poll), given)
    assert answer.status_code == 422 and "Answer in a sentence" in words_of(answer) and "Short." in words_of(answer)
    assert mine.post(page(poll), {**given, f"c{case.pk}-answer": ANSWER}).status_code == 302
    assert mine.post(page(poll), {"deed": "sign", "case": case.pk}).status_code == 422
    assert theirs.post(page(poll), {"deed": "sign", "case": case.pk, "back": "1"}).status_code == 302
    assert mine.post(page(poll), {**given, f"c{case.pk}-answer": ANSWER}).status_code == 302
    assert theirs.post(page(poll), {"deed": "sign", "case": case.pk}).status_code == 302
    assert void_of(pair[1]) == ""


def test_one_can_be_taken_back_and_another_polls_is_not_found(poll, pair, second):
    case, theirs = ask(poll, pair), client_of(second)
    other = make_poll("voting")
    assert theirs.post(page(other), {"deed": "back", "case": case.pk}).status_code == 404
    assert theirs.post(page(other), {"deed": "sign", "case": case.pk}).status_code == 404
    assert theirs.post(page(poll), {"deed": "back", "case": case.pk}).status_code == 302
    assert DoubleVote.objects.get().ended_at and not list(health.doubles())


def test_nobody_finds_out_by_trying_who_has_an_account_or_who_voted(poll, pair, second):
    cache.clear()
    mine, theirs = client_of(poll.owner), client_of(second)
    typed = {"deed": "ask", "first": pair[0].email, "second": "who@mail.example", "reason": WHY}
    for _ in range(10):
        assert "Nobody has an account" in words_of(mine.post(page(poll), typed))
    assert "tried ten times" in words_of(mine.post(page(poll), typed))
    assert "tried ten times" in words_of(mine.post(page(poll), {**typed, "second": pair[1].email}))
    none, real = ask(poll, (pair[0], make_person("Silent"))), ask(poll, pair)
    for _ in range(10):
        assert "nothing to set aside" in words_of(theirs.post(page(poll), {"deed": "confirm", "case": none.pk}))
    for case in (none, real):
        assert "tried ten times" in words_of(theirs.post(page(poll), {"deed": "confirm", "case": case.pk}))
    cache.clear()
    assert theirs.post(page(poll), {"deed": "confirm", "case": real.pk}).status_code == 302


def test_colleagues_see_what_was_asked_for_and_taken_back(poll, pair, second):
    case = ask(poll, pair, "They were never one person, I only wanted to know it.")
    drop_double(by=poll.owner, case=case)
    shown = words_of(client_of(second).get(page(poll))).partition("Asked for and taken back")[2]
    assert "I only wanted to know it." in shown and shown.count(poll.owner.full_name) == 2
    assert pair[0].email not in shown and pair[1].email not in shown


def test_the_voter_reads_it_on_their_page_and_objects_there(poll, pair, second):
    case, voter = ask(poll, pair), client_of(pair[1])
    at = f"/polls/{poll.slug}/"
    assert "set aside" not in words_of(voter.get(at)), "nothing is said before it is confirmed"
    confirm(poll, second, case)
    shown = words_of(voter.get(at))
    assert "Your ballot was set aside" in shown and WHY in shown and "Send my objection" in shown
    assert pair[0].email not in shown and "Ana" not in shown
    answer = voter.post(f"{at}ballot/object/", {"words": "No!", "even_if_seen": "on"})
    shown = words_of(answer)
    assert (
        answer.status_code == 422 and "Say in a sentence" in shown and "No!</textarea>" in shown and "checked" in shown
    )
    assert voter.post(f"{at}ballot/object/", {"words": NOT_ME, "even_if_seen": "on"}).status_code == 302
    assert DoubleVote.objects.get().even_if_seen
    shown = words_of(voter.get(at))
    assert "You objected" in shown and NOT_ME in shown and "Send my objection" not in shown
    close(poll)
    mine = words_of(voter.get(f"{at}ballot/mine/"))
    assert "Your ballot was set aside" in mine and "You objected" in mine
    frozen(poll)
    assert settle(case, fresh(poll), second, accepted=True)
    mine = words_of(voter.get(f"{at}ballot/mine/"))
    assert "Your ballot counts again." in mine and ANSWER in mine and "Idea number 2" in mine
    for other in (pair[0], second, None):
        assert ANSWER not in words_of(client_of(other).get(f"{at}ballot/mine/", follow=True))
        assert client_of(other).get(f"{at}ballot/object/").status_code == 302


def test_an_objection_after_the_certificate_is_refused_with_the_words_kept(poll, pair, second):
    aside(poll, pair, second)
    frozen(poll)
    voter, at = client_of(pair[1]), f"/polls/{poll.slug}/ballot/"
    assert voter.get(f"{at}object/").status_code == 200
    certify(poll)
    answer = voter.post(f"{at}object/", {"words": NOT_ME})
    assert answer.status_code == 422 and "too late to object" in words_of(answer) and NOT_ME in words_of(answer)
    assert "too late to object" in words_of(voter.get(f"{at}mine/")) and not DoubleVote.objects.objected().exists()


def test_while_people_vote_the_page_says_that_the_ballot_counts_again(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    settle(case, poll, second, accepted=True)
    answer = client_of(pair[1]).get(f"/polls/{poll.slug}/")
    assert "Your ballot counts again." in words_of(answer) and ANSWER in words_of(answer)
    assert answer.context["can_vote"] and answer.context["mine"].choices == {B: 1}
    assert ANSWER not in words_of(client_of(pair[0]).get(f"/polls/{poll.slug}/"))


def test_an_objection_that_came_too_late_to_count_says_so_to_the_voter_and_with_the_result(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    frozen(poll)
    assert "Even if the objection is right the ballot stays aside" in words_of(client_of(second).get(page(poll)))
    settle(case, fresh(poll), second, accepted=True)
    mine = words_of(client_of(pair[1]).get(f"/polls/{poll.slug}/ballot/mine/"))
    assert "Your objection is right, and we are sorry." in mine and "So it stays aside" in mine and ANSWER in mine
    shown = words_of(client_of(None).get(f"/polls/{poll.slug}/results/"))
    assert "was right, but all was counted by then. The ballot stays" in shown and ANSWER not in shown


def test_the_result_and_the_open_data_say_how_many_and_why(poll, second):
    hostile = f"<script>alert(1)</script> {WHY}"
    confirm(poll, second, ask(poll, two(poll, 1), hostile), ask(poll, two(poll, 2)))
    ask(poll, two(poll, 3))
    frozen(poll)
    for reader in (None, poll.owner):
        shown = words_of(client_of(reader).get(f"/polls/{poll.slug}/results/"))
        assert "2 of these were set aside by two officials, because one person had voted with two accounts" in shown
        assert "&lt;script&gt;alert(1)" in shown and "<script>alert(1)" not in shown and shown.count(WHY) == 2
        assert f"by {poll.owner.full_name} and {second.full_name}." in shown and "mail.example" not in shown
    found = client_of(None).get(f"/api/v1/polls/{poll.slug}/results").json()
    assert found[0]["set_aside"] == [hostile, WHY] and found[0]["outcome"]["totals"]["voided"] == 2


def test_each_count_says_what_it_left_out(poll, second):
    first, other = two(poll, 1), two(poll, 2)
    cases = [aside(poll, pair, second) for pair in (first, other)]
    object_to_double(by=first[1], poll=poll, words=NOT_ME, even_if_seen=True)
    frozen(poll)
    settle(cases[0], fresh(poll), second, accepted=True)
    counted(poll.corrections.get().counting)
    found = client_of(None).get(f"/api/v1/polls/{poll.slug}/results").json()
    assert [len(each["set_aside"]) for each in found] == [1, 2]
    assert "2 of these were set aside" in words_of(client_of(None).get(f"/polls/{poll.slug}/results/1/"))
    assert "1 of these was set aside" in words_of(client_of(None).get(f"/polls/{poll.slug}/results/"))
