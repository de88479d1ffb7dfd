"""Ballots on paper: typed by one person, counted again by another one, and never tied to a voter."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import health
from ideas.actions import (
    Recount,
    Sheet,
    Totals,
    ask_correction,
    certify_result,
    confirm_batch,
    confirm_correction,
    count_frozen,
    cut_poll,
    drop_batch,
    enter_batch,
    recount_poll,
    remove_ballot,
)
from ideas.actions.joined_accounts import join_voters
from ideas.forms.paper import how_to_type
from ideas.models import Ballot, BallotLine, Idea, IdeaPoll, PaperBatch, PollVoter
from notices.models import Phone
from people.actions import erase_person
from people.models import FormerAddress, RoleGrant
from tests.builders import make_department, make_person
from tests.ideas.builders import close, counted, frozen, make_idea, make_ideas, make_poll, opened, vote
from tests.ideas.test_eligibility import give_phone
from tests.support.visitors import client_of

A, B, C = "2026-001", "2026-002", "2026-003"
SHEETS = (Sheet("1", {A: 1, B: 1}), Sheet("2", {A: 1}), Sheet("3"), Sheet("4", spoiled=True))
TEN = [Sheet(str(n), {A: 1}) for n in range(1, 11)]
TOTALS, RECOUNT = Totals(4, 1, 3), Recount(4, 1, {A: 2, B: 1})


@pytest.fixture
def poll(db):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 3)
    return opened(poll)


@pytest.fixture
def second(poll):
    return make_person("Mei", role="administrator")


@pytest.fixture
def second_of_ranks(ranks):
    return make_person("Mei", role="administrator")


def enter(poll, sheets=SHEETS, totals=TOTALS, **how):
    return enter_batch(by=poll.owner, poll=poll, sheets=sheets, totals=totals, **how)


def test_sheets_count_once_two_people_found_the_same(poll, second):
    vote(poll, refs=[B])
    batch = enter(poll)
    assert Ballot.objects.count() == 1 and len(batch.sheets) == 4
    confirm_batch(by=second, batch=batch, recount=RECOUNT)
    batch.refresh_from_db()
    assert batch.sheets == [] and batch.made.filter(voter=None).count() == 4 and PollVoter.objects.count() == 1
    totals = frozen(poll).outcome["totals"]
    assert {name: totals[name] for name in ("ballots", "online", "paper", "blank", "spoiled", "cast")} == {
        "ballots": 4, "online": 1, "paper": 3, "blank": 1, "spoiled": 1, "cast": 5,
    }  # fmt: skip
    assert not list(health.paper()) and not list(health.ballots())
    batch.made.filter(serial="2").delete()
    assert list(health.paper()) == [f"Batch 1 of paper ballots of poll {poll.pk} is not what was counted."]


def test_everybody_reads_the_same_number_of_ballots_and_its_parts_add_up(poll, second):
    vote(poll, refs=[B])
    confirm_batch(by=second, batch=enter(poll), recount=RECOUNT)
    frozen(poll)
    shown = client_of(None).get(f"/polls/{poll.slug}/results/")
    figures = {row["words"]: row["value"] for row in shown.context["figures"]}
    assert figures["ballots: 1 online, 4 on paper"] == 5
    assert figures["of those on paper is spoiled and counts for no idea"] == 1
    desk = client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode()
    assert "5 ballots." in desk


def test_where_every_sheet_is_spoiled_it_came_on_paper_all_the_same(poll, second):
    vote(poll, refs=[B])
    batch = enter(poll, [Sheet("1", spoiled=True)], Totals(1, 1, 0))
    confirm_batch(by=second, batch=batch, recount=Recount(1, 1))
    frozen(poll)
    figures = client_of(None).get(f"/polls/{poll.slug}/results/").context["figures"]
    assert figures[0] == {"value": 2, "words": "ballots: 1 online, 1 on paper"}


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        (Totals(5, 1, 3), "Sheets: you counted 5, and 4 were typed."),
        (Totals(4, 0, 3), "Spoiled sheets: you counted 0, and 1 were typed."),
        (Totals(4, 1, 4), "Votes on all sheets: you counted 4, and 3 were typed."),
    ],
)
def test_a_batch_whose_control_total_is_off_by_one_is_refused(poll, totals, words):
    with pytest.raises(RuleBroken, match=words):
        enter(poll, totals=totals)
    assert not PaperBatch.objects.exists()


@pytest.mark.parametrize(
    ("recount", "words"),
    [
        (Recount(3, 1, {A: 2, B: 1}), "Your number of sheets is not"),
        (Recount(4, 0, {A: 2, B: 1}), "Your number of spoiled sheets is not"),
        (Recount(4, 1, {A: 1, B: 2}), "Your votes for “Idea number 1” are not"),
        (Recount(4, 1, {A: 2, B: 1, C: 1}), "Your votes for “Idea number 3” are not"),
    ],
)
def test_the_second_person_learns_that_it_differs_and_no_number(poll, second, recount, words):
    batch = enter(poll)
    with pytest.raises(RuleBroken, match=words) as refusal:
        confirm_batch(by=second, batch=batch, recount=recount)
    assert not Ballot.objects.exists() and PaperBatch.objects.waiting().exists()
    assert not any(letter.isdigit() for letter in str(refusal.value).replace("number 1", "").replace("number 3", ""))


def test_it_takes_two_people_of_this_poll_or_an_administrator(poll):
    batch = enter(poll)
    with pytest.raises(RuleBroken, match="Somebody else"):
        confirm_batch(by=poll.owner, batch=batch, recount=RECOUNT)
    other = make_person("Ines")
    RoleGrant.objects.create(person=other, role="official", department=make_department("Roads Office"), by=poll.owner)
    for by in (other, make_person("Ana"), make_person("Mod", role="moderator")):
        with pytest.raises(NotAllowed):
            confirm_batch(by=by, batch=batch, recount=RECOUNT)
        with pytest.raises(NotAllowed):
            enter_batch(by=by, poll=poll, sheets=SHEETS, totals=TOTALS)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBatch.objects.update(confirmed_by=poll.owner)


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ([], "Type at least one sheet"),
        ([Sheet(str(n)) for n in range(51)], "These are 51 sheets"),
        ([Sheet("1"), Sheet("1")], "Sheet 1 is there twice"),
        ([Sheet("7", {"2026-009": 1})], "Sheet 7: There is no idea 2026-009"),
        ([Sheet("7", {A: 2})], "Sheet 7: An idea takes at most 1 vote"),
        ([Sheet("7", {A: 0})], "Sheet 7: Give whole votes"),
        ([Sheet("7", {A: -1})], "Sheet 7: Give whole votes"),
    ],
)
def test_what_no_ballot_may_hold_is_refused_by_the_number_of_its_sheet(poll, sheets, words):
    with pytest.raises(RuleBroken, match=words):
        enter(poll, sheets, Totals(len(sheets), 0, 0))
    assert not PaperBatch.objects.exists()


def test_a_sheet_that_lies_in_another_batch_is_refused(poll, second):
    first, again = enter(poll), enter(poll)
    confirm_batch(by=second, batch=first, recount=RECOUNT)
    with pytest.raises(RuleBroken, match="Sheet 1 is there twice"):
        confirm_batch(by=second, batch=again, recount=RECOUNT)
    with pytest.raises(RuleBroken, match="Sheet 1 is there twice"):
        enter(poll)
    drop_batch(by=second, batch=again)
    with pytest.raises(RuleBroken, match="thrown away"):
        confirm_batch(by=second, batch=again, recount=RECOUNT)
    assert Ballot.objects.count() == 4


@pytest.fixture
def ranks(db):
    poll = make_poll("voting", ballot_type="rank", count_rule="irv", winners_k=1, votes_per_ballot=3)
    make_ideas(poll, 3)
    return opened(poll)


ORDERED = [Sheet("1", {A: 1, B: 2}), Sheet("2", {B: 1, A: 2}), Sheet("3", {B: 1})]
PLACES = {A: (1, 1), B: (2, 1, 0)}


def test_sheets_in_order_count_once_the_second_person_found_each_idea_at_the_same_places(ranks, second_of_ranks):
    with pytest.raises(RuleBroken, match="Sheet 1: Two ideas have the rank 1"):
        enter(ranks, [Sheet("1", {A: 1, B: 1})], Totals(1, 0, 2))
    batch = enter(ranks, ORDERED, Totals(3, 0, 5))
    confirm_batch(by=second_of_ranks, batch=batch, recount=Recount(3, 0, places=PLACES))
    assert not list(health.paper())
    assert frozen(ranks).outcome["totals"]["paper"] == 3


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ({A: (2, 0), B: (1, 2)}, "“Idea number 1”: your number of sheets with it at place 1 is not what was typed."),
        ({A: (1, 1), B: (2, 0, 1)}, "“Idea number 2”: your number of sheets with it at place 2 is not"),
        ({A: (1, 1), B: (2, 1), C: (0, 0, 1)}, "“Idea number 3”: your number of sheets with it at place 3 is not"),
        ({A: (1, 1), B: (2, 1, 0, 1)}, "“Idea number 2”: your number of sheets with it at place 4 is not"),
        ({}, "“Idea number 1”: your number of sheets with it at place 1 is not"),
    ],
)
def test_another_order_on_the_same_number_of_sheets_is_refused_by_idea_and_place(ranks, second_of_ranks, places, words):
    batch = enter(ranks, ORDERED, Totals(3, 0, 5))
    with pytest.raises(RuleBroken, match=words):
        confirm_batch(by=second_of_ranks, batch=batch, recount=Recount(3, 0, {A: 2, B: 3}, places=places))
    assert not Ballot.objects.exists()


def test_the_second_person_types_places_and_a_difference_keeps_them(ranks, second_of_ranks):
    batch, them = enter(ranks, ORDERED, Totals(3, 0, 5)), client_of(second_of_ranks)
    name = f"b{batch.pk}"
    given = {"deed": "confirm", "batch": batch.pk, f"{name}-ballots": "3", f"{name}-spoiled": "0", f"{name}-{A}": "1 1"}
    for typed, words in (
        ("2 one", "“one” can’t be read. Write whole numbers with spaces between them, such as 6 5 0."),
        ("2 -1", "“-1” can’t be read."),
        ("2 1 0 0", "These are 4 numbers, and the ballot has 3 places."),
        ("1 2", "“Idea number 2”: your number of sheets with it at place 1 is not what was typed."),
    ):
        answer = them.post(page(ranks), {**given, f"{name}-{B}": typed})
        shown = answer.content.decode()
        assert answer.status_code == 422 and words in shown and f'name="{name}-{B}" value="{typed}"' in shown
        assert f'name="{name}-{A}" value="1 1"' in shown and not Ballot.objects.exists()
    assert them.post(page(ranks), {**given, f"{name}-{B}": " 2, 1"}).status_code == 302
    assert Ballot.objects.count() == 3


def test_the_sheet_for_counting_has_a_column_for_each_place_that_a_ballot_can_give(ranks):
    shown = client_of(ranks.owner).get(page(ranks, "counting/")).content.decode()
    assert [n for n in range(1, 9) if f"At place {n}<" in shown] == [1, 2, 3] and "Strokes" not in shown
    IdeaPoll.objects.filter(pk=ranks.pk).update(votes_per_ballot=50)
    assert "At place 4" not in client_of(ranks.owner).get(page(ranks, "counting/")).content.decode()
    for n in range(4, 9):
        make_idea(ranks, f"Idea number {n}", state=Idea.State.ON_BALLOT)
    shown = client_of(ranks.owner).get(page(ranks, "counting/")).content.decode()
    assert "At place 8" in shown and shown.count("Together") == 2  # in two tables: eight columns don't fit on paper


def test_after_the_freeze_all_is_counted_anew_and_the_first_count_stays(poll, second):
    for _ in range(2):
        vote(poll, refs=[B])
    first = frozen(poll)
    poll = IdeaPoll.objects.get(pk=poll.pk)
    with pytest.raises(RuleBroken, match="say that these were"):
        enter(poll)
    batch = enter(poll, TEN, Totals(10, 0, 10), collected=True)
    with pytest.raises(RuleBroken, match="wait for a second person"):
        certify_result(by=poll.owner, poll=poll)
    confirm_batch(by=second, batch=batch, recount=Recount(10, 0, {A: 10}))
    correction = poll.corrections.get()
    assert (correction.asked_by, correction.confirmed_by) == (poll.owner, second)
    with pytest.raises(RuleBroken, match="under way"):
        certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
    later = counted(correction.counting)
    assert (first.n, first.outcome["ideas"][0]["ref"], later.n, later.outcome["ideas"][0]["ref"]) == (1, B, 2, A)
    assert "batch 1, 10 sheets" in later.note and later.outcome["totals"]["paper"] == 10
    assert recount_poll(result=later)
    poll = IdeaPoll.objects.get(pk=poll.pk)
    certify_result(by=poll.owner, poll=poll)
    with pytest.raises(RuleBroken, match="is certified"):
        enter(IdeaPoll.objects.get(pk=poll.pk), collected=True)


def test_between_the_close_and_the_freeze_nothing_has_to_be_counted_anew(poll, second):
    batch = enter(close(poll, timedelta(seconds=5)), collected=True)
    confirm_batch(by=second, batch=batch, recount=RECOUNT)
    assert frozen(poll).outcome["totals"]["paper"] == 3 and not poll.corrections.exists()


@pytest.mark.parametrize("phase", ["proposing", "review"])
def test_nothing_is_entered_before_the_vote(db, phase):
    poll = make_poll(phase)
    make_ideas(poll, 3)
    with pytest.raises(RuleBroken, match="has not begun"):
        enter(poll)


# ── the roll ──


def test_who_votes_on_paper_has_no_vote_on_the_site(poll, second):
    early, late, other = (make_person(name) for name in ("Early", "Late", "Other"))
    vote(poll, early, [C])
    vote(poll, other, [B])
    batch = enter(poll, voters=[early.email.upper(), late.email, ""])
    assert client_of(early).get(f"/polls/{poll.slug}/").context["mine"].choices == {C: 1}
    for said in ([], [early.email], [early.email, other.email], [early.email, late.email, "who@mail.example"]):
        with pytest.raises(RuleBroken, match="Your addresses are not what was typed") as refusal:
            confirm_batch(by=second, batch=batch, recount=replace(RECOUNT, voters=said))
        assert "@" not in str(refusal.value) and not Ballot.objects.exclude(void_reason="").exists()
    confirm_batch(by=second, batch=batch, recount=replace(RECOUNT, voters=[late.email, early.email]))
    batch.refresh_from_db()
    assert batch.voters == [] and PollVoter.objects.filter(channel="paper").count() == 2
    for person in (early, late):
        with pytest.raises(RuleBroken, match="void|on paper"):
            vote(poll, person, [A], revision=1 if person == early else 0)
        answer = client_of(person).get(f"/polls/{poll.slug}/")
        assert "You voted on paper." in answer.content.decode() and not answer.context["can_vote"]
        assert not remove_ballot(by=person, poll=poll, received_at=now())
    totals = frozen(poll).outcome["totals"]
    assert {name: totals[name] for name in ("online", "paper", "voided", "spoiled")} == {
        "online": 1, "paper": 3, "voided": 1, "spoiled": 1,
    }  # fmt: skip
    assert "You voted on paper." in client_of(early).get(f"/polls/{poll.slug}/ballot/mine/").content.decode()


def test_addresses_without_an_account_and_too_many_of_them_are_refused(poll):
    with pytest.raises(RuleBroken, match="Nobody has an account with who@mail.example"):
        enter(poll, voters=["who@mail.example"])
    with pytest.raises(RuleBroken, match="more addresses than sheets"):
        enter(poll, voters=[f"{n}@mail.example" for n in range(5)])
    assert not PaperBatch.objects.exists()


def test_after_the_freeze_so_few_ballots_that_their_difference_tells_are_refused(poll, second):
    """Nine sheets, or nine ballots on the site that become void: two public counts would differ by so few."""
    people = [make_person(f"Early {n}") for n in range(10)]
    waiting = enter(poll)
    for person in people:
        vote(poll, person, [C])
    assert frozen(poll).outcome["ideas"][0]["ref"] == C
    poll = IdeaPoll.objects.get(pk=poll.pk)
    with pytest.raises(RuleBroken, match="at least 10 that are not spoiled"):
        enter(poll, [*TEN[:9], Sheet("10", spoiled=True)], Totals(10, 1, 9), collected=True)
    with pytest.raises(RuleBroken, match="at least 10 that are not spoiled"):
        confirm_batch(by=second, batch=waiting, recount=RECOUNT)
    drop_batch(by=second, batch=waiting)
    emails = [person.email for person in people]
    few = enter(poll, TEN, Totals(10, 0, 10), voters=emails[:9], collected=True)
    recount = Recount(10, 0, {A: 10}, emails)
    with pytest.raises(RuleBroken, match="fewer than 10 ballots on the site"):
        confirm_batch(by=second, batch=few, recount=replace(recount, voters=emails[:9]))
    assert not Ballot.objects.exclude(void_reason="").exists() and not poll.corrections.exists()
    confirm_batch(by=second, batch=enter(poll, TEN, Totals(10, 0, 10), voters=emails, collected=True), recount=recount)
    later = counted(poll.corrections.get().counting)
    assert later.outcome["ideas"][0]["ref"] == A and later.outcome["totals"]["voided"] == 10
    assert recount_poll(result=later)


def test_accounts_that_were_joined_or_closed_do_not_vanish_from_a_waiting_batch(poll, second):
    kept, gone = make_person("Kept"), make_person("Gone")
    batch, recount = enter(poll, voters=[gone.email]), replace(RECOUNT, voters=[gone.email])
    join_voters(kept, gone)
    batch.refresh_from_db()
    assert batch.voters == [kept.pk]
    with pytest.raises(RuleBroken, match="addresses"):
        confirm_batch(by=second, batch=batch, recount=recount)
    FormerAddress.objects.create(email="before@mail.example", person=kept)
    erased = enter(poll, [Sheet("9")], Totals(1, 0, 0), voters=[gone.email])
    erase_person(by=gone, person=gone)
    with pytest.raises(RuleBroken, match="closed their account meanwhile"):
        confirm_batch(by=second, batch=erased, recount=Recount(1, 0, {}, [gone.email]))
    confirm_batch(by=second, batch=batch, recount=replace(RECOUNT, voters=["before@mail.example"]))
    assert PollVoter.objects.get().person == kept


def test_who_voted_on_paper_and_leaves_has_no_second_vote(poll, second):
    for name in ("Early", "Late"):
        person = make_person(name, email=f"{name.lower()}@mail.example")
        if name == "Early":
            vote(poll, person, [C])
        batch = enter(poll, [Sheet(name)], Totals(1, 0, 0), voters=[person.email])
        confirm_batch(by=second, batch=batch, recount=Recount(1, 0, {}, [person.email]))
        erase_person(by=person, person=person)
    assert not PollVoter.objects.exclude(person=None).exists() and not list(health.codes())
    for name in ("Early", "Late"):
        with pytest.raises(RuleBroken, match="voted on paper"):
            vote(poll, make_person(name, email=f"{name.lower()}@mail.example"), [A])
    vote(poll, make_person("Somebody else"), [A])
    assert Ballot.objects.exclude(void_reason="").count() == 1


def test_a_phone_number_that_voted_on_paper_votes_no_more(db, second):
    poll = make_poll("voting", eligibility_level=2)
    make_ideas(poll, 1)
    poll, online, paper, last = opened(poll), *(make_person(name) for name in ("Online", "Paper", "Last"))
    give_phone(online)
    vote(poll, online, [A])
    Phone.objects.all().delete()
    give_phone(paper)
    bare = make_person("No phone")
    batch = enter(poll, TEN[:2], Totals(2, 0, 2), voters=[paper.email, bare.email])
    confirm_batch(by=second, batch=batch, recount=Recount(2, 0, {A: 2}, [paper.email, bare.email]))
    assert "same phone number" in Ballot.objects.get(voter__person=online).void_reason
    assert PollVoter.objects.exclude(proof=None).get().person == paper
    erase_person(by=paper, person=paper)
    give_phone(last)
    with pytest.raises(RuleBroken, match="Each number votes once"):
        vote(poll, last, [A])


def test_nothing_is_entered_once_nobody_can_tell_who_voted(poll, second):
    batch = enter(poll, voters=[second.email])
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=poll)
        with pytest.raises(RuleBroken, match="who voted"):
            enter(IdeaPoll.objects.get(pk=poll.pk), TEN, Totals(10, 0, 10), collected=True)
    batch.refresh_from_db()
    assert batch.dropped_at and (batch.sheets, batch.voters) == ([], [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_mark_stays_where_a_ballot_is_taken_back_at_the_same_moment():
    poll, second, early = make_poll("voting"), make_person("Mei", role="administrator"), make_person("Early")
    make_ideas(poll, 3)
    vote(opened(poll), early, [C])
    batch = enter(poll, voters=[early.email])

    def confirm() -> None:
        confirm_batch(by=second, batch=batch, recount=replace(RECOUNT, voters=[early.email]))
        connection.close()

    second_count = threading.Thread(target=confirm)
    with transaction.atomic():
        assert remove_ballot(by=early, poll=poll, received_at=now())
        second_count.start()
        second_count.join(0.2)
        assert second_count.is_alive()
    second_count.join(10)
    assert PollVoter.objects.get().channel == "paper" and Ballot.objects.count() == 4


# ── the page ──


def page(poll, more=""):
    return f"/admin/polls/{poll.pk}/paper/{more}"


TYPED = {"deed": "enter", "lines": "1: 1 2\n2: 1\n\n3:\n4: x", "ballots": "4", "spoiled": "1", "votes": "3"}


def test_lines_are_read_and_the_second_person_counts_unseen(poll, second):
    mine, theirs = client_of(poll.owner), client_of(second)
    assert mine.post(page(poll), TYPED).status_code == 302
    batch = PaperBatch.objects.get()
    assert [sheet["choices"] for sheet in batch.sheets] == [{A: 1, B: 1}, {A: 1}, {}, {}]
    assert "Hand the sheets to a colleague" in mine.get(page(poll)).content.decode()
    shown = theirs.get(page(poll)).content.decode()
    assert "My count is this" in shown and f'name="b{batch.pk}-{A}"' in shown
    given = {"deed": "confirm", "batch": batch.pk, f"b{batch.pk}-ballots": "4", f"b{batch.pk}-spoiled": "1"}
    answer = theirs.post(page(poll), {**given, f"b{batch.pk}-{A}": "2", f"b{batch.pk}-{B}": "2"})
    assert answer.status_code == 422 and "Your votes for “Idea number 2”" in answer.content.decode()
    right = {**given, f"b{batch.pk}-{A}": "2", f"b{batch.pk}-{B}": "1"}
    shown = theirs.post(page(poll), {**right, f"b{batch.pk}-voters": "who@mail.example"}).content.decode()
    assert "Your addresses are not what was typed." in shown and "who@mail.example</textarea>" in shown
    assert f'name="b{batch.pk}-{A}" value="2"' in answer.content.decode()
    assert theirs.post(page(poll), right).status_code == 302
    assert Ballot.objects.count() == 4
    assert "Batches that count" in theirs.get(page(poll)).content.decode()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("1 2 3", "Line 1: begin with the sheet’s number"),
        ("1: 1\n2: nine", "Line 2: “nine” can’t be read."),
        ("1: 9", "Line 1: there is no idea number 9 on this ballot."),
        ("1: 1 1", "Line 1: idea number 1 is there twice."),
        ("1: 1=3", "Line 1: “1=3” can’t be read."),
        ("1: 1\n1: 2", "Sheet 1 is there twice."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(poll, lines, words):
    answer = client_of(poll.owner).post(page(poll), {**TYPED, "lines": lines})
    shown = answer.content.decode()
    assert answer.status_code == 422 and words in shown and lines in shown
    assert not PaperBatch.objects.exists()


def test_every_line_that_is_wrong_is_named_at_once(poll):
    IdeaPoll.objects.filter(pk=poll.pk).update(votes_per_ballot=2)
    typed = {"deed": "enter", "lines": "1: 1 2 3\n2: nine\n3: 1\n3: 2", "ballots": 4, "spoiled": 0, "votes": 6}
    errors = client_of(poll.owner).post(f"/admin/polls/{poll.pk}/paper/", typed).context["form"].errors["lines"]
    assert [error.split(":")[0] for error in errors] == ["Line 1", "Line 2", "Line 4"]
    assert "more than the 2 votes" in errors[0] and "is there twice" in errors[2]


@pytest.mark.parametrize(
    ("settings", "numbers", "says"),
    [
        ({}, [1, 2, 8], "17: 1 2 means sheet 17, ideas 1, 2."),
        ({"votes_per_ballot": 1}, [1, 2], "17: 1 means sheet 17, idea 1."),
        ({"min_choices": 3}, [1, 2, 8], "17: 1 2 8 means sheet 17, ideas 1, 2, 8."),
        ({"ballot_type": "points", "max_per_idea": 3}, [4, 6], "17: 4=3 6=1 means sheet 17, points: 3 for idea 4, 1 for idea 6."),
        ({"ballot_type": "rank", "count_rule": "irv"}, [4, 6], "17: 6 4 means sheet 17, ideas in this order: 6, 4."),
        ({}, [], "17: alone"),
    ],
)  # fmt: skip
def test_the_example_is_one_that_can_be_typed(settings, numbers, says):
    assert how_to_type(IdeaPoll(**{"votes_per_ballot": 5, **settings}), numbers).startswith(says)


def test_a_total_that_is_off_by_one_keeps_every_line(poll):
    answer = client_of(poll.owner).post(page(poll), {**TYPED, "votes": "4"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Votes on all sheets: you counted 4, and 3 were typed." in shown
    assert "1: 1 2\n2: 1" in shown and 'value="4"' in shown


def test_points_are_typed_with_their_number(db):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 3)
    given = {"deed": "enter", "lines": "1: 1=5 3=2", "ballots": "1", "spoiled": "0", "votes": "7"}
    assert client_of(opened(poll).owner).post(page(poll), given).status_code == 302
    assert PaperBatch.objects.get().sheets[0]["choices"] == {A: 5, C: 2}


def test_a_batch_is_thrown_away_and_another_polls_batch_is_not_found(poll, second):
    batch = enter(poll)
    assert client_of(second).post(page(poll), {"deed": "drop", "batch": batch.pk}).status_code == 302
    assert not PaperBatch.objects.waiting().exists()
    other = make_poll("voting")
    assert client_of(second).post(page(other), {"deed": "drop", "batch": batch.pk}).status_code == 404


def test_ballot_and_counting_sheet_show_each_idea_with_its_number(poll):
    Idea.objects.filter(ref=C).update(hidden=True)
    for what in ("ballot", "counting"):
        shown = client_of(poll.owner).get(page(poll, f"{what}/")).content.decode()
        assert "Idea number 1" in shown and "<td>2</td>" in shown and "Idea number 3" not in shown
    assert client_of(poll.owner).get(page(poll, "other/")).status_code == 302


def test_late_paper_that_can_not_be_counted_is_heard_of_everywhere_and_stops_the_certificate(poll, second):
    """A line that no ballot of this poll may hold: the count gives up, and the result before it stands without the paper."""
    for _ in range(11):
        vote(poll, refs=[B])
    frozen(poll)
    poll = IdeaPoll.objects.get(pk=poll.pk)
    confirm_batch(by=second, batch=enter(poll, TEN, Totals(10, 0, 10), collected=True), recount=Recount(10, 0, {A: 10}))
    stray = make_idea(poll, "Not on the ballot", state=Idea.State.WITHDRAWN)
    BallotLine.objects.create(ballot=Ballot.objects.filter(poll=poll).first(), idea=stray, value=1)
    assert count_frozen(counting=poll.corrections.get().counting) is None
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert poll.counting is None and poll.newest_result.n == 1
    desk = client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode()
    assert "The last count could not be made" in desk
    assert any("may lack ballots" in said and poll.slug in said for said in health.counts())
    with pytest.raises(RuleBroken, match="may lack ballots"):
        certify_result(by=poll.owner, poll=poll)
    BallotLine.objects.filter(idea=stray).delete()
    again = ask_correction(by=poll.owner, poll=poll, reason="The stray line is gone, so count the paper.")
    confirm_correction(by=second, correction=again)
    again.refresh_from_db()
    assert counted(again.counting).outcome["totals"]["paper"] == 10
    assert not list(health.counts())
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
