"""What a way to count hands back: for each idea its state with the reason, the order, and its own tables.

Reasons are codes with numbers, never sentences, so that the site can say them in any language.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

SELECTED, NOT_SELECTED, TIE_PENDING, SUSPENDED = "selected", "not_selected", "tie_pending", "suspended"


@dataclass
class Verdict:
    ranks: dict[str, int]
    states: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, dict[str, Any]] = field(default_factory=dict)
    totals: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def say(self, refs: Iterable[str], state: str, code: str, **facts: Any) -> None:
        for ref in refs:
            self.states[ref] = state
            self.reasons[ref] = {"code": code, **facts}

    def share_out(
        self, group: str, members: Collection[str], order: tuple[str, ...] | None, places: int, **facts: Any
    ) -> None:
        """Says what a tie means for each member: pending, or the place its lot gave it."""
        if order is None:
            self.say(members, TIE_PENDING, "tied", group=group, members=len(members), places=places, **facts)
            return
        for place, ref in enumerate(order, start=1):
            won = place <= places
            state, code = (SELECTED, "lot_won") if won else (NOT_SELECTED, "lot_lost")
            self.say([ref], state, code, group=group, place=place, places=places, **facts)


def levels(keys: dict[str, Any]) -> list[list[str]]:
    """The ideas from the smallest key to the largest, equals together. Order inside a level means nothing."""
    together: dict[Any, list[str]] = {}
    for ref, key in keys.items():
        together.setdefault(key, []).append(ref)
    return [together[key] for key in sorted(together)]


def shared_ranks(ordered: list[list[str]]) -> dict[str, int]:
    """1, 2, 2, 4: equals share the better rank, and the next one counts everybody before it."""
    ranks: dict[str, int] = {}
    for level in ordered:
        ranks.update(dict.fromkeys(level, len(ranks) + 1))
    return ranks
