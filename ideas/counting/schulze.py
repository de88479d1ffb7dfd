"""The Schulze method (Markus Schulze, 2011, Social Choice and Welfare 36): ideas compared two by two.

For each pair it counts the ballots that rank the one above the other; an idea that a ballot does not name stands below all it names,
equal to the others not named. A win in a pair is as strong as the ballots for it ("winning votes"), a chain of wins as strong
as its weakest, and an idea stands above another if its strongest chain to it is stronger than the one back. An idea that
beats each other one in pairs always comes first.

Places are filled level by level: those above whom nobody stands, then those above whom only they stood, and so on. A level that is
larger than the places left is a tie. An idea that no ballot names is never selected.
"""

from collections import Counter
from collections.abc import Iterable

from ideas.counting.tally import Choices, Tally
from ideas.counting.ties import Ties
from ideas.counting.verdict import NOT_SELECTED, SELECTED, Verdict, shared_ranks

Pairs = dict[str, dict[str, int]]


def schulze(tally: Tally, ballots: Iterable[Choices], ties: Ties) -> Verdict:
    preferred = _preferred(tally, ballots)
    strength = _strongest_chains(preferred)
    ordered = _levels(strength)
    verdict = Verdict(ranks=shared_ranks(ordered))
    left = tally.terms.winners_k or 0
    for level in ordered:
        named = [ref for ref in level if tally.naming[ref]]
        verdict.say((ref for ref in level if not tally.naming[ref]), NOT_SELECTED, "no_votes")
        if not named:
            continue
        if left == 0:
            verdict.say(named, NOT_SELECTED, "beaten", places=tally.terms.winners_k)
        elif len(named) <= left:
            verdict.say(named, SELECTED, "beats_the_rest", places=tally.terms.winners_k)
            left -= len(named)
        else:
            group, order = ties.meet(named, left, votes=None, cost=None)
            verdict.share_out(group, named, order, left)
            left = 0
    verdict.details = {
        "beats_all": _beats_all(preferred),
        "pairwise": preferred,
        "strongest_chains": strength,
    }
    return verdict


def _preferred(tally: Tally, ballots: Iterable[Choices]) -> Pairs:
    """How many ballots rank the first above the second."""
    alike = Counter(tuple(sorted(choices.items())) for choices in ballots if choices)
    not_above: Pairs = {ref: dict.fromkeys(tally.live, 0) for ref in tally.live}
    for ranking, times in alike.items():
        for one, rank in ranking:
            row = not_above[one]
            for other, other_rank in ranking:
                if other_rank <= rank:
                    row[other] += times
    # Whoever names the first and not the second ranks it above: only ballots that name both can speak against it.
    return {
        one: {other: tally.naming[one] - row[other] for other in row if other != one} for one, row in not_above.items()
    }


def _strongest_chains(preferred: Pairs) -> Pairs:
    """The widest-path form of Floyd and Warshall."""
    strength = {
        one: {other: votes if votes > preferred[other][one] else 0 for other, votes in row.items()}
        for one, row in preferred.items()
    }
    for between, onward in strength.items():
        for one, row in strength.items():
            if one == between:
                continue
            reach = row[between]
            for other, votes in onward.items():
                if other != one:
                    through = votes if votes < reach else reach
                    if through > row[other]:
                        row[other] = through
    return strength


def _levels(strength: Pairs) -> list[list[str]]:
    left, ordered = set(strength), []
    while left:
        level = [ref for ref in left if not any(strength[o][ref] > strength[ref][o] for o in left if o != ref)]
        ordered.append(level)
        left -= set(level)
    return ordered


def _beats_all(preferred: Pairs) -> str | None:
    """The Condorcet winner, if there is one."""
    for one, row in preferred.items():
        if all(votes > preferred[other][one] for other, votes in row.items()):
            return one
    return None
