"""Support by neighborhood, told so that it says nothing of fewer than ten people.

Counted at the freeze, before anybody's name leaves the roll. A neighborhood is told where at least ten of its people voted. The
number of those who chose an idea is told where at least ten did and at least ten did not; and what is left untold must be as
large on both sides, so that nobody finds it by subtraction.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count

from .models import Ballot, BallotLine, IdeaPoll

ENOUGH = 10


def support_by_hood(poll: IdeaPoll, refs: Collection[str]) -> dict[str, Any]:
    """`voters`: neighborhood → how many voted; `chose`: reference → neighborhood → how many chose it. Keys are primary keys
    as text, for JSON."""
    hood = "voter__person__neighborhood"
    valid = Ballot.objects.counting().filter(poll=poll)
    voters = dict(valid.values_list(hood).annotate(n=Count("pk")))
    lines = BallotLine.objects.filter(ballot__in=valid, idea__ref__in=refs)
    chose: dict[str, dict[int | None, int]] = defaultdict(dict)
    for ref, pk, n in lines.values_list("idea__ref", f"ballot__{hood}").annotate(n=Count("pk")):
        chose[ref][pk] = n
    told = told_hoods(voters)
    cells = {ref: told_cells(voters, chose[ref], told) for ref in sorted(chose)}
    return {
        "voters": {str(pk): voters[pk] for pk in told},
        "chose": {ref: {str(pk): n for pk, n in found.items()} for ref, found in cells.items() if found},
    }


def told_hoods(voters: Mapping[int | None, int]) -> list[int]:
    """The largest first. Those who live elsewhere, or do not say where, are never told apart."""
    told = sorted((pk for pk, n in voters.items() if pk is not None and n >= ENOUGH), key=lambda pk: (-voters[pk], pk))
    while told and 0 < sum(voters.values()) - sum(voters[pk] for pk in told) < ENOUGH:
        told.pop()
    return told


def told_cells(voters: Mapping[int | None, int], chose: Mapping[int | None, int], told: list[int]) -> dict[int, int]:
    """How many chose one idea, in each neighborhood where that can be said."""
    cells = {
        pk: chose.get(pk, 0) for pk in told if chose.get(pk, 0) >= ENOUGH and voters[pk] - chose.get(pk, 0) >= ENOUGH
    }
    while cells:
        did = sum(chose.values()) - sum(cells.values())
        did_not = sum(voters.values()) - sum(voters[pk] for pk in cells) - did
        if did + did_not == 0 or (did >= ENOUGH and did_not >= ENOUGH):
            break
        del cells[min(cells, key=lambda pk: (voters[pk], pk))]
    return cells
