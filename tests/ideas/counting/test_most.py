"""Most votes, by hand: the sums stand beside each poll."""

import pytest

from ideas.counting import CannotCount, count
from tests.ideas.counting.polls import (
    approve,
    chosen,
    ideas_of,
    in_state,
    lines,
    lot,
    points,
    reason,
    selected,
)

pytestmark = pytest.mark.once


def test_ideas_with_the_most_votes_win():
    # A 3, B 2, C 1
    outcome = count(approve(), ideas_of("A B C"), chosen("AB", "AB", "AC"))
    assert selected(outcome) == {"A", "B"}
    assert {ref: (line["votes"], line["rank"]) for ref, line in lines(outcome).items()} == {
        "A": (3, 1),
        "B": (2, 2),
        "C": (1, 3),
    }
    assert reason(outcome, "C") == {"code": "too_few_votes", "votes": 1, "last_place_votes": 2, "places": 2}


def test_one_vote_each_means_choose_one():
    outcome = count(approve(votes_per_ballot=1, winners_k=1), ideas_of("A B"), chosen((3, "A"), (2, "B")))
    assert selected(outcome) == {"A"}


def test_points_add_up():
    # A 5 + 1 = 6, B 5, C 4 + 4 = 8, named by two, one and two ballots
    outcome = count(points(), ideas_of("A B C"), [{"A": 5, "B": 5}, {"A": 1, "C": 4}, {"C": 4}])
    assert selected(outcome) == {"A", "C"}
    assert [(line["ref"], line["votes"], line["ballots"]) for line in outcome["ideas"]] == [
        ("C", 8, 2),
        ("A", 6, 2),
        ("B", 5, 1),
    ]


def test_at_most_half_of_the_points_go_to_one_idea_unless_the_poll_says_otherwise():
    assert count(points(votes_per_ballot=9), ideas_of("A"), [{"A": 5}])["rule"]["max_per_idea"] == 5
    with pytest.raises(CannotCount, match="Ballot 1 gives one idea more than 5 points"):
        count(points(votes_per_ballot=9), ideas_of("A"), [{"A": 6}])
    assert count(points(votes_per_ballot=9, max_per_idea=9), ideas_of("A"), [{"A": 9}])["totals"]["votes"] == 9


def test_all_with_enough_support_pass_when_there_is_no_number_of_winners():
    outcome = count(approve(winners_k=None, min_support_to_pass=2), ideas_of("A B C"), chosen("AB", "AB", "ABC"))
    assert selected(outcome) == {"A", "B"}
    assert reason(outcome, "A")["code"] == "reached_minimum"
    assert reason(outcome, "C") == {"code": "below_minimum", "votes": 1, "minimum": 2}


def test_minimum_and_number_of_winners_both_hold():
    outcome = count(approve(winners_k=2, min_support_to_pass=3), ideas_of("A B C"), chosen((3, "A"), "B", "C"))
    assert selected(outcome) == {"A"}


def test_fewer_ideas_than_places_all_with_a_vote_pass():
    outcome = count(approve(winners_k=5), ideas_of("A B C"), chosen("A", "B"))
    assert selected(outcome) == {"A", "B"}
    assert reason(outcome, "C") == {"code": "no_votes"}


def test_tie_across_the_last_place_has_no_winner_among_the_tied():
    # A 3; B and C 2 each for one place left; D 1
    outcome = count(approve(), ideas_of("A B C D"), chosen((2, "ABC"), "AD"))
    assert selected(outcome) == {"A"}
    assert in_state(outcome, "tie_pending") == {"B", "C"}
    assert reason(outcome, "B") == {"code": "tied", "group": "tie-1", "members": 2, "places": 1, "votes": 2}
    assert outcome["ties"] == [
        {
            "group": "tie-1",
            "members": ["B", "C"],
            "places": 1,
            "votes": 2,
            "cost": None,
            "state": "tie_pending",
            "lot": None,
        }
    ]
    assert reason(outcome, "D")["code"] == "too_few_votes"
    assert [lines(outcome)[ref]["rank"] for ref in "ABCD"] == [1, 2, 2, 4]


def test_tie_needs_no_decision_when_all_tied_win_or_all_lose():
    outcome = count(approve(winners_k=2), ideas_of("A B C D"), chosen("AB", "AB", "CD"))
    assert selected(outcome) == {"A", "B"}
    assert outcome["ties"] == []


def test_recorded_lot_decides_the_tie_and_stands_in_the_outcome():
    rule = approve(lots=[lot("tie-1", "C B")])
    outcome = count(rule, ideas_of("A B C D"), chosen((2, "ABC"), "AD"))
    assert selected(outcome) == {"A", "C"}
    assert reason(outcome, "C") == {"code": "lot_won", "group": "tie-1", "place": 1, "places": 1, "votes": 2}
    assert reason(outcome, "B")["code"] == "lot_lost"
    tie = outcome["ties"][0]
    assert tie["state"] == "lot_drawn"
    assert tie["lot"] == {
        "at": "2026-11-28T10:00:00Z",
        "method": "slips from a hat",
        "order": ["C", "B"],
        "witnesses": ["Ana Ruiz", "Bo Lindström"],
    }
    assert lines(outcome)["B"]["rank"] == lines(outcome)["C"]["rank"], "a lot makes no votes"


@pytest.mark.parametrize("order", ["C", "C B A", "C C", "C D"])
def test_lot_must_name_exactly_the_tied_ideas(order):
    with pytest.raises(CannotCount, match="must name each of its 2 tied ideas once"):
        count(approve(lots=[lot("tie-1", order)]), ideas_of("A B C D"), chosen((2, "ABC"), "AD"))


def test_lot_without_a_tie_is_refused():
    with pytest.raises(CannotCount, match="no such group is tied"):
        count(approve(lots=[lot("tie-1", "A B")]), ideas_of("A B C"), chosen("AB", "AB", "AC"))


def test_blank_ballots_and_spoiled_ones_are_turnout():
    rule = approve(turnout={"online": 2, "paper": 1, "spoiled": 4, "voided": 1, "eligible": 900})
    totals = count(rule, ideas_of("A B"), chosen("A", "", ""))["totals"]
    assert totals == {
        "ballots": 3,
        "blank": 2,
        "cast": 7,
        "eligible": 900,
        "late_refused": 0,
        "online": 2,
        "only_suspended": 0,
        "paper": 1,
        "spoiled": 4,
        "voided": 1,
        "votes": 1,
    }


def test_split_by_channel_must_add_up_to_the_ballots():
    with pytest.raises(CannotCount, match="2 online and 2 paper ballots, but there are 3"):
        count(approve(turnout={"online": 2, "paper": 2}), ideas_of("A"), chosen("A", "A", ""))


def test_lines_of_a_suspended_idea_are_ignored():
    ideas = ideas_of("A B C", suspended="A")
    outcome = count(approve(winners_k=1, votes_per_ballot=1), ideas, chosen((3, "A"), "AB", "AB", "C"))
    assert selected(outcome) == {"B"}
    assert lines(outcome)["A"]["state"] == "suspended"
    assert reason(outcome, "A") == {"code": "suspended", "ignored_ballots": 5}
    assert (lines(outcome)["A"]["rank"], lines(outcome)["A"]["votes"]) == (None, 0)
    assert (outcome["totals"]["only_suspended"], outcome["totals"]["blank"]) == (3, 0)


def test_no_ballots_at_all_selects_nothing():
    outcome = count(approve(), ideas_of("A B"), [])
    assert selected(outcome) == set()
    assert outcome["totals"]["cast"] == 0


@pytest.mark.parametrize(
    ("ballot", "sentence"),
    [
        ({"A": 1, "B": 1, "C": 1}, "Ballot 2 uses 3 votes, and each voter has 2."),
        ({"A": 2}, "Ballot 2 counts an idea more than once."),
        ({"X": 1}, 'Ballot 2 names an idea that is not on the ballot: "X".'),
        ({"A": 0}, 'Ballot 2 gives A the value "0", not a whole number from 1.'),
        ({"A": True}, 'Ballot 2 gives A the value "True", not a whole number from 1.'),
        ({"A": 1.0}, 'Ballot 2 gives A the value "1.0", not a whole number from 1.'),
    ],
)
def test_ballot_against_the_rule_stops_the_count(ballot, sentence):
    with pytest.raises(CannotCount) as refusal:
        count(approve(votes_per_ballot=2), ideas_of("A B C"), [{}, ballot])
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count_rule": "coin"}, "does not know"),
        ({"count_rule": ["most"]}, "does not know"),
        ({"ballot_type": "rank"}, "does not go with"),
        ({"winner_k": 3}, "does not know"),
        ({"winners_k": None}, "nothing would decide"),
        ({"winners_k": 0}, "at least 1"),
        ({"winners_k": 2.0}, "whole number"),
        ({"winners_k": True}, "whole number"),
        ({"max_per_idea": 3}, "can only be 1"),
        ({"stop_at_first_misfit": 1}, "yes or no"),
        ({"stop_at_first_misfit": True}, "budget_greedy only"),
        ({"share_test": True}, "equal_shares only"),
        ({"completion": "add1"}, "equal_shares only"),
        ({"completion": "magic"}, "add1 or none"),
        ({"turnout": {"online": -1}}, "at least 0"),
        ({"turnout": {"fax": 1}}, "does not know"),
        ({"lots": {}}, "not a list"),
        ({"lots": [{"group": "tie-1"}]}, "needs its method"),
        ({"lots": [{**lot("tie-1", "A"), "witnesses": []}]}, "needs its witnesses"),
        ({"lots": [lot("tie-1", "A"), lot("tie-1", "A")]}, "Two lots"),
    ],
)
def test_rule_that_says_nothing_clear_is_refused(change, words):
    with pytest.raises(CannotCount, match=words):
        count(approve(**change), ideas_of("A"), [])


def test_points_need_a_number_of_points():
    with pytest.raises(CannotCount, match="needs votes_per_ballot"):
        count(points(votes_per_ballot=None), ideas_of("A"), [])


def test_idea_listed_twice_is_refused():
    with pytest.raises(CannotCount, match="listed twice"):
        count(approve(), [*ideas_of("A"), *ideas_of("A")], [])
