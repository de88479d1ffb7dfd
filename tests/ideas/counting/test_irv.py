"""Instant run-off, by hand and from the textbooks."""

import pytest

from ideas.counting import CannotCount, count
from tests.ideas.counting.polls import ideas_of, in_state, lines, lot, ranked, rankings, reason, selected

pytestmark = pytest.mark.once

# The usual classroom example: where should the capital of Tennessee be? (Wikipedia, "Instant-runoff voting")
# Memphis, Nashville, Chattanooga, Knoxville, in per cent of the voters.
TENNESSEE = rankings((42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM"))


def test_tennessee():
    # Round 1: M 42, N 26, K 17, C 15: C out, its 15 to K. Round 2: M 42, K 32, N 26: N out, over C to K. Round 3: K 58, M 42.
    outcome = count(ranked(), ideas_of("M N C K"), TENNESSEE)
    assert selected(outcome) == {"K"}
    assert outcome["details"]["rounds"] == [
        {"votes": {"M": 42, "N": 26, "K": 17, "C": 15}, "exhausted": 0, "out": ["C"]},
        {"votes": {"M": 42, "N": 26, "K": 32}, "exhausted": 0, "out": ["N"]},
        {"votes": {"M": 42, "K": 58}, "exhausted": 0, "out": []},
    ]
    assert reason(outcome, "K") == {"code": "majority", "round": 3, "votes": 58, "counting": 100}
    assert reason(outcome, "N") == {"code": "out_in_round", "round": 2, "votes": 26}
    assert reason(outcome, "M") == {
        "code": "fewer_in_last_round",
        "round": 3,
        "votes": 42,
        "winner_votes": 58,
    }
    assert [lines(outcome)[ref]["rank"] for ref in "KMNC"] == [1, 2, 3, 4]
    assert lines(outcome)["M"]["votes"] == 42, "votes are first choices"


def test_run_off_can_turn_when_a_winner_gains():
    """The known flaw of the method, which the engine must show as it is (Wikipedia, "Monotonicity criterion").

    Right 33, Left 35, Center 32: Center leaves, Left wins 51 to 49. If five voters move Left up to the first place, Right has 28
    and leaves, and Center wins 60 to 40: Left lost by gaining.
    """
    others = [(28, "RCL"), (30, "LCR"), (5, "LRC"), (16, "CLR"), (16, "CRL")]
    assert selected(count(ranked(), ideas_of("L R C"), rankings((5, "RLC"), *others))) == {"L"}
    assert selected(count(ranked(), ideas_of("L R C"), rankings((5, "LRC"), *others))) == {"C"}


def test_run_off_can_have_the_same_winner_when_every_ballot_is_turned_round():
    # A 4, B 3, C 2: C leaves, to A: 6 to 3. Turned round C 4, A 3, B 2: B leaves, to A: 5 to 4.
    ballots = [(4, "ABC"), (3, "BCA"), (2, "CAB")]
    assert selected(count(ranked(), ideas_of("A B C"), rankings(*ballots))) == {"A"}
    turned = [(times, order[::-1]) for times, order in ballots]
    assert selected(count(ranked(), ideas_of("A B C"), rankings(*turned))) == {"A"}


def test_ballot_without_a_standing_idea_is_exhausted():
    # A 4, B 3, C 2; C leaves, both its ballots name nobody else: A has 4 of the 7 that count
    outcome = count(ranked(), ideas_of("A B C"), rankings((4, "A"), (3, "B"), (2, "C")))
    assert selected(outcome) == {"A"}
    assert outcome["details"]["rounds"][1]["exhausted"] == 2
    assert reason(outcome, "A")["counting"] == 7


def test_last_ones_too_weak_together_leave_together():
    # B and C have one each, together fewer than A and D have: no decision is needed
    outcome = count(ranked(), ideas_of("A B C D E"), rankings((4, "A"), (1, "BD"), (1, "CD"), (3, "D")))
    assert outcome["details"]["rounds"][0]["out"] == ["E"]
    assert outcome["details"]["rounds"][1]["out"] == ["B", "C"]
    assert selected(outcome) == {"D"}
    assert outcome["ties"] == []


def test_tie_for_the_last_place_needs_no_lot_when_the_winner_is_the_same():
    # A 3, B 2, C 2: whoever leaves, B or C, both ballots go to A
    outcome = count(ranked(), ideas_of("A B C"), rankings((3, "A"), (2, "BA"), (2, "CA")))
    assert selected(outcome) == {"A"}
    assert reason(outcome, "A")["code"] == "same_winner_either_way"
    assert outcome["ties"] == []


# A 4, B 3, C 3, D 1: D leaves, its ballot is exhausted. If B leaves, C has 6; if C leaves, B has 6; A cannot win.
DECISIVE = rankings((4, "A"), (3, "BC"), (3, "CB"), (1, "D"))


def test_tie_for_the_last_place_that_decides_waits_for_a_lot():
    outcome = count(ranked(), ideas_of("A B C D"), DECISIVE)
    assert selected(outcome) == set()
    assert in_state(outcome, "tie_pending") == {"B", "C"}
    assert reason(outcome, "A")["code"] == "cannot_win"
    assert [(tie["members"], tie["places"], tie["votes"], tie["round"]) for tie in outcome["ties"]] == [
        (["B", "C"], 1, 3, 2)
    ]


@pytest.mark.parametrize("winner", ["B", "C"])
def test_lot_says_who_leaves(winner):
    order = "B C" if winner == "B" else "C B"
    outcome = count(ranked(lots=[lot("tie-1", order)]), ideas_of("A B C D"), DECISIVE)
    assert selected(outcome) == {winner}
    assert in_state(outcome, "tie_pending") == set()


def test_two_equal_finalists_are_a_tie():
    outcome = count(ranked(), ideas_of("A B"), rankings((2, "AB"), (2, "BA")))
    assert in_state(outcome, "tie_pending") == {"A", "B"}


def test_no_rankings_no_winner():
    outcome = count(ranked(), ideas_of("A B"), [{}, {}])
    assert selected(outcome) == set()
    assert reason(outcome, "A") == {"code": "no_votes"}


def test_suspended_idea_steps_out_of_every_ranking():
    outcome = count(ranked(), ideas_of("A B C", suspended="A"), rankings((3, "AB"), (2, "C")))
    assert selected(outcome) == {"B"}


def test_run_off_refuses_equal_ranks_several_winners_and_minimums():
    with pytest.raises(CannotCount, match="Ballot 1 gives two ideas the same rank"):
        count(ranked(), ideas_of("A B"), [{"A": 1, "B": 1}])
    with pytest.raises(CannotCount, match="winners_k can only be 1"):
        count(ranked(winners_k=2), ideas_of("A B"), [])
    with pytest.raises(CannotCount, match="adds up no votes"):
        count(ranked(min_support_to_pass=2), ideas_of("A B"), [])


def test_many_equal_ideas_end_with_a_tie_and_in_time():
    """Thirty ideas with one ballot each: too many ways to try, so all are pending."""
    refs = [f"i{number}" for number in range(30)]
    ballots = [{ref: 1, refs[(number + 1) % 30]: 2} for number, ref in enumerate(refs)]
    outcome = count(ranked(), ideas_of(" ".join(refs)), ballots)
    assert in_state(outcome, "tie_pending") == set(refs)
