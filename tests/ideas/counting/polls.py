"""Polls made for the tests: by hand with few words, and at random from a seed."""

import random
import string


def approve(**settings):
    return {"ballot_type": "approve", "count_rule": "most", "winners_k": 2} | settings


def points(**settings):
    return {"ballot_type": "points", "count_rule": "most", "votes_per_ballot": 10, "winners_k": 2} | settings


def budget(total, **settings):
    return {"ballot_type": "approve", "count_rule": "budget_greedy", "budget_total": total} | settings


def ranked(**settings):
    return {"ballot_type": "rank", "count_rule": "irv"} | settings


def shares(total, **settings):
    return {
        "ballot_type": "approve",
        "count_rule": "equal_shares",
        "budget_total": total,
        "completion": "none",
    } | settings


def rankings(*ballots):
    """`(42, "MNCK")`: forty-two ballots that rank M first."""
    return [{ref: rank for rank, ref in enumerate(order, start=1)} for times, order in ballots for _ in range(times)]


def ideas_of(spec, suspended=""):
    """`"A B C"`, or with costs `{"A": 600, "B": 800}`."""
    costs = spec if isinstance(spec, dict) else dict.fromkeys(spec.split())
    return [
        {"ref": ref, "cost": cost, "state": "suspended" if ref in suspended.split() else "on_ballot"}
        for ref, cost in costs.items()
    ]


def chosen(*ballots):
    """`"AB"` approves A and B, `""` is blank; a number repeats: `(3, "AB")`."""
    spelled = [ballot if isinstance(ballot, tuple) else (1, ballot) for ballot in ballots]
    return [dict.fromkeys(refs, 1) for times, refs in spelled for _ in range(times)]


def lines(outcome):
    return {line["ref"]: line for line in outcome["ideas"]}


def in_state(outcome, state):
    return {line["ref"] for line in outcome["ideas"] if line["state"] == state}


def selected(outcome):
    return in_state(outcome, "selected")


def reason(outcome, ref):
    return lines(outcome)[ref]["reason"]


def lot(group, order):
    return {
        "group": group,
        "order": order.split(),
        "method": "slips from a hat",
        "witnesses": ["Ana Ruiz", "Bo Lindström"],
        "at": "2026-11-28T10:00:00Z",
    }


def random_poll(count_rule, seed):
    """A poll small enough for many ties: rule, ideas, and ballots with random serials, in random order."""
    dice = random.Random(f"{count_rule}-{seed}")
    rule = {"count_rule": count_rule, **RANDOM_RULES[count_rule](dice)}
    refs = [f"2026-{number:03}" for number in dice.sample(range(1, 1000), dice.randint(1, 12))]
    ideas = [
        {
            "ref": ref,
            "title": f"Idea {ref}, “with trees”",
            "cost": dice.choice([1, 5, 10, 10, 20, 35]) * 1000,
            "state": "suspended" if dice.random() < 0.1 else "on_ballot",
        }
        for ref in refs
    ]
    live = [idea["ref"] for idea in ideas if idea["state"] == "on_ballot"]
    out = [idea["ref"] for idea in ideas if idea["state"] == "suspended"]
    chosen_ballots = [random_choices(dice, rule, live, out) for _ in range(dice.choice([0, 1, 5, 12, 40, 90]))]
    ballots = list(zip(random_serials(dice, len(chosen_ballots)), chosen_ballots, strict=True))
    paper = dice.randint(0, len(ballots))
    rule["turnout"] = {"online": len(ballots) - paper, "paper": paper, "spoiled": dice.randint(0, 3)}
    return rule, ideas, ballots


def random_choices(dice, rule, live, out):
    most = min(rule.get("votes_per_ballot") or len(live), len(live))
    picked = dice.sample(live, dice.randint(0, most))
    if rule["ballot_type"] == "rank":
        ranked = picked + out[: dice.randint(0, len(out))]
        dice.shuffle(ranked)
        return {ref: rank for rank, ref in enumerate(ranked, start=1)}
    choices = dict.fromkeys(picked, 1)
    if rule["ballot_type"] == "points":
        choices = dict.fromkeys(picked[:2], dice.randint(1, rule["votes_per_ballot"] // 2))
    choices.update(dict.fromkeys(out[: dice.randint(0, len(out))], 1))
    return choices


def random_serials(dice, number):
    return ["".join(dice.choices(string.ascii_lowercase + string.digits, k=16)) for _ in range(number)]


def _random_most(dice):
    kind = dice.choice(["approve", "points"])
    decided_by = dice.choice([{"winners_k": 3}, {"min_support_to_pass": 4}, {"winners_k": 2, "min_support_to_pass": 3}])
    return {"ballot_type": kind, "votes_per_ballot": dice.choice([2, 4, 9]), **decided_by}


def _random_budget_greedy(dice):
    return {
        "ballot_type": "approve",
        "votes_per_ballot": dice.choice([None, 3]),
        "budget_total": dice.choice([0, 15, 40, 90]) * 1000,
        "stop_at_first_misfit": dice.random() < 0.3,
    }


def _random_irv(dice):
    return {"ballot_type": "rank", "votes_per_ballot": dice.choice([None, 3])}


def _random_schulze(dice):
    return {"ballot_type": "rank", "winners_k": dice.randint(1, 3)}


def _random_equal_shares(dice):
    return {
        "ballot_type": "approve",
        "votes_per_ballot": dice.choice([None, 3]),
        "budget_total": dice.choice([0, 15, 40, 90]) * 1000,
        "completion": dice.choice(["add1", "none"]),
        "add1_step": 500,
        "share_test": dice.random() < 0.3,
        "compare_with_greedy": dice.random() < 0.5,
    }


RANDOM_RULES = {
    "most": _random_most,
    "budget_greedy": _random_budget_greedy,
    "irv": _random_irv,
    "schulze": _random_schulze,
    "equal_shares": _random_equal_shares,
}
