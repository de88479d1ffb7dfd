"""Ballots that put ideas in order: the value of a line is a place, never an amount."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.clock import now
from core.errors import RuleBroken
from ideas.actions import change_poll, create_poll, publish_poll, review_idea, submit_idea
from ideas.actions.ballots import Stale
from ideas.models import RANKED_AT_MOST, Ballot, Idea, IdeaPoll, PollVoter
from ideas.words import ask
from tests.builders import make_department, make_person
from tests.ideas.builders import ballots_of, frozen, make_idea, make_ideas, make_official, make_poll, opened, vote
from tests.support.visitors import client_of

A, B, C, D = (f"2026-00{n}" for n in range(1, 5))
RANKS = {"ballot_type": "rank", "count_rule": "schulze", "votes_per_ballot": 3, "winners_k": 2}


@pytest.fixture
def poll(db):
    poll = make_poll("voting", **RANKS)
    make_ideas(poll, 4)
    return opened(poll)


def suspend(ref, at=None):
    Idea.objects.filter(ref=ref).update(suspended_at=at)


def test_a_part_of_the_ideas_can_be_put_in_order(poll):
    vote(poll, choices={C: 1, A: 2})
    assert ballots_of(poll) == [{C: 1, A: 2}]


def test_the_last_rank_is_no_sum_of_votes(poll):
    saved = vote(poll, choices={A: 1, B: 2, C: 3})
    assert saved.choices == {A: 1, B: 2, C: 3} and saved.revision == 1


def test_gaps_are_closed(poll):
    assert vote(poll, choices={A: 3, B: 1}).choices == {B: 1, A: 2}
    assert ballots_of(poll) == [{B: 1, A: 2}]


@pytest.mark.parametrize("rank", [0, -1, 1.5, 4, 10**9, True, "1", None])
def test_a_rank_is_a_whole_number_within_the_ballot(poll, rank):
    with pytest.raises(RuleBroken, match="from 1 to 3"):
        vote(poll, choices={A: rank})
    assert not PollVoter.objects.exists() and not Ballot.objects.exists()


def test_two_ideas_can_not_have_the_same_rank(poll):
    with pytest.raises(RuleBroken, match="have the rank 2"):
        vote(poll, choices={A: 1, B: 2, C: 2})
    assert not PollVoter.objects.exists()


def test_the_same_tap_twice_changes_nothing(poll):
    voter = make_person("Bea")
    vote(poll, voter, choices={A: 1, B: 3}, client_key="tap")
    again = vote(poll, voter, choices={A: 1, B: 3}, client_key="tap")
    assert (again.revision, again.changed) == (1, False)


def test_a_second_tab_reads_the_order_that_stands(poll):
    voter = make_person("Bea")
    vote(poll, voter, choices={A: 1})
    vote(poll, voter, choices={B: 1, A: 2}, revision=1)
    with pytest.raises(Stale) as refusal:
        vote(poll, voter, choices={C: 1}, revision=1)
    assert refusal.value.saved.choices == {B: 1, A: 2}


def test_a_suspended_idea_comes_back_to_its_place(poll):
    voter = make_person("Bea")
    vote(poll, voter, choices={A: 1, B: 2, C: 3})
    suspend(B, now())
    assert vote(poll, voter, choices={C: 1, A: 2}, revision=1).choices == {C: 1, A: 2}
    suspend(B)
    assert ballots_of(poll) == [{C: 1, B: 2, A: 3}]


def test_whoever_uses_the_freed_place_keeps_the_newer_choice(poll):
    voter = make_person("Bea")
    vote(poll, voter, choices={A: 1, B: 2, C: 3})
    suspend(B, now())
    vote(poll, voter, choices={A: 1, C: 2, D: 3}, revision=1)
    suspend(B)
    assert ballots_of(poll) == [{A: 1, C: 2, D: 3}]


def test_a_suspended_idea_leaves_a_gap_that_the_count_takes(poll):
    vote(poll, choices={A: 1, B: 2, C: 3})
    suspend(B, now())
    assert [line["ref"] for line in frozen(poll).outcome["ideas"] if line["state"] == "selected"] == [A, C]


def test_another_window_is_not_shown_what_is_suspended(poll):
    voter = make_person("Bea")
    vote(poll, voter, choices={A: 1, B: 2})
    suspend(A, now())
    with pytest.raises(Stale) as refusal:
        vote(poll, voter, choices={C: 1})
    assert list(refusal.value.saved.choices) == [B]


@pytest.mark.parametrize(
    ("rule", "winner"),
    [
        ({"count_rule": "irv", "winners_k": 1}, "majority"),
        ({"count_rule": "schulze", "winners_k": 1}, "beats_the_rest"),
    ],
)
def test_ranks_are_counted_by_their_rule(db, rule, winner):
    poll = make_poll("voting", **{**RANKS, **rule})
    make_ideas(poll, 3)
    for choices in ({A: 1, B: 2}, {A: 1}, {C: 1, A: 2}, {}):
        vote(opened(poll), choices=choices)
    first = frozen(poll).outcome["ideas"][0]
    assert (first["ref"], first["reason"]["code"]) == (A, winner)


def test_equal_shares_write_their_steps_and_the_comparison(db):
    poll = make_poll("voting", count_rule="equal_shares", budget_total=1000, winners_k=None)
    for n, cost in enumerate((600, 500, 300)):
        make_idea(poll, f"Idea {n}", cost=cost)
    for refs in ([A, C], [A], [B], [B, C]):
        vote(opened(poll), refs=refs)
    outcome = frozen(poll).outcome
    assert outcome["rule"]["completion"] == "add1" and outcome["details"]["greedy"]["spent"] <= 1000


def spans():
    at = now().replace(microsecond=0)
    return {"proposing": (at, at + timedelta(days=2)), "voting": (at + timedelta(days=3), at + timedelta(days=4))}


def settings(**given):
    return {"question": "What first?", "department": make_department(), "zone": "UTC", **RANKS, **given}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"count_rule": "irv", "winners_k": 3}, "one winner"),
        ({"winners_k": None}, "how many ideas win"),
        ({"budget_total": 100}, "can't spend a budget"),
        ({"min_support_to_pass": 5}, "no number of votes"),
        ({"votes_per_ballot": 51}, "at most 50"),
        ({"count_rule": "most"}, "can't count the ballot"),
        ({"ballot_type": "approve"}, "can't count the ballot"),
        ({"ballot_type": "approve", "count_rule": "equal_shares", "winners_k": None}, "how large the budget is"),
    ],
)
def test_an_order_has_no_sums(db, wrong, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        create_poll(by=make_official(), phases=spans(), **settings(**wrong))
    assert not IdeaPoll.objects.exists()


def full(poll):
    Idea.objects.bulk_create(
        Idea(poll=poll, ref=f"2026-{n:03}", title=f"Idea {n}", body="What should be done, in a sentence.")
        for n in range(1, RANKED_AT_MOST + 1)
    )
    IdeaPoll.objects.filter(pk=poll.pk).update(next_idea_n=RANKED_AT_MOST + 1)


def test_a_poll_in_order_takes_no_more_ideas_than_stand_on_one_page(db):
    poll = make_poll("proposing", **RANKS)
    full(poll)
    given = {"poll": poll, "title": "One more", "body": "A bench at the corner, please."}
    with pytest.raises(RuleBroken, match="Support one of them instead"):
        submit_idea(by=make_person("Bea"), **given)
    gone = poll.ideas.first()
    review_idea(by=poll.owner, idea=gone, feasible=False, reason="It lies outside the city.")
    assert submit_idea(by=make_person("Bea"), **given).state == Idea.State.OPEN
    with pytest.raises(RuleBroken, match="as many as people can put in order"):
        review_idea(by=poll.owner, idea=gone, feasible=True)


def test_too_many_ideas_choose_another_ballot_before_people_vote(db):
    poll = make_poll("proposing", owner=make_official())
    full(poll)
    make_idea(poll, ref="2026-051")
    phases = {phase.kind: (phase.opens_at, phase.closes_at) for phase in poll.phases.all()}
    given = settings(department=poll.department, question=poll.question)
    with pytest.raises(RuleBroken, match="There are 51 ideas"):
        change_poll(by=poll.owner, poll=poll, phases=phases, **given)
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None, **RANKS)
    with pytest.raises(RuleBroken, match="There are 51 ideas"):
        publish_poll(by=poll.owner, poll=poll)


@pytest.mark.parametrize(
    ("rule", "heading", "reason"),
    [
        ({"count_rule": "irv", "winners_k": 1}, "Round by round", "More than half of the ballots put it first"),
        ({"count_rule": "schulze", "winners_k": 1}, "Two by two", "Against each other idea"),
        (
            {"ballot_type": "approve", "count_rule": "equal_shares", "winners_k": None, "budget_total": 900},
            "How the shares were spent",
            "€300.00 each",
        ),
    ],
)
def test_results_show_how_the_rule_came_to_them(client, db, rule, heading, reason):
    poll = make_poll("voting", **{**RANKS, **rule})
    for n in range(3):
        make_idea(poll, f"Idea {n}", cost=900)
    for choices in ({A: 1, B: 2}, {A: 1}, {C: 1, A: 2}):
        vote(opened(poll), choices=choices if poll.ranks else dict.fromkeys(choices, 1))
    frozen(poll)
    page = client.get(f"/polls/{poll.slug}/results/").content.decode()
    assert heading in page and reason in page


def test_equal_shares_draw_no_end_of_the_budget_and_number_only_the_purchases(client, db):
    """The list is by votes, and the shares buy in another order; what is left may lie anywhere in it."""
    poll = make_poll("voting", ballot_type="approve", count_rule="equal_shares", winners_k=None, budget_total=900)
    for n, cost in enumerate((500, 300, 600)):
        make_idea(poll, f"Idea {n}", cost=cost)
    for refs in ([A, B], [A, B], [A], [C]):
        vote(opened(poll), refs=refs)
    frozen(poll)
    answer = client.get(f"/polls/{poll.slug}/results/")
    page = answer.content.decode()
    assert {row["rank"] for row in answer.context["rows"]} == {None}
    assert "The budget ends here" not in page and "left: each other idea that could be bought costs more" in page


def form_of(poll, person, **fields):
    return client_of(person).post(
        f"/polls/{poll.slug}/ballot/", {"revision": 0, "client_key": "k", **fields}, headers={"accept": "text/html"}
    )


@pytest.mark.parametrize("rank", ["1.5", "-1", "two", "1000000000", "4"])
def test_a_typed_place_is_a_whole_number_on_the_ballot(poll, rank):
    answer = form_of(poll, make_person("Bea"), **{f"rank-{A}": rank})
    assert answer.status_code == 422 and "Ranks are whole numbers from 1 to 3." in answer.content.decode()
    assert not Ballot.objects.exists()


def test_equal_places_come_back_as_they_were_typed(poll):
    answer = form_of(poll, make_person("Bea"), **{f"rank-{A}": "2", f"rank-{B}": "2", f"rank-{C}": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Two ideas have the rank 2" in page
    assert page.count('value="2"') == 2


def test_a_second_tab_is_told_of_the_first_before_its_own_mistake(poll):
    bea = make_person("Bea")
    vote(poll, bea, choices={A: 1})
    vote(poll, bea, choices={B: 1}, revision=1)
    answer = form_of(poll, bea, **{f"rank-{A}": "1", f"rank-{C}": "1"}, revision=1, client_key="second tab")
    assert answer.status_code == 409 and ballots_of(poll) == [{B: 1}]


def test_what_a_refused_tab_typed_keeps_the_revision_it_was_typed_on(poll):
    """Else the corrected ballot would replace, unseen, what another tab saved meanwhile."""
    bea = make_person("Bea")
    vote(poll, bea, choices={A: 1})
    vote(poll, bea, choices={B: 1}, revision=1)
    full = {f"rank-{A}": "1", f"rank-{B}": "2", f"rank-{C}": "3", "move": f"in:{D}"}
    refused = form_of(poll, bea, **full, revision=1, client_key="l")
    assert refused.status_code == 422 and 'name="revision" value="1"' in refused.content.decode()
    del full["move"]
    assert form_of(poll, bea, **full, revision=1, client_key="m").status_code == 409
    assert ballots_of(poll) == [{B: 1}]


def test_a_button_moves_one_idea_and_saves_all(poll):
    bea = make_person("Bea")
    typed = {f"rank-{A}": "1", f"rank-{B}": "2"}
    form_of(poll, bea, **typed, move=f"in:{C}")
    assert ballots_of(poll) == [{A: 1, B: 2, C: 3}]
    full = {**typed, f"rank-{C}": "3"}
    refused = form_of(poll, bea, **full, move=f"in:{D}", revision=1, client_key="l")
    assert refused.status_code == 422 and "no place left" in refused.content.decode()
    form_of(poll, bea, **full, move=f"up:{C}", revision=1, client_key="m")
    assert ballots_of(poll) == [{A: 1, C: 2, B: 3}]
    form_of(
        poll, bea, **{f"rank-{A}": "1", f"rank-{C}": "2", f"rank-{B}": "3"}, move=f"out:{A}", revision=2, client_key="n"
    )
    assert ballots_of(poll) == [{C: 1, B: 2}]


def test_who_is_signed_out_keeps_the_order_on_the_way(poll):
    way = client_of(None).post(f"/polls/{poll.slug}/ballot/", {f"rank-{A}": "2", f"rank-{B}": "1"})
    back = parse_qs(urlsplit(way["Location"]).query)["next"][0]
    page = client_of(make_person("Bea")).get(back)
    assert page.context["mine"].choices == {B: 1, A: 2} and page.context["mine"].unsaved
    assert [idea.ref if idea else "" for idea in page.context["order"]] == [B, A, ""]


def test_a_page_in_order_says_how_many_places_are_left(poll):
    bea = make_person("Bea")
    vote(poll, bea, choices={A: 1, B: 2})
    assert "1 of 3 left" in client_of(bea).get(f"/polls/{poll.slug}/").content.decode()


@pytest.mark.parametrize(
    ("settings", "said", "left"),
    [
        (RANKS | {"votes_per_ballot": 5}, "Put up to two ideas in order", "1 of 2 left"),
        ({"ballot_type": "approve", "votes_per_ballot": 5}, "Choose up to two.", "1 of 2 left"),
        ({"ballot_type": "points", "votes_per_ballot": 9, "max_per_idea": 4}, "Spread up to 8 points", "7 of 8 left"),
    ],
)
def test_a_ballot_has_no_more_places_than_ideas_and_the_rule_stays_as_published(db, settings, said, left):
    poll, bea = make_poll("voting", **settings), make_person("Bea")
    make_ideas(poll, 3)
    poll = opened(poll)
    suspend(C, now())
    vote(poll, bea, choices={A: 1})
    shown = client_of(bea).get(f"/polls/{poll.slug}/")
    page = shown.content.decode()
    assert said in page and left in page and f'data-votes="{left[5]}"' in page
    assert len(shown.context["order"]) == (2 if poll.ranks else 0)
    assert poll.rule()["votes_per_ballot"] == settings["votes_per_ballot"] and said not in ask(poll)
    desk = client_of(poll.owner)
    assert said in desk.get(f"/admin/polls/{poll.pk}/").text
    frozen(poll)
    assert said in client_of(None).get(f"/polls/{poll.slug}/results/").text
    assert said in desk.get(f"/admin/polls/{poll.pk}/").text


def test_until_ideas_are_on_the_ballot_the_desk_says_what_was_set(db):
    poll = make_poll("review", ballot_type="approve", votes_per_ballot=5)
    make_ideas(poll, 3)
    assert "Choose up to five." in client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").text


def test_a_ballot_on_paper_asks_for_no_more_than_stands_on_it(db):
    poll = make_poll("voting", ballot_type="approve", votes_per_ballot=5)
    make_ideas(poll, 3)
    sheet = client_of(poll.owner).get(f"/admin/polls/{opened(poll).pk}/paper/ballot/")
    assert "Choose up to three." in sheet.text
