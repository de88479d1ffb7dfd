"""The count itself: a pure function of the rule, the ideas and the ballots.

Whoever counts the same material twice gets the same outcome, to the byte: nothing here reads a clock, a random number, a setting
or the order of the ballots, and no number is ever a float.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ideas.counting.budget_greedy import budget_greedy
from ideas.counting.equal_shares import equal_shares
from ideas.counting.irv import irv
from ideas.counting.most import most
from ideas.counting.recount import engine_version
from ideas.counting.schulze import schulze
from ideas.counting.tally import Choices, Progress, Tally, quiet
from ideas.counting.terms import CannotCount, settle_ideas, settle_terms
from ideas.counting.ties import Ties
from ideas.counting.verdict import SUSPENDED, Verdict

COUNT_RULES: dict[str, Callable[[Tally, Iterable[Choices], Ties], Verdict]] = {
    "most": most,
    "budget_greedy": budget_greedy,
    "irv": irv,
    "schulze": schulze,
    "equal_shares": equal_shares,
}


def count(
    rule: Mapping[str, Any],
    ideas: list[dict[str, Any]],
    ballots: Iterable[Choices],
    progress: Progress = quiet,
) -> dict[str, Any]:
    """The outcome of one poll, ready for `outcome_json`. Reads the ballots once, in any order. Raises CannotCount.

    `progress` hears ("ballots", n) now and then, and ("completion_step", n) while equal shares are completed.
    """
    terms = settle_terms(rule)
    on_ballot = settle_ideas(ideas, terms)
    tally, ties = Tally(terms, on_ballot, progress), Ties(terms.lots)
    verdict = COUNT_RULES[terms.count_rule](tally, tally.walk(ballots), ties)
    return {
        "details": verdict.details,
        "engine_version": engine_version(),
        "ideas": _ideas(on_ballot, tally, verdict),
        "rule": terms.record(),
        "ties": ties.record(),
        "totals": {**tally.totals(), **verdict.totals},
    }


def outcome_json(outcome: Mapping[str, Any]) -> str:
    """The one spelling of an outcome: sorted keys, two spaces, ASCII, a newline at the end."""
    return (
        json.dumps(outcome, sort_keys=True, indent=2, separators=(",", ": "), ensure_ascii=True, allow_nan=False) + "\n"
    )


def same_outcome(one: str, other: str) -> bool:
    """Whether two outcomes differ in nothing but the engine that counted them, for recounts by a later engine."""
    first, second = json.loads(one), json.loads(other)
    first.pop("engine_version", None)
    second.pop("engine_version", None)
    return bool(first == second)


def _ideas(on_ballot: list[dict[str, Any]], tally: Tally, verdict: Verdict) -> list[dict[str, Any]]:
    """By rank, suspended ones last. Inside a shared rank the references only fix the spelling of the file."""
    lines = [_idea(idea, tally, verdict) for idea in on_ballot]
    return sorted(lines, key=lambda line: (line["rank"] is None, line["rank"], line["ref"]))


def _idea(idea: dict[str, Any], tally: Tally, verdict: Verdict) -> dict[str, Any]:
    ref = idea["ref"]
    if idea["state"] == SUSPENDED:
        reason = {"code": "suspended", "ignored_ballots": tally.naming[ref]}
        return {
            "ballots": 0,
            "cost": idea["cost"],
            "rank": None,
            "reason": reason,
            "ref": ref,
            "state": SUSPENDED,
            "votes": 0,
        }
    if ref not in verdict.states:
        raise CannotCount(f"The count left the idea {ref} without a decision; this is a fault of the engine.")
    return {
        "ballots": tally.naming[ref],
        "cost": idea["cost"],
        "rank": verdict.ranks[ref],
        "reason": verdict.reasons[ref],
        "ref": ref,
        "state": verdict.states[ref],
        "votes": tally.votes[ref],
    }
