"""The Schulze method, by hand and from its author's paper."""

import pytest

from ideas.counting import CannotCount, count
from tests.ideas.counting.polls import ideas_of, in_state, lines, lot, ranked, rankings, reason, selected
from tests.ideas.counting.test_irv import TENNESSEE

pytestmark = pytest.mark.once


def schulze(**settings):
    return ranked(count_rule="schulze", winners_k=1) | settings


def test_forty_five_voters_of_the_paper():
    """Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent method", example 1.

    No idea beats each other one; the strongest chains put E before A before C before B before D.
    """
    ballots = rankings(
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    )
    outcome = count(schulze(), ideas_of("A B C D E"), ballots)
    assert selected(outcome) == {"E"}
    assert sorted("ABCDE", key=lambda ref: lines(outcome)[ref]["rank"]) == list("EACBD")
    assert outcome["details"]["beats_all"] is None
    assert outcome["details"]["pairwise"] == {
        "A": {"B": 20, "C": 26, "D": 30, "E": 22},
        "B": {"A": 25, "C": 16, "D": 33, "E": 18},
        "C": {"A": 19, "B": 29, "D": 17, "E": 24},
        "D": {"A": 15, "B": 12, "C": 28, "E": 14},
        "E": {"A": 23, "B": 27, "C": 21, "D": 31},
    }
    assert outcome["details"]["strongest_chains"] == {
        "A": {"B": 28, "C": 28, "D": 30, "E": 24},
        "B": {"A": 25, "C": 28, "D": 33, "E": 24},
        "C": {"A": 25, "B": 29, "D": 29, "E": 24},
        "D": {"A": 25, "B": 28, "C": 28, "E": 24},
        "E": {"A": 25, "B": 28, "C": 28, "D": 31},
    }


def test_tennessee_goes_to_the_city_that_beats_each_other_one():
    # Nashville beats Memphis 58 to 42, Chattanooga 68 to 32, Knoxville 68 to 32
    outcome = count(schulze(), ideas_of("M N C K"), TENNESSEE)
    assert selected(outcome) == {"N"}
    assert outcome["details"]["beats_all"] == "N"
    assert sorted("MNCK", key=lambda ref: lines(outcome)[ref]["rank"]) == list("NCKM")
    assert reason(outcome, "M") == {"code": "beaten", "places": 1}


def test_circle_is_broken_at_its_weakest_win():
    # A beats B 6 to 3, B beats C 7 to 2, C beats A 5 to 4: the last is the weakest, so A stands above B above C
    outcome = count(schulze(), ideas_of("A B C"), rankings((4, "ABC"), (3, "BCA"), (2, "CAB")))
    assert selected(outcome) == {"A"}
    assert [lines(outcome)[ref]["rank"] for ref in "ABC"] == [1, 2, 3]


def test_even_circle_is_a_tie():
    ballots = rankings((1, "ABC"), (1, "BCA"), (1, "CAB"))
    outcome = count(schulze(), ideas_of("A B C"), ballots)
    assert in_state(outcome, "tie_pending") == {"A", "B", "C"}
    drawn = count(schulze(lots=[lot("tie-1", "C A B")]), ideas_of("A B C"), ballots)
    assert selected(drawn) == {"C"}


def test_named_ideas_stand_above_those_not_named():
    outcome = count(schulze(winners_k=2), ideas_of("A B C"), rankings((2, "A"), (1, "BA")))
    assert selected(outcome) == {"A", "B"}
    assert outcome["details"]["pairwise"]["A"] == {"B": 2, "C": 3}
    assert reason(outcome, "C") == {"code": "no_votes"}


def test_idea_that_nobody_names_is_not_selected_even_with_places_left():
    outcome = count(schulze(winners_k=3), ideas_of("A B C"), rankings((1, "AB")))
    assert selected(outcome) == {"A", "B"}


def test_equal_ranks_are_no_preference():
    outcome = count(schulze(), ideas_of("A B C"), [{"A": 1, "B": 1, "C": 2}, {"B": 1}])
    assert outcome["details"]["pairwise"]["A"] == {"B": 0, "C": 1}
    assert selected(outcome) == {"B"}


def test_schulze_needs_a_number_of_places():
    with pytest.raises(CannotCount, match="needs winners_k"):
        count(schulze(winners_k=None), ideas_of("A"), [])
