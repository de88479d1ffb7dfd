"""Budget by votes, by hand.

The worked example of Wieliczka is the sample file of the Pabulib format (pabulib.org/format): budget 2500, ten ballots, five
projects. Project 4 (costs 1400) is named on six ballots, 5 (1000) on five, 1 (600) and 2 (800) on four each, 7 (1200) on three.
4 takes 1400 and leaves 1100; 5 takes 1000 and leaves 100; each of the others costs more than that, 1 looked at before 2 for its
lower cost.
"""

import pytest

from ideas.counting import CannotCount, count
from tests.ideas.counting.polls import budget, chosen, ideas_of, in_state, lines, lot, reason, selected

pytestmark = pytest.mark.once

WIELICZKA = {"1": 600, "2": 800, "4": 1400, "5": 1000, "7": 1200}
WIELICZKA_BALLOTS = chosen("124", "12", "245", "57", "147", "17", "5", "4", "245", "45")


def test_wieliczka_by_hand():
    outcome = count(budget(2500), ideas_of(WIELICZKA), WIELICZKA_BALLOTS)
    assert [(line["ref"], line["votes"], line["rank"]) for line in outcome["ideas"]] == [
        ("4", 6, 1),
        ("5", 5, 2),
        ("1", 4, 3),
        ("2", 4, 4),
        ("7", 3, 5),
    ]
    assert selected(outcome) == {"4", "5"}
    assert reason(outcome, "1") == {"code": "skipped_cost", "cost": 600, "left": 100}
    assert (outcome["totals"]["spent"], outcome["totals"]["left"]) == (2400, 100)


def test_idea_that_does_not_fit_is_skipped_and_a_smaller_one_still_wins():
    # A 3 votes, B 2, C 1: A leaves 31,000; B costs 40,000; C costs 30,000
    ideas = ideas_of({"A": 69_000, "B": 40_000, "C": 30_000})
    outcome = count(budget(100_000), ideas, chosen("ABC", "AB", "A"))
    assert selected(outcome) == {"A", "C"}
    assert reason(outcome, "B") == {"code": "skipped_cost", "cost": 40_000, "left": 31_000}
    assert reason(outcome, "C") == {"code": "fits", "cost": 30_000, "left": 31_000}
    totals = outcome["totals"]
    assert (totals["budget_total"], totals["spent"], totals["left"], totals["held_for_ties"]) == (
        100_000,
        99_000,
        1_000,
        0,
    )


def test_stop_at_first_misfit_takes_nothing_behind_it():
    ideas = ideas_of({"A": 69_000, "B": 40_000, "C": 30_000})
    outcome = count(budget(100_000, stop_at_first_misfit=True), ideas, chosen("ABC", "AB", "A"))
    assert selected(outcome) == {"A"}
    assert reason(outcome, "C") == {"code": "after_stop", "cost": 30_000, "left": 31_000}


def test_among_equal_votes_the_lower_cost_comes_first():
    outcome = count(budget(50), ideas_of({"A": 40, "B": 30}), chosen("AB"))
    assert selected(outcome) == {"B"}
    assert outcome["ties"] == []
    assert [lines(outcome)[ref]["rank"] for ref in "AB"] == [2, 1]


def test_equal_votes_and_cost_need_no_decision_when_all_fit():
    outcome = count(budget(60), ideas_of({"A": 30, "B": 30}), chosen("AB"))
    assert selected(outcome) == {"A", "B"}
    assert outcome["ties"] == []
    assert reason(outcome, "A") == reason(outcome, "B") == {"code": "fits", "cost": 30, "left": 60}


def test_equal_votes_and_cost_need_no_decision_when_none_fits():
    outcome = count(budget(29), ideas_of({"A": 30, "B": 30}), chosen("AB"))
    assert selected(outcome) == set()
    assert outcome["ties"] == []


def test_tie_for_money_holds_its_money_back_and_decides_the_rest():
    # 100: A (2 votes, 20) leaves 80; B, C, D (1 vote, 30 each) for two places; E (1 vote, 50) no; F (1 vote, 60) no
    ideas = ideas_of({"A": 20, "B": 30, "C": 30, "D": 30, "E": 50, "F": 60})
    ballots = chosen("ABCDE", "AF")
    outcome = count(budget(100), ideas, ballots)
    assert selected(outcome) == {"A"}
    assert in_state(outcome, "tie_pending") == {"B", "C", "D"}
    assert reason(outcome, "B") == {
        "code": "tied",
        "group": "tie-1",
        "members": 3,
        "places": 2,
        "cost": 30,
        "left": 80,
    }
    assert reason(outcome, "E") == {"code": "skipped_cost", "cost": 50, "left": 20}
    totals = outcome["totals"]
    assert (totals["spent"], totals["held_for_ties"], totals["left"]) == (20, 60, 20)

    drawn = count(budget(100, lots=[lot("tie-1", "D B C")]), ideas, ballots)
    assert selected(drawn) == {"A", "B", "D"}
    assert (drawn["totals"]["spent"], drawn["totals"]["held_for_ties"]) == (80, 0)
    assert reason(drawn, "E") == reason(outcome, "E"), "what stood behind the tie was decided already"


def test_two_ties_in_one_poll_are_numbered_in_the_order_of_the_count():
    # 100: A and B (2 votes, 60 each) for one place; then C and D (1 vote, 30 each) for one place of the 40 left
    ideas = ideas_of({"D": 30, "C": 30, "B": 60, "A": 60})
    ballots = chosen("ABCD", "AB")
    outcome = count(budget(100), ideas, ballots)
    assert [(tie["group"], tie["members"], tie["votes"]) for tie in outcome["ties"]] == [
        ("tie-1", ["A", "B"], 2),
        ("tie-2", ["C", "D"], 1),
    ]
    second_only = count(budget(100, lots=[lot("tie-2", "C D")]), ideas, ballots)
    assert selected(second_only) == {"C"}
    assert in_state(second_only, "tie_pending") == {"A", "B"}


def test_tie_is_a_misfit_too():
    ideas = ideas_of({"A": 30, "B": 30, "C": 10})
    ballots = chosen("ABC", "AB")
    outcome = count(budget(50, stop_at_first_misfit=True), ideas, ballots)
    assert in_state(outcome, "tie_pending") == {"A", "B"}
    assert reason(outcome, "C")["code"] == "after_stop"


def test_idea_without_votes_or_below_the_minimum_gets_no_money():
    outcome = count(budget(100, min_support_to_pass=2), ideas_of({"A": 1, "B": 1, "C": 1}), chosen("AB", "A"))
    assert selected(outcome) == {"A"}
    assert reason(outcome, "B")["code"] == "below_minimum"
    assert reason(outcome, "C")["code"] == "no_votes"


def test_idea_that_costs_nothing_always_fits():
    assert selected(count(budget(0), ideas_of({"A": 0, "B": 0, "C": 1}), chosen("ABC"))) == {"A", "B"}


def test_suspended_idea_takes_no_money():
    outcome = count(budget(30), ideas_of({"A": 30, "B": 30}, suspended="A"), chosen("AB", "A"))
    assert selected(outcome) == {"B"}


def test_budget_poll_needs_a_budget_and_every_cost():
    with pytest.raises(CannotCount, match="needs budget_total"):
        count(budget(None), ideas_of({"A": 1}), [])
    with pytest.raises(CannotCount, match="The idea A has no cost"):
        count(budget(1), ideas_of("A"), [])
    with pytest.raises(CannotCount, match="whole number"):
        count(budget(1), ideas_of({"A": 1.5}), [])
    with pytest.raises(CannotCount, match="leave winners_k out"):
        count(budget(1, winners_k=1), ideas_of({"A": 1}), [])
