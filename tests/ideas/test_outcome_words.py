"""Whatever the engine can answer, the results page has words for."""

from itertools import chain

import pytest

from ideas import words
from ideas.counting import count
from ideas.words.outcome import OF_ITSELF, OF_OTHERS
from tests.ideas.counting.polls import RANDOM_RULES, chosen, ideas_of, lot, random_poll, ranked, rankings, shares

SEEDS = range(60)


def counted(rule):
    """Small polls with many ties, undrawn; and each tie once more with a lot drawn for it."""
    for seed in SEEDS:
        terms, ideas, ballots = random_poll(rule, seed)
        if rule == "equal_shares":
            terms["compare_with_greedy"] = True
        choices = [choices for _serial, choices in ballots]
        outcome = count(terms, ideas, choices)
        yield outcome
        if outcome["ties"]:
            tie = outcome["ties"][0]
            yield count({**terms, "lots": [lot(tie["group"], " ".join(tie["members"]))]}, ideas, choices)


@pytest.fixture(scope="module")
def outcomes():
    return {rule: list(counted(rule)) for rule in RANDOM_RULES}


def test_every_reason_of_every_rule_is_a_sentence(outcomes):
    met = set()
    for outcome in chain(*outcomes.values()):
        titles = {line["ref"]: f"Idea {line['ref']}" for line in outcome["ideas"]}
        assert words.headline(outcome).endswith(".")
        for line in outcome["ideas"]:
            met.add(line["reason"]["code"])
            said = words.why(line, outcome, titles, {})
            assert said and "%(" not in said and "None" not in said, line
    never = {*OF_ITSELF, *OF_OTHERS, "suspended"} - met
    assert not never, f"No count answers {never}: the sentence is not needed, or this test is too small."


def test_no_bar_is_longer_than_that_of_a_better_rank(outcomes):
    for outcome in chain(*outcomes.values()):
        numbers, _unit = words.measured(outcome)
        codes = {line["reason"]["code"] for line in outcome["ideas"]}
        if "same_winner_either_way" in codes:  # it wins whatever happens next, without having most yet
            continue
        ranked_lines = [line for line in outcome["ideas"] if line["rank"] is not None]
        shown = [numbers[line["ref"]] for line in sorted(ranked_lines, key=lambda line: line["rank"])]
        assert shown == sorted(shown, reverse=True), outcome


def test_each_table_belongs_to_its_rule(outcomes):
    for rule, answers in outcomes.items():
        for outcome in answers:
            assert (words.rounds(outcome, {}) is not None) == (rule == "irv")
            assert (words.pairs(outcome, {}) is not None) == (rule == "schulze")
            assert (words.payments(outcome, {}) is not None) == (rule == "equal_shares")


def test_supporters_read_what_they_paid():
    ideas, voters = ideas_of({"A": 600, "B": 300}), chosen((3, "A"), (1, "B"))
    outcome = count(shares(800), ideas, voters)
    a, b = outcome["ideas"]
    assert words.why(a, outcome, {}, {}) == "Its 3 supporters paid €200.00 each of their shares of the budget."
    assert words.why(b, outcome, {}, {}) == "It costs €300, and the shares of its supporters had €200.00 left together."


def test_who_has_less_pays_less():
    ideas, voters = ideas_of({"A": 300, "B": 450}), chosen((3, "AB"), (3, "B"))
    outcome = count(shares(900), ideas, voters)
    said = [words.why(line, outcome, {}, {}) for line in outcome["ideas"]]
    assert "Its 6 supporters paid €75.00 each of their shares of the budget." in said


@pytest.mark.parametrize(
    ("costs", "voters", "rule", "said"),
    [
        ({"A": 60, "B": 50}, ((3, "A"), (1, "B")), {}, "€60 spent, €40 left: each other idea that could be bought costs more"),
        ({"A": 60, "B": 40}, ((6, "A"), (4, "B")), {}, "€100 spent, nothing left."),
        ({"A": 60}, ((3, "A"),), {}, "€60 spent, €40 left: there was no other idea that could be bought."),
        ({"A": 60, "B": 30}, ((3, "A"), (1, "B")), {}, "€60 spent, €40 left: the shares of the supporters of other ideas"),
        ({"A": 40, "B": 40}, ((1, "AB"),), {"completion": "add1"}, "€80 spent, €20 left: there was no other idea"),
    ],
)  # fmt: skip
def test_what_is_left_is_named_with_the_reason(costs, voters, rule, said):
    told = words.payments(count(shares(100, **rule), ideas_of(costs), chosen(*voters)), {})
    assert told["left"].startswith(said)


def test_no_idea_that_fits_is_said_to_be_too_dear(outcomes):
    """Whatever is left, the sentence about it is true of every idea that took part."""
    for outcome in outcomes["equal_shares"]:
        said, left = words.payments(outcome, {})["left"], outcome["totals"]["left"]
        short = [line["cost"] for line in outcome["ideas"] if line["reason"]["code"] == "supporters_short"]
        assert ("costs more than that" in said) == bool(left and short and min(short) > left), outcome
        assert ("larger shares" in said) <= (outcome["rule"]["completion"] == "add1")


def test_raised_shares_are_said_to_be_a_means_of_calculating():
    voters = chosen((3, "A"), (2, "B"), (2, "AC"))
    outcome = count(shares(700, completion="add1"), ideas_of({"A": 300, "B": 220, "C": 180}), voters)
    told = words.payments(outcome, {})
    assert outcome["details"]["completion_steps"] and "only a means of calculating" in told["raised"]
    assert "raised" not in told["lead"] and "Nobody pays anything of their own." in told["lead"]
    plain = count(shares(700), ideas_of({"A": 300, "B": 220, "C": 180}), voters)
    assert words.payments(plain, {})["raised"] == ""


def test_who_was_short_even_of_raised_shares_reads_so(outcomes):
    """More than there is money may be left in them."""
    for outcome in outcomes["equal_shares"]:
        for line in outcome["ideas"]:
            if line["reason"]["code"] == "supporters_short" and line["reason"]["left_hundredths"] is not None:
                raised = "even the raised shares" in words.why(line, outcome, {}, {})
                assert raised == bool(outcome["details"]["completion_steps"])


def test_the_comparison_names_what_votes_alone_would_have_chosen():
    ideas = ideas_of({"A": 50, "B": 50, "C": 50})
    outcome = count(shares(100, compare_with_greedy=True), ideas, chosen((6, "AB"), (4, "C")))
    told = words.payments(outcome, {"A": "Lamps", "B": "Benches", "C": "Trees"})
    assert {row["name"]: (row["here"], row["there"]) for row in told["compared"]}
    assert told["compared_words"].endswith(".")


def test_a_run_off_tells_its_rounds():
    outcome = count(ranked(winners_k=1), ideas_of("A B C"), rankings((4, "A"), (3, "BC"), (2, "CB")))
    told = words.rounds(outcome, {})
    assert [[cell["votes"] for cell in row["cells"]] for row in told["rows"]] == [[3, 5], [4, 4], [2, None]]
    assert [words.why(line, outcome, {}, {}) for line in outcome["ideas"]] == [
        "More than half in round 2: 5 of the 9 ballots that still counted.",
        "4 ballots counted for it in the last round, 5 for the winner.",
        "Out in round 1: 2 ballots counted for it, the fewest of all.",
    ]


def test_who_goes_out_by_lot_reads_that_the_lot_decided():
    voters = rankings((7, "AB"), (7, "BA"))
    rule = ranked(winners_k=1)
    assert words.headline(count(rule, ideas_of("A B"), voters)) == "A lot decides who wins."
    drawn = count({**rule, "lots": [lot("tie-1", "B A")]}, ideas_of("A B"), voters)
    said = {line["ref"]: words.why(line, drawn, {"B": "Lamps"}, {}) for line in drawn["ideas"]}
    assert said["A"] == (
        "Out in round 1: 7 ballots counted for it, as many as for “Lamps”, and the lot drawn in public decided."
    )
    assert said["B"] == "More than half in round 2: 14 of the 14 ballots that still counted."


def test_fewest_of_all_is_said_of_one_idea_in_a_round_and_of_none_that_tied(outcomes):
    for outcome in outcomes["irv"]:
        for line in outcome["ideas"]:
            if "the fewest of all" in words.why(line, outcome, {}, {}):
                votes = outcome["details"]["rounds"][line["reason"]["round"] - 1]["votes"]
                assert [ref for ref, n in votes.items() if n <= votes[line["ref"]]] == [line["ref"]], outcome


@pytest.mark.parametrize(
    ("voters", "places", "said"),
    [
        ((2, "A"), 1, "A lot decides who wins."),
        ((3, "C"), 2, "One idea won. A lot decides the last place."),
        ((2, "AB"), 3, "Two ideas won. A lot decides the last place."),
    ],
)
def test_the_headline_of_a_tie_says_what_the_lot_decides(voters, places, said):
    rest = (2, "B") if places == 1 else (1, "AB") if places == 2 else (1, "CD")
    outcome = count(rule_of(places), ideas_of("A B C D"), chosen(voters, rest))
    assert words.headline(outcome) == said


def rule_of(places):
    return {"ballot_type": "approve", "count_rule": "most", "votes_per_ballot": 3, "winners_k": places}


def test_who_is_beaten_reads_by_whom():
    rule = ranked(count_rule="schulze", winners_k=1)
    outcome = count(rule, ideas_of("A B"), rankings((5, "AB"), (2, "BA")))
    said = [words.why(line, outcome, {"A": "Lamps"}, {}) for line in outcome["ideas"]]
    assert said == [
        "Against each other idea, more ballots put this one above.",
        "5 ballots put “Lamps” above it, 2 the other way round.",
    ]
