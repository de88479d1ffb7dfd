"""What a count is told: the rule, the ideas and the lots, checked before a single ballot is read.

A misspelt or missing setting must stop the count, never change it quietly; so an unknown key is refused, and every number
is a whole number. What belongs to the poll but not to the count (its question, its dates) stands under "about".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
RANK, APPROVE, POINTS = "rank", "approve", "points"
BALLOTS_FOR = {
    "most": (APPROVE, POINTS),
    "budget_greedy": (APPROVE,),
    "irv": (RANK,),
    "schulze": (RANK,),
    "equal_shares": (APPROVE,),
}
RANK_RULES = frozenset({"irv", "schulze"})
BUDGET_RULES = frozenset({"budget_greedy", "equal_shares"})
# The largest sum or count we accept: far above any city, and far below what slows the arithmetic down.
LARGEST = 10**15


class CannotCount(ValueError):
    """The material is not fit to be counted; the text is one sentence for the person who brought it."""


@dataclass(frozen=True)
class Lot:
    """A lot drawn in public for one tied group: `order` names all its members, the first comes first."""

    group: str
    order: tuple[str, ...]
    method: str
    witnesses: tuple[str, ...]
    at: str

    def record(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "method": self.method,
            "order": list(self.order),
            "witnesses": list(self.witnesses),
        }


@dataclass(frozen=True)
class Turnout:
    """Denominators that the ballots themselves cannot show. `paper` counts readable paper ballots; spoiled ones come on top."""

    online: int | None = None
    paper: int | None = None
    spoiled: int = 0
    voided: int = 0
    late_refused: int = 0
    unconfirmed: int = 0
    eligible: int | None = None


@dataclass(frozen=True)
class Terms:
    """One poll's rule, with every default filled in. Money is in the poll's own whole unit."""

    ballot_type: str
    count_rule: str
    votes_per_ballot: int | None
    max_per_idea: int
    min_choices: int
    winners_k: int | None
    min_support_to_pass: int
    budget_total: int | None
    stop_at_first_misfit: bool
    turnout: Turnout
    completion: str = "none"
    add1_step: int = 1
    share_test: bool = False
    compare_with_greedy: bool = False
    lots: tuple[Lot, ...] = field(default=())

    def record(self) -> dict[str, Any]:
        """The rule as the outcome repeats it, so that an outcome explains itself."""
        told = {
            "ballot_type": self.ballot_type,
            "budget_total": self.budget_total,
            "count_rule": self.count_rule,
            "max_per_idea": self.max_per_idea,
            "min_choices": self.min_choices,
            "min_support_to_pass": self.min_support_to_pass,
            "stop_at_first_misfit": self.stop_at_first_misfit,
            "votes_per_ballot": self.votes_per_ballot,
            "winners_k": self.winners_k,
        }
        if self.count_rule == "equal_shares":
            told |= {
                "add1_step": self.add1_step,
                "compare_with_greedy": self.compare_with_greedy,
                "completion": self.completion,
                "share_test": self.share_test,
            }
        return told


# Keys that a rule may hold; "files" carries fingerprints and "about" the poll's words, neither changes the count.
RULE_KEYS = frozenset(
    {
        "about",
        "add1_step",
        "ballot_type",
        "budget_total",
        "compare_with_greedy",
        "completion",
        "count_rule",
        "files",
        "lots",
        "max_per_idea",
        "min_choices",
        "min_support_to_pass",
        "share_test",
        "stop_at_first_misfit",
        "turnout",
        "votes_per_ballot",
        "winners_k",
    }
)
TURNOUT_KEYS = frozenset({"eligible", "late_refused", "online", "paper", "spoiled", "unconfirmed", "voided"})
LOT_KEYS = frozenset({"at", "group", "method", "order", "witnesses"})
# Settings that mean something for one way to count only.
ONLY_FOR = {
    "add1_step": "equal_shares",
    "compare_with_greedy": "equal_shares",
    "completion": "equal_shares",
    "share_test": "equal_shares",
    "stop_at_first_misfit": "budget_greedy",
}
IDEA_STATES = frozenset({"on_ballot", "suspended"})


def settle_terms(rule: Mapping[str, Any]) -> Terms:
    """Checks a rule and fills in its defaults. Raises CannotCount."""
    _only_known(rule, RULE_KEYS, "The rule")
    count_rule = rule.get("count_rule")
    if not isinstance(count_rule, str) or count_rule not in BALLOTS_FOR:
        raise CannotCount(f"The rule names a way to count that this engine does not know: {shown(count_rule)}.")
    ballot_type = rule.get("ballot_type")
    if ballot_type not in BALLOTS_FOR[count_rule]:
        raise CannotCount(f"The way to count {count_rule} does not go with the ballot {shown(ballot_type)}.")
    votes = _number(rule, "votes_per_ballot", least=1)
    if ballot_type == POINTS and votes is None:
        raise CannotCount("A points ballot needs votes_per_ballot, the number of points each voter has.")
    terms = Terms(
        ballot_type=ballot_type,
        count_rule=count_rule,
        votes_per_ballot=votes,
        max_per_idea=_most_on_one_idea(rule, ballot_type, votes),
        min_choices=_number(rule, "min_choices", least=0) or 1,
        winners_k=_number(rule, "winners_k", least=1) or (1 if count_rule == "irv" else None),
        # An idea that nobody chose never passes, even where places or money are left over.
        min_support_to_pass=max(1, _number(rule, "min_support_to_pass", least=0) or 0),
        budget_total=_number(rule, "budget_total", least=0),
        stop_at_first_misfit=_switch(rule, "stop_at_first_misfit"),
        turnout=_turnout(rule.get("turnout")),
        completion=_completion(rule, count_rule),
        add1_step=_number(rule, "add1_step", least=1) or 1,
        share_test=_switch(rule, "share_test"),
        compare_with_greedy=_switch(rule, "compare_with_greedy"),
        lots=_lots(rule.get("lots")),
    )
    for key, its_rule in ONLY_FOR.items():
        if rule.get(key) and count_rule != its_rule:
            raise CannotCount(f"{key} belongs to {its_rule} only.")
    _fit_together(terms, has_minimum=rule.get("min_support_to_pass") is not None)
    return terms


def settle_ideas(ideas: list[dict[str, Any]], terms: Terms) -> list[dict[str, Any]]:
    """Checks the ideas on the ballot: `ref`, `state`, and `cost` where money is counted. Raises CannotCount."""
    settled: dict[str, dict[str, Any]] = {}
    for idea in ideas:
        ref = idea.get("ref")
        if not isinstance(ref, str) or not REF.fullmatch(ref):
            raise CannotCount(f"An idea's reference is not one: {shown(ref)}.")
        if ref in settled:
            raise CannotCount(f"The idea {ref} is listed twice.")
        state = idea.get("state") or "on_ballot"
        if state not in IDEA_STATES:
            raise CannotCount(f"The idea {ref} has the state {shown(state)}; it can be on_ballot or suspended.")
        cost = _number(idea, "cost", least=0, of=f"The idea {ref}")
        if cost is None and terms.count_rule in BUDGET_RULES:
            raise CannotCount(f"The idea {ref} has no cost, and this poll spends a budget.")
        settled[ref] = {"ref": ref, "state": state, "cost": cost}
    return list(settled.values())


def shown(value: object) -> str:
    """A foreign value in a sentence: short, on one line, and harmless in a terminal."""
    text = ascii(value) if not isinstance(value, str) else ascii(value)[1:-1]
    return f'"{text[:60]}..."' if len(text) > 60 else f'"{text}"'


def _only_known(given: object, known: frozenset[str], what: str) -> None:
    if not isinstance(given, Mapping):
        raise CannotCount(f"{what} is not a list of settings.")
    for key in given:
        if key not in known:
            raise CannotCount(f"{what} has a setting that this engine does not know: {shown(key)}.")


def _number(given: Mapping[str, Any], key: str, *, least: int, of: str = "The rule") -> int | None:
    value = given.get(key)
    if value is None:
        return None
    # bool is an int in Python, and 2.0 == 2: only true whole numbers may decide.
    if type(value) is not int or not least <= value <= LARGEST:
        raise CannotCount(f"{of} needs a whole number of at least {least} as {key}, not {shown(value)}.")
    return value


def _switch(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key)
    if value not in (None, True, False) or type(value) is int:
        raise CannotCount(f"The rule needs yes or no as {key}, not {shown(value)}.")
    return bool(value)


def _most_on_one_idea(rule: Mapping[str, Any], ballot_type: str, votes: int | None) -> int:
    most = _number(rule, "max_per_idea", least=1)
    if ballot_type == POINTS and votes is not None:
        return -(-votes // 2) if most is None else most
    if ballot_type == APPROVE and most not in (None, 1):
        raise CannotCount("On an approval ballot each idea counts once: max_per_idea can only be 1.")
    return 1


def _completion(rule: Mapping[str, Any], count_rule: str) -> str:
    given = rule.get("completion")
    if given not in (None, "none", "add1"):
        raise CannotCount(f"The completion can be add1 or none, not {shown(given)}.")
    if given is None:
        return "add1" if count_rule == "equal_shares" else "none"
    return str(given)


def _turnout(given: Any) -> Turnout:
    if given is None:
        return Turnout()
    _only_known(given, TURNOUT_KEYS, "The turnout")
    numbers = {key: _number(given, key, least=0, of="The turnout") for key in TURNOUT_KEYS}
    return Turnout(
        online=numbers["online"],
        paper=numbers["paper"],
        spoiled=numbers["spoiled"] or 0,
        voided=numbers["voided"] or 0,
        late_refused=numbers["late_refused"] or 0,
        unconfirmed=numbers["unconfirmed"] or 0,
        eligible=numbers["eligible"],
    )


def _lots(given: Any) -> tuple[Lot, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise CannotCount("The lots are not a list.")
    lots = tuple(_lot(lot) for lot in given)
    if len({lot.group for lot in lots}) < len(lots):
        raise CannotCount("Two lots are recorded for the same tied group.")
    return lots


def _lot(given: Any) -> Lot:
    _only_known(given, LOT_KEYS, "A lot")
    group, order, witnesses = given.get("group"), given.get("order"), given.get("witnesses")
    for key in ("group", "method", "at"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            raise CannotCount(f"A lot needs its {key}, as words.")
    if not isinstance(order, list) or not order or not all(isinstance(ref, str) for ref in order):
        raise CannotCount(f"The lot for {shown(group)} needs the order drawn, as a list of ideas.")
    if not isinstance(witnesses, list) or not witnesses or not all(isinstance(name, str) for name in witnesses):
        raise CannotCount(f"The lot for {shown(group)} needs its witnesses, as a list of names.")
    return Lot(group, tuple(order), given["method"], tuple(witnesses), given["at"])


def _fit_together(terms: Terms, *, has_minimum: bool) -> None:
    if terms.count_rule in BUDGET_RULES:
        if terms.budget_total is None:
            raise CannotCount(f"The way to count {terms.count_rule} needs budget_total.")
        if terms.winners_k is not None:
            raise CannotCount("A budget poll has no fixed number of winners: leave winners_k out.")
    elif terms.count_rule in RANK_RULES:
        if terms.winners_k is None:
            raise CannotCount(f"The way to count {terms.count_rule} needs winners_k.")
        if terms.count_rule == "irv" and terms.winners_k != 1:
            raise CannotCount("Instant run-off has one winner: winners_k can only be 1.")
        if terms.min_support_to_pass > 1:
            raise CannotCount("A ranking adds up no votes: leave min_support_to_pass out.")
    elif terms.winners_k is None and not has_minimum:
        raise CannotCount("The rule needs winners_k or min_support_to_pass, or nothing would decide.")
