"""Instant run-off: one winner. Each ballot counts for the best-ranked of its ideas that still stand.

Round by round: whoever has more than half of the ballots that still count wins; else the last one goes out, and its ballots move on.
A ballot whose ideas are all out is exhausted and no longer counts. Several last ones go out together where even all their
votes joined are fewer than the next one's, for then they would go out one after the other in any case.

Otherwise who goes out first is a tie. If every way to settle it leads to the same winner, no decision is needed and the rounds
end there. If not, a lot decides: the last of its order goes out. Until it is drawn, all who may still win are pending.

The search for possible winners looks at sets of standing ideas, each once. Past `MOST_SETS` of them it gives up and takes
everybody standing for a possible winner: that only asks for a lot where one might have been spared.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ideas.counting.tally import Choices, Tally
from ideas.counting.ties import Ties
from ideas.counting.verdict import NOT_SELECTED, SELECTED, TIE_PENDING, Verdict, levels, shared_ranks

MOST_SETS = 2000
Rankings = dict[tuple[str, ...], int]


def irv(tally: Tally, ballots: Iterable[Choices], ties: Ties) -> Verdict:
    rankings: Rankings = Counter(tuple(sorted(choices, key=choices.__getitem__)) for choices in ballots if choices)
    standing = frozenset(tally.live)
    verdict, rounds, gone = Verdict(ranks={}), [], []
    while True:
        votes = _votes(rankings, standing)
        leader = _majority(votes)
        last = _last(votes)
        told: dict[str, Any] = {
            "votes": votes,
            "exhausted": sum(rankings.values()) - sum(votes.values()),
            "out": [],
        }
        rounds.append(told)
        if not any(votes.values()):
            verdict.say(standing, NOT_SELECTED, "no_votes")
            break
        if leader is not None:
            _name_winner(verdict, "majority", leader, standing, votes, len(rounds))
            break
        if not _go_together(votes, last):
            winners = _possible_winners(rankings, standing)
            if len(winners) == 1:
                _name_winner(verdict, "same_winner_either_way", min(winners), standing, votes, len(rounds))
                break
            group, order = ties.meet(last, len(last) - 1, votes=votes[last[0]], cost=None, round=len(rounds))
            if order is None:
                verdict.say(standing - winners, NOT_SELECTED, "cannot_win", group=group)
                verdict.say(winners, TIE_PENDING, "waits_for_lot", group=group, round=len(rounds))
                break
            last = [order[-1]]
        for ref in last:
            facts = {"round": len(rounds), "votes": votes[ref]}
            verdict.say(
                [ref],
                NOT_SELECTED,
                "out_in_round" if votes[ref] or len(rounds) > 1 else "no_first_choices",
                **facts,
            )
        told["out"] = sorted(last)
        gone.append(list(last))
        standing -= set(last)
    # Who stood longest ranks first; at the end the votes of the last round order those who still stand.
    winner_first = {ref: (verdict.states[ref] != SELECTED, -votes[ref]) for ref in standing}
    verdict.ranks = shared_ranks(levels(winner_first) + gone[::-1])
    verdict.details = {"rounds": rounds}
    return verdict


def _votes(rankings: Rankings, standing: frozenset[str]) -> dict[str, int]:
    votes = dict.fromkeys(standing, 0)
    for ranking, times in rankings.items():
        for ref in ranking:
            if ref in standing:
                votes[ref] += times
                break
    return votes


def _majority(votes: dict[str, int]) -> str | None:
    total = sum(votes.values())
    return next((ref for ref, number in votes.items() if 2 * number > total), None)


def _last(votes: dict[str, int]) -> list[str]:
    fewest = min(votes.values(), default=0)
    return [ref for ref, number in votes.items() if number == fewest]


def _go_together(votes: dict[str, int], last: list[str]) -> bool:
    """Whether the last ones can leave in one round: a single one can, and a group too weak to pass the next one."""
    if len(last) == 1:
        return True
    others = [number for ref, number in votes.items() if ref not in last]
    return bool(others) and votes[last[0]] * len(last) < min(others)


def _possible_winners(rankings: Rankings, standing: frozenset[str]) -> frozenset[str]:
    """Everybody who wins for some way of settling the ties ahead."""
    found: set[str] = set()
    ahead, seen = [standing], {standing}
    while ahead:
        still = ahead.pop()
        votes = _votes(rankings, still)
        leader = _majority(votes)
        if leader is not None:
            found.add(leader)
            continue
        last = _last(votes)
        for out in [last] if _go_together(votes, last) else [[ref] for ref in last]:
            rest = still - set(out)
            if rest and rest not in seen:
                seen.add(rest)
                ahead.append(rest)
        if len(seen) > MOST_SETS:
            return standing
    return frozenset(found)


def _name_winner(
    verdict: Verdict, code: str, winner: str, standing: frozenset[str], votes: dict[str, int], number: int
) -> None:
    total = sum(votes.values())
    verdict.say(standing, NOT_SELECTED, "fewer_in_last_round", round=number, winner_votes=votes[winner])
    for ref in standing:
        verdict.reasons[ref]["votes"] = votes[ref]
    verdict.say([winner], SELECTED, code, round=number, votes=votes[winner], counting=total)
