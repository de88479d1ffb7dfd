"""Most votes: ideas in order of the sum of their values.

Winners are the first `winners_k`, or all with `min_support_to_pass`, or, where both are set, the first `winners_k` of those.
Ideas with equal votes across the last place are tied, unless there is a place for each of them.
"""

from collections.abc import Iterable

from ideas.counting.tally import Choices, Tally
from ideas.counting.ties import Ties
from ideas.counting.verdict import NOT_SELECTED, SELECTED, Verdict, levels, shared_ranks


def most(tally: Tally, ballots: Iterable[Choices], ties: Ties) -> Verdict:
    for _counting in ballots:
        pass
    ordered = levels({ref: -tally.votes[ref] for ref in tally.live})
    verdict = Verdict(ranks=shared_ranks(ordered))
    minimum, wanted = tally.terms.min_support_to_pass, tally.terms.winners_k
    left = len(tally.live) if wanted is None else wanted
    last_in = None
    for level in ordered:
        votes = tally.votes[level[0]]
        if votes == 0:
            verdict.say(level, NOT_SELECTED, "no_votes")
        elif votes < minimum:
            verdict.say(level, NOT_SELECTED, "below_minimum", votes=votes, minimum=minimum)
        elif left == 0:
            verdict.say(level, NOT_SELECTED, "too_few_votes", votes=votes, last_place_votes=last_in, places=wanted)
        elif len(level) <= left:
            code = "reached_minimum" if wanted is None else "among_first"
            verdict.say(level, SELECTED, code, votes=votes, minimum=minimum, places=wanted)
            left, last_in = left - len(level), votes
        else:
            group, order = ties.meet(level, left, votes=votes, cost=None)
            verdict.share_out(group, level, order, left, votes=votes)
            left, last_in = 0, votes
    return verdict
