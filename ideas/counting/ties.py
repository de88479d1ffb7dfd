"""Ties are reported, not broken: only a lot drawn in public and recorded can order ideas that the ballots made equal.

Groups are numbered tie-1, tie-2 and so on in the order in which the count meets them. That order comes from votes, costs and
rounds alone, so that neither a reference, nor a date, nor the alphabet decides anything.
"""

from collections.abc import Collection
from typing import Any

from ideas.counting.terms import CannotCount, Lot, shown


class Ties:
    """The tied groups of one count, with the lots already drawn for them."""

    def __init__(self, lots: tuple[Lot, ...]) -> None:
        self._lots = {lot.group: lot for lot in lots}
        self.groups: list[dict[str, Any]] = []

    def meet(self, members: Collection[str], places: int, **facts: Any) -> tuple[str, tuple[str, ...] | None]:
        """Notes a group with fewer places than members. Returns its name, and the order of its lot or None while undrawn."""
        group = f"tie-{len(self.groups) + 1}"
        lot = self._lots.pop(group, None)
        if lot is not None and (len(lot.order) != len(members) or set(lot.order) != set(members)):
            raise CannotCount(
                f"The lot for {group} must name each of its {len(members)} tied ideas once, and no other."
            )
        noted = {"group": group, "members": sorted(members), "places": places, **facts}
        noted["state"] = "tie_pending" if lot is None else "lot_drawn"
        noted["lot"] = None if lot is None else lot.record()
        self.groups.append(noted)
        return group, None if lot is None else lot.order

    def record(self) -> list[dict[str, Any]]:
        """All groups, in order. Raises CannotCount if a lot was drawn for a group that is not tied."""
        if self._lots:
            raise CannotCount(f"A lot is recorded for {shown(next(iter(self._lots)))}, but no such group is tied.")
        return self.groups
