"""What must hold for every poll, tried on polls that hypothesis makes up."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ideas.counting
from ideas.counting import count, outcome_json
from tests.ideas.counting.polls import in_state, lines, random_poll, selected

RULES = ["most", "budget_greedy"]
seeds = st.integers(min_value=0, max_value=10**9)


def counted(poll):
    rule, ideas, ballots = poll
    return count(rule, ideas, [choices for _serial, choices in ballots])


@pytest.mark.parametrize("count_rule", RULES)
@given(seed=seeds, dice=st.randoms(use_true_random=False))
def test_order_of_ballots_ideas_and_lines_leaves_every_byte_alike(count_rule, seed, dice):
    rule, ideas, ballots = random_poll(count_rule, seed)
    first = outcome_json(counted((rule, ideas, ballots)))
    mixed = [(serial, dict(dice.sample(list(choices.items()), len(choices)))) for serial, choices in ballots]
    dice.shuffle(mixed)
    mixed_ideas = dice.sample(ideas, len(ideas))
    assert outcome_json(counted((rule, mixed_ideas, mixed))) == first


@pytest.mark.parametrize("count_rule", RULES)
@given(seed=seeds, dice=st.randoms(use_true_random=False))
def test_other_names_for_the_ideas_change_nothing_but_the_names(count_rule, seed, dice):
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


@given(seed=seeds, dice=st.randoms(use_true_random=False))
def test_one_more_vote_for_a_winner_leaves_it_a_winner(seed, dice):
    rule, ideas, ballots = random_poll("most", seed)
    rule = {**rule, "turnout": None}
    for winner in selected(counted((rule, ideas, ballots))):
        assert winner in selected(counted((rule, ideas, [*ballots, ("more", {winner: 1})])))


@given(seed=seeds)
def test_there_are_never_more_winners_than_places(seed):
    rule, ideas, ballots = random_poll("most", seed)
    outcome = counted((rule, ideas, ballots))
    if rule.get("winners_k"):
        assert len(selected(outcome)) + sum(tie["places"] for tie in outcome["ties"]) <= rule["winners_k"]


@given(seed=seeds)
def test_no_loser_has_more_votes_than_a_winner(seed):
    outcome = counted(random_poll("most", seed))
    votes = {ref: line["votes"] for ref, line in lines(outcome).items()}
    losers = in_state(outcome, "not_selected") | in_state(outcome, "tie_pending")
    for winner in selected(outcome):
        assert all(votes[winner] > votes[loser] for loser in losers)


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
@given(seed=seeds, dice=st.randoms(use_true_random=False))
def test_lots_fill_every_place_and_touch_nobody_else(count_rule, seed, dice):
    """With all lots drawn nothing is pending, and whoever was selected without them still is."""
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
