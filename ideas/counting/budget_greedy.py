"""Budget by votes: ideas in order of their votes take what they cost, as long as it still fits.

Among equal votes the lower cost comes first, which is the first step of the printed order. What is equal in votes and in
cost is one group, looked at together against the money left when its turn comes:

* all members fit, or not even one does: no decision is needed;
* otherwise `left // cost` of them fit, and which ones is a tie, decided by lot only.

Because the members of a group cost the same, the money left behind the group does not depend on who of them is taken. So a
pending tie holds its money back, and everything after it is already decided, whatever the lot will say.

An idea that does not fit is skipped, and smaller ones behind it may still fit. With `stop_at_first_misfit` the first idea that
does not fit ends the count; a tie is such a misfit, for at least one of its members does not fit.
"""

from collections.abc import Iterable

from ideas.counting.tally import Choices, Tally
from ideas.counting.ties import Ties
from ideas.counting.verdict import NOT_SELECTED, SELECTED, Verdict, levels, shared_ranks


def budget_greedy(tally: Tally, ballots: Iterable[Choices], ties: Ties) -> Verdict:
    for _counting in ballots:
        pass
    costs = {ref: idea["cost"] for ref, idea in tally.live.items()}
    ordered = levels({ref: (-tally.votes[ref], costs[ref]) for ref in tally.live})
    verdict = Verdict(ranks=shared_ranks(ordered))
    total = tally.terms.budget_total or 0
    minimum, left, spent, stopped = tally.terms.min_support_to_pass, total, 0, False
    for level in ordered:
        votes, cost = tally.votes[level[0]], costs[level[0]]
        fitting = len(level) if cost * len(level) <= left else left // cost
        if votes == 0:
            verdict.say(level, NOT_SELECTED, "no_votes")
            continue
        if votes < minimum:
            verdict.say(level, NOT_SELECTED, "below_minimum", votes=votes, minimum=minimum)
            continue
        if stopped:
            verdict.say(level, NOT_SELECTED, "after_stop", cost=cost, left=left)
            continue
        decided = True
        if fitting == len(level):
            verdict.say(level, SELECTED, "fits", cost=cost, left=left)
        elif fitting == 0:
            verdict.say(level, NOT_SELECTED, "skipped_cost", cost=cost, left=left)
        else:
            group, order = ties.meet(level, fitting, votes=votes, cost=cost)
            verdict.share_out(group, level, order, fitting, cost=cost, left=left)
            decided = order is not None
        left -= cost * fitting
        spent += cost * fitting if decided else 0
        stopped = tally.terms.stop_at_first_misfit and fitting < len(level)
    verdict.totals = {
        "budget_total": total,
        "held_for_ties": total - left - spent,
        "left": left,
        "spent": spent,
    }
    return verdict
