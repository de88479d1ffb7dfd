"""What must hold for every poll, tried on polls that hypothesis makes up: number 11 of idea polls, beside the worked examples."""

import ast
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ideas.counting
from ideas.counting import COUNT_RULES, count, outcome_json
from ideas.counting.equal_shares import Market, voters_of
from ideas.counting.tally import Tally
from ideas.counting.terms import settle_ideas, settle_terms
from ideas.counting.ties import Ties
from tests.ideas.counting.polls import in_state, lines, random_poll, selected

pytestmark = pytest.mark.once

RULES = sorted(COUNT_RULES)
seeds = st.integers(min_value=0, max_value=10**9)
# No deadline: a busy machine must not fail the suite; and the same polls each time, so that a failure is a change of ours.
steady = settings(deadline=None, derandomize=True, max_examples=100)


def counted(poll):
    rule, ideas, ballots = poll
    return count(rule, ideas, [choices for _serial, choices in ballots])


@pytest.mark.parametrize("count_rule", RULES)
@steady
@given(seed=seeds)
def test_order_of_ballots_ideas_and_lines_leaves_every_byte_alike(count_rule, seed):
    dice = random.Random(seed)
    rule, ideas, ballots = random_poll(count_rule, seed)
    first = outcome_json(counted((rule, ideas, ballots)))
    mixed = [(serial, dict(dice.sample(list(choices.items()), len(choices)))) for serial, choices in ballots]
    dice.shuffle(mixed)
    mixed_ideas = dice.sample(ideas, len(ideas))
    assert outcome_json(counted((rule, mixed_ideas, mixed))) == first


@pytest.mark.parametrize("count_rule", RULES)
@steady
@given(seed=seeds)
def test_other_names_for_the_ideas_change_nothing_but_the_names(count_rule, seed):
    dice = random.Random(seed)
    rule, ideas, ballots = random_poll(count_rule, seed)
    refs = [idea["ref"] for idea in ideas]
    names = dict(zip(refs, dice.sample(refs, len(refs)), strict=True))
    renamed_ideas = [{**idea, "ref": names[idea["ref"]]} for idea in ideas]
    renamed = [(serial, {names[ref]: value for ref, value in choices.items()}) for serial, choices in ballots]
    before, after = counted((rule, ideas, ballots)), counted((rule, renamed_ideas, renamed))
    for ref, line in lines(before).items():
        assert lines(after)[names[ref]] == {**line, "ref": names[ref]}
    assert after["totals"] == before["totals"]
    assert [sorted(names[ref] for ref in tie["members"]) for tie in before["ties"]] == [
        tie["members"] for tie in after["ties"]
    ]


@pytest.mark.parametrize("count_rule", ["most", "budget_greedy", "schulze"])
@steady
@given(seed=seeds)
def test_one_more_vote_for_a_winner_leaves_it_a_winner(count_rule, seed):
    """Monotone, as these three are; instant run-off and equal shares are known not to be."""
    rule, ideas, ballots = random_poll(count_rule, seed)
    rule = {**rule, "turnout": None}
    for winner in selected(counted((rule, ideas, ballots))):
        assert winner in selected(counted((rule, ideas, [*ballots, ("more", {winner: 1})])))


@steady
@given(seed=seeds)
def test_a_winner_of_schulze_that_somebody_puts_higher_stays_a_winner(seed):
    dice = random.Random(seed)
    rule, ideas, ballots = random_poll("schulze", seed)
    if not ballots:
        return
    for winner in selected(counted((rule, ideas, ballots))):
        at = dice.randrange(len(ballots))
        serial, choices = ballots[at]
        others = sorted((ref for ref in choices if ref != winner), key=choices.__getitem__)
        higher = {ref: place for place, ref in enumerate([winner, *others], start=1)}
        assert winner in selected(counted((rule, ideas, [*ballots[:at], (serial, higher), *ballots[at + 1 :]])))


@steady
@given(seed=seeds)
def test_there_are_never_more_winners_than_places(seed):
    rule, ideas, ballots = random_poll("most", seed)
    outcome = counted((rule, ideas, ballots))
    if rule.get("winners_k"):
        assert len(selected(outcome)) + sum(tie["places"] for tie in outcome["ties"]) <= rule["winners_k"]


@steady
@given(seed=seeds)
def test_no_loser_has_more_votes_than_a_winner(seed):
    outcome = counted(random_poll("most", seed))
    votes = {ref: line["votes"] for ref, line in lines(outcome).items()}
    losers = in_state(outcome, "not_selected") | in_state(outcome, "tie_pending")
    for winner in selected(outcome):
        assert all(votes[winner] > votes[loser] for loser in losers)


@steady
@given(seed=seeds)
def test_budget_is_kept_and_whoever_is_skipped_did_not_fit(seed):
    rule, ideas, ballots = random_poll("budget_greedy", seed)
    outcome = counted((rule, ideas, ballots))
    totals = outcome["totals"]
    costs = {idea["ref"]: idea["cost"] for idea in ideas}
    assert sum(costs[ref] for ref in selected(outcome)) == totals["spent"]
    assert totals["spent"] + totals["held_for_ties"] + totals["left"] == rule["budget_total"]
    assert min(totals["spent"], totals["held_for_ties"], totals["left"]) >= 0
    for line in outcome["ideas"]:
        if line["reason"]["code"] == "skipped_cost":
            assert line["reason"]["cost"] > line["reason"]["left"]


@pytest.mark.parametrize("count_rule", RULES)
@steady
@given(seed=seeds)
def test_lots_fill_every_place_and_touch_nobody_else(count_rule, seed):
    """With all lots drawn nothing is pending, and whoever was selected without them still is."""
    dice = random.Random(seed)
    rule, ideas, ballots = random_poll(count_rule, seed)
    before = outcome = counted((rule, ideas, ballots))
    lots = []
    while pending := [tie for tie in outcome["ties"] if tie["state"] == "tie_pending"]:
        tie = pending[0]
        order = dice.sample(tie["members"], len(tie["members"]))
        lots.append({"group": tie["group"], "order": order, "method": "lot", "witnesses": ["Bo"], "at": "noon"})
        outcome = counted(({**rule, "lots": lots}, ideas, ballots))
    assert in_state(outcome, "tie_pending") == set()
    places = sum(tie["places"] for tie in outcome["ties"])
    assert selected(before) <= selected(outcome)
    if count_rule in ("most", "budget_greedy"):
        assert len(selected(outcome)) == len(selected(before)) + places


@steady
@given(seed=seeds)
def test_idea_that_beats_each_other_one_in_pairs_wins_schulze(seed):
    rule, ideas, ballots = random_poll("schulze", seed)
    outcome = counted((rule, ideas, ballots))
    live = [idea["ref"] for idea in ideas if idea["state"] == "on_ballot"]
    worst = len(ideas) + 1

    def wins(one, other):
        ranks = [(choices.get(one, worst), choices.get(other, worst)) for _serial, choices in ballots]
        return sum(a < b for a, b in ranks) > sum(b < a for a, b in ranks)

    for one in live:
        if all(wins(one, other) for other in live if other != one) and lines(outcome)[one]["ballots"]:
            assert lines(outcome)[one]["state"] == "selected"
            assert lines(outcome)[one]["rank"] == 1
            assert outcome["details"]["beats_all"] == one


@steady
@given(seed=seeds)
def test_idea_with_most_first_choices_of_all_wins_the_run_off(seed):
    rule, ideas, ballots = random_poll("irv", seed)
    outcome = counted((rule, ideas, ballots))
    for line in outcome["ideas"]:
        if 2 * line["votes"] > outcome["totals"]["votes"]:
            assert line["state"] == "selected"
    assert len(selected(outcome)) <= 1


@steady
@given(seed=seeds)
def test_run_off_that_needs_no_lot_ends_alike_whoever_of_the_tied_leaves(seed):
    """The engine's word "same winner either way", checked by a count that settles ties by the alphabet, then backwards."""
    rule, ideas, ballots = random_poll("irv", seed)
    outcome = counted((rule, ideas, ballots))
    live = {idea["ref"] for idea in ideas if idea["state"] == "on_ballot"}
    cast = [sorted((r for r in choices if r in live), key=choices.get) for _serial, choices in ballots]

    def naive(pick):
        standing = set(live)
        while len(standing) > 1:
            firsts = [next((ref for ref in order if ref in standing), None) for order in cast]
            votes = {ref: firsts.count(ref) for ref in standing}
            fewest = min(votes.values())
            standing.remove(pick(ref for ref in standing if votes[ref] == fewest))
        return standing

    if selected(outcome):
        assert naive(min) == naive(max) == selected(outcome)
    if in_state(outcome, "tie_pending"):
        assert naive(min) | naive(max) <= in_state(outcome, "tie_pending")


@steady
@given(seed=seeds)
def test_equal_shares_keep_the_budget(seed):
    rule, ideas, ballots = random_poll("equal_shares", seed)
    outcome = counted((rule, ideas, ballots))
    totals = outcome["totals"]
    costs = {idea["ref"]: idea["cost"] for idea in ideas}
    assert sum(costs[ref] for ref in selected(outcome)) == totals["spent"]
    assert totals["spent"] + totals["held_for_ties"] + totals["left"] == rule["budget_total"]


@steady
@given(seed=seeds)
def test_every_bought_idea_is_paid_in_full_and_no_voter_overspends(seed):
    """Every purse replayed on its own, one voter at a time, from the order of purchase and the highest payments."""
    rule, ideas, ballots = random_poll("equal_shares", seed)
    terms = settle_terms(rule)
    tally = Tally(terms, settle_ideas(ideas, terms))
    cast = [set(choices) for choices in tally.walk([choices for _serial, choices in ballots])]
    cast = [choices for choices in cast if choices]
    votes = [ref for ref in tally.live if tally.votes[ref]]
    voters = voters_of(tally, [dict.fromkeys(choices, 1) for choices in cast])
    for share in (Fraction(rule["budget_total"], max(1, len(cast))), Fraction(rule["budget_total"], 3)):
        for way in Market(tally, voters, votes, Ties(())).step(share).ways:
            purses = [share] * len(cast)
            for ref, highest in way.prices.items():
                paid = [min(purses[n], highest) if ref in cast[n] else 0 for n in range(len(cast))]
                assert sum(paid) == tally.live[ref]["cost"]
                purses = [purse - payment for purse, payment in zip(purses, paid, strict=True)]
            assert min(purses, default=0) >= 0
            for ref in votes:
                if ref not in way.prices:
                    rest = sum(purse for purse, choices in zip(purses, cast, strict=True) if ref in choices)
                    assert rest == way.unspent[ref] < tally.live[ref]["cost"]


def test_no_float_and_nothing_but_the_standard_library():
    """The whole package: no division to a float, no float written down, no import from outside."""
    allowed = {
        "ast",
        "collections",
        "csv",
        "dataclasses",
        "fractions",
        "functools",
        "hashlib",
        "io",
        "json",
        "math",
        "pathlib",
        "re",
        "sys",
        "typing",
    }
    for file in Path(ideas.counting.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            # Where paths are handled "/" joins them.
            if file.stem not in ("check", "reading", "recount", "writing"):
                assert not isinstance(node, ast.Div), f"{file.name} divides with /"
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), file.name
            assert not (isinstance(node, ast.Name) and node.id in ("float", "round")), file.name
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= allowed, file.name
            if isinstance(node, ast.ImportFrom):
                assert node.module.split(".")[0] in allowed or node.module.startswith("ideas.counting"), file.name
