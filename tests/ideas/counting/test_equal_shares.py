"""Equal shares, by hand: each voter's purse stands beside the poll.

The rule is that of Peters, Pierczynski and Skowron (2021) with cost as utility, in the words of equalshares.net.
"""

import pytest

from ideas.counting import CannotCount, count
from tests.ideas.counting.polls import chosen, ideas_of, in_state, lot, reason, selected, shares

pytestmark = pytest.mark.once

# Six voters want the north side, four the south side; 100 for ten voters, so 10 each.
SIDES = {"N1": 18, "N2": 20, "N3": 22, "N4": 24, "S1": 16, "S2": 24}
SIDES_BALLOTS = [dict.fromkeys(["N1", "N2", "N3", "N4"], 1)] * 6 + [dict.fromkeys(["S1", "S2"], 1)] * 4


def test_both_sides_get_their_part_of_the_budget():
    # North, 6 supporters each: N1 18 / 6 = 3, left 7; N2 20 / 6 = 3.33, left 3.67; N3 22 / 6 = 3.67, left 0; N4 cannot be paid.
    # South, 4 supporters each: S1 16 / 4 = 4, left 6; S2 24 / 4 = 6, left 0. Together 60 + 40 = 100.
    outcome = count(shares(100, compare_with_greedy=True), ideas_of(SIDES), SIDES_BALLOTS)
    assert selected(outcome) == {"N1", "N2", "N3", "S1", "S2"}
    assert outcome["details"]["rounds"] == [
        {"ideas": ["N1"], "cost": 18, "price_hundredths": 300},
        {"ideas": ["N2"], "cost": 20, "price_hundredths": 333},
        {"ideas": ["N3"], "cost": 22, "price_hundredths": 367},
        {"ideas": ["S1"], "cost": 16, "price_hundredths": 400},
        {"ideas": ["S2"], "cost": 24, "price_hundredths": 600},
    ]
    assert (outcome["details"]["voters"], outcome["details"]["share_hundredths"]) == (10, 1000)
    assert reason(outcome, "N2") == {
        "code": "bought",
        "cost": 20,
        "price_hundredths": 333,
        "supporters": 6,
        "effective_votes_hundredths": 600,
    }
    assert reason(outcome, "N4") == {"code": "supporters_short", "cost": 24, "left_hundredths": 0}
    assert (outcome["totals"]["spent"], outcome["totals"]["left"]) == (100, 0)
    # By votes alone the north takes 18 + 20 + 22 + 24 = 84, and of the rest only S1 fits.
    assert outcome["details"]["greedy"] == {
        "selected": ["N1", "N2", "N3", "N4", "S1"],
        "spent": 100,
        "tie_pending": [],
    }


# Five voters, 54, so 10.80 each: v1 wants P; v2 and v3 want P and Q; v4 and v5 want Q.
PQ = {"P": 24, "Q": 30}
PQ_BALLOTS = chosen("P", "PQ", "PQ", "Q", "Q")


def test_who_has_less_pays_all_that_is_left():
    # Q: 30 / 4 = 7.50 each (4 effective votes), before P with 24 / 3 = 8 (3). With shares of 13.80, v2 and v3 have 6.30 left each:
    # of P's 24 they pay 12.60 and v1 pays 11.40; 24 / 11.40 = 2.11 effective votes.
    outcome = count(shares(69), ideas_of(PQ), PQ_BALLOTS)
    assert selected(outcome) == {"P", "Q"}
    assert reason(outcome, "Q")["price_hundredths"] == 750
    assert reason(outcome, "P") == {
        "code": "bought",
        "cost": 24,
        "price_hundredths": 1140,
        "supporters": 3,
        "effective_votes_hundredths": 211,
    }


def test_without_completion_what_the_supporters_lack_is_told():
    # Shares of 10.80: after Q, v1 has 10.80, v2 and v3 have 3.30 each: 17.40 for a cost of 24
    outcome = count(shares(54), ideas_of(PQ), PQ_BALLOTS)
    assert selected(outcome) == {"Q"}
    assert reason(outcome, "P") == {"code": "supporters_short", "cost": 24, "left_hundredths": 1740}
    assert outcome["totals"]["left"] == 24


def test_completion_raises_the_shares_step_by_step():
    # P needs s + 2 (s - 7.50) >= 24, so s >= 13: the third step, 13.80, and 54 is just the budget
    steps = []
    outcome = count(
        shares(54, completion="add1"),
        ideas_of(PQ),
        PQ_BALLOTS,
        progress=lambda what, n: steps.append((what, n)),
    )
    assert selected(outcome) == {"P", "Q"}
    assert (outcome["details"]["completion_steps"], outcome["details"]["share_hundredths"]) == (3, 1380)
    assert steps == [("completion_step", 1), ("completion_step", 2), ("completion_step", 3)]


def test_completion_stops_before_the_budget_is_overspent():
    # As before with R, 27 for v1 alone: R fits in the 54 - 30 = 24 left? No, and P costs 24: fits. At step 3 P and Q are bought,
    # nothing more fits. With a budget of 53 neither fits, and the shares never grow.
    assert (
        count(shares(54, completion="add1"), ideas_of(PQ | {"R": 27}), chosen("PR", "PQ", "PQ", "Q", "Q"))["details"][
            "completion_steps"
        ]
        == 3
    )
    outcome = count(shares(53, completion="add1"), ideas_of(PQ), PQ_BALLOTS)
    assert selected(outcome) == {"Q"}
    assert outcome["details"]["completion_steps"] == 0


def test_last_count_within_the_budget_holds():
    # 30 for three voters, 10 each; each idea has one supporter. Step 2 buys A (12), step 3 B (25); 5 are left, C at 14 does not fit.
    outcome = count(shares(30, completion="add1"), ideas_of({"A": 12, "B": 13, "C": 14}), chosen("A", "B", "C"))
    assert selected(outcome) == {"A", "B"}
    assert outcome["details"]["completion_steps"] == 3
    # 36, 12 each: E at 20 has v1 and v2, F at 24 has v2 and v3, G at 16 has v1 alone. E: 10 each, then v2 and v3 have 14 for F.
    # G fits into the 16 left, so the shares grow. At 17 (step 5) v2 has 7 and v3 17 for F: 44 in all, too much. Step 4 holds.
    outcome = count(shares(36, completion="add1"), ideas_of({"E": 20, "F": 24, "G": 16}), chosen("EG", "EF", "F"))
    assert selected(outcome) == {"E"}
    assert (outcome["details"]["completion_steps"], outcome["totals"]["left"]) == (4, 16)


def test_larger_steps_are_the_polls_choice():
    outcome = count(shares(54, completion="add1", add1_step=2), ideas_of(PQ), PQ_BALLOTS)
    assert (outcome["details"]["completion_steps"], outcome["details"]["share_hundredths"]) == (2, 1480)


def test_equal_ideas_need_no_lot_while_their_supporters_can_pay_for_all():
    outcome = count(shares(100), ideas_of({"A": 20, "B": 20, "C": 20}), chosen((5, "AB"), (5, "C")))
    assert selected(outcome) == {"A", "B", "C"}
    assert outcome["details"]["rounds"] == [{"ideas": ["A", "B", "C"], "cost": 20, "price_hundredths": 400}]
    assert outcome["ties"] == []


# 50 for five voters, 10 each; A and B cost 25 each, 6.25 for each of their four common supporters, who can pay that once.
def test_equal_ideas_that_want_the_same_money_are_a_tie():
    ideas, ballots = ideas_of({"A": 25, "B": 25, "C": 5}), chosen((4, "AB"), (1, "C"))
    outcome = count(shares(50), ideas, ballots)
    assert in_state(outcome, "tie_pending") == {"A", "B"}
    assert selected(outcome) == {"C"}, "C is bought whoever of the two comes first"
    assert reason(outcome, "A") == {"code": "tied", "group": "tie-1", "members": 2, "places": 1, "cost": 25}
    totals = outcome["totals"]
    assert (totals["spent"], totals["held_for_ties"], totals["left"]) == (5, 45, 0)
    drawn = count(shares(50, lots=[lot("tie-1", "B A")]), ideas, ballots)
    assert selected(drawn) == {"B", "C"}
    assert reason(drawn, "A") == {"code": "supporters_short", "cost": 25, "left_hundredths": 1500}
    assert drawn["ties"][0]["state"] == "lot_drawn"


def test_one_lot_holds_for_every_step_of_the_completion():
    # As above with C at 12, which its one supporter can pay at step 2; then 50 - 25 - 12 = 13 are left, too few for B.
    ideas = ideas_of({"A": 25, "B": 25, "C": 12})
    ballots = chosen((4, "AB"), "C")
    outcome = count(shares(50, completion="add1", lots=[lot("tie-1", "A B")]), ideas, ballots)
    assert selected(outcome) == {"A", "C"}
    assert len(outcome["ties"]) == 1
    assert outcome["details"]["completion_steps"] == 2
    assert in_state(count(shares(50, completion="add1"), ideas, ballots), "tie_pending") == {"A", "B"}


def test_tie_on_the_way_needs_no_lot_when_the_last_step_buys_both():
    # With C at 20: at step 3 the shares are 13, enough for A and B at 6.25 each, and the 50 are spent.
    outcome = count(shares(50, completion="add1"), ideas_of({"A": 25, "B": 25, "C": 20}), chosen((4, "AB"), "C"))
    assert selected(outcome) == {"A", "B"}
    assert outcome["ties"] == []
    assert outcome["details"]["completion_steps"] == 3


def test_tie_that_decides_which_step_is_the_last_leaves_all_pending():
    # 30 for three voters. A first: v1 and v2 pay 10 each, v3 buys D: all is spent, this step is the last. B first: v2 and v3 pay,
    # D would still fit, so the shares grow, until at 15 A would be bought too, 40 in all: only B stands.
    ideas, ballots = ideas_of({"A": 20, "B": 20, "D": 10}), chosen("A", "AB", "BD")
    outcome = count(shares(30, completion="add1"), ideas, ballots)
    assert in_state(outcome, "tie_pending") == {"A", "B", "D"}
    assert reason(outcome, "D") == {"code": "waits_for_lot", "group": "tie-1"}
    a_first = count(shares(30, completion="add1", lots=[lot("tie-1", "A B")]), ideas, ballots)
    assert (selected(a_first), a_first["details"]["completion_steps"]) == ({"A", "D"}, 0)
    b_first = count(shares(30, completion="add1", lots=[lot("tie-1", "B A")]), ideas, ballots)
    assert (selected(b_first), b_first["details"]["completion_steps"]) == ({"B"}, 4)


def test_too_many_ways_ask_for_a_lot():
    # Eight ideas at 10 for the same four voters with 10 each: 40 buys four of them, in far more than 64 orders.
    refs = "ABCDEFGH"
    ideas, ballots = ideas_of(dict.fromkeys(refs, 10)), chosen((4, refs))
    assert in_state(count(shares(40), ideas, ballots), "tie_pending") == set(refs)
    drawn = count(shares(40, lots=[lot("tie-1", "H G F E D C B A")]), ideas, ballots)
    assert selected(drawn) == set("HGFE")


def test_too_little_support_takes_no_part():
    rule = shares(90, min_support_to_pass=3, share_test=True)
    costs = {"A": 10, "B": 10, "C": 300, "D": 90, "E": 10}
    outcome = count(rule, ideas_of(costs), chosen((3, "ABCD"), (7, "A"), "B", "B", (8, "")))
    # D: 3 votes of 20 ballots against 90 of 3 x 90: 3 x 270 = 810 < 90 x 20 = 1800
    assert reason(outcome, "D") == {
        "code": "below_share",
        "votes": 3,
        "ballots": 20,
        "cost": 90,
        "budget": 90,
    }
    assert reason(outcome, "C")["code"] == "dearer_than_budget"
    assert reason(outcome, "E") == {"code": "no_votes"}
    assert selected(outcome) == {"A", "B"}
    few = count(shares(90, min_support_to_pass=3), ideas_of({"A": 1}), chosen("A", "A"))
    assert reason(few, "A") == {"code": "below_minimum", "votes": 2, "minimum": 3}


def test_blank_ballots_get_no_share():
    outcome = count(shares(10), ideas_of({"A": 10}), chosen("A", (9, "")))
    assert outcome["details"]["voters"] == 1
    assert selected(outcome) == {"A"}


def test_idea_that_costs_nothing_is_bought_first():
    outcome = count(shares(10), ideas_of({"A": 0, "B": 10}), chosen("AB"))
    assert selected(outcome) == {"A", "B"}
    assert reason(outcome, "A")["price_hundredths"] == 0


def test_no_ballots_buy_nothing():
    outcome = count(shares(10, completion="add1"), ideas_of({"A": 5}), [])
    assert selected(outcome) == set()
    assert outcome["details"]["voters"] == 0


def test_completion_that_this_engine_does_not_know_is_refused():
    with pytest.raises(CannotCount, match="add1 or none"):
        count(shares(10, completion="add2"), ideas_of({"A": 5}), [])
