"""Equal shares: the budget is split evenly among the voters, and the supporters of an idea pay for it together.

Source: Peters, Pierczynski and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021), for approval
ballots, where what an idea is worth to a supporter is its cost. Each voter who chose at least one idea gets the same share. An
idea can be bought if its supporters have its cost between them. Each pays the same, and who has less pays all that is
left. The idea whose highest payment is the smallest part of its cost is bought first; turned round, cost by highest payment is its
"effective votes": the number of supporters, if all can pay alike. Among equal effective votes the lower cost is bought first.

Completion "add1": as some money always stays unused, the shares grow by `add1_step` each and the whole count is made again, until no
idea left fits into the rest of the real budget, or the ideas bought would cost more than it. The last count within the budget
holds. The outcome tells how many steps it took.

Ideas that take no part: named by fewer than `min_support_to_pass` ballots, dearer than the whole budget, and, with `share_test`, those
where votes by ballots is less than cost by three budgets.

Ties. Ideas equal in effective votes and in cost have the same highest payment p. One whose supporters could pay p for each tied
idea they support is bought at once: the others' prices stay as they are, so the order among such ideas changes nothing. What remains
competes for the same voters' money, and every way to go on is counted (up to `MOST_WAYS`). Where all ways buy the same ideas, or where
in a step of the completion all ways lead to the next step, no decision is needed. Otherwise a lot decides who is bought first; drawn
once it holds for all steps. While it is missing, what all ways buy is selected, what no way buys is not, and the rest is pending; if
the ways even differ in which step is the last, each idea that takes part is pending.

Exact all through: voters with like ballots always have like money and are one row, and all money is whole numbers over one common
denominator, which grows with each purchase.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import Any

from ideas.counting.budget_greedy import budget_greedy
from ideas.counting.tally import Choices, Tally
from ideas.counting.ties import Ties
from ideas.counting.verdict import NOT_SELECTED, SELECTED, TIE_PENDING, Verdict, levels, shared_ranks

# Ways to settle ties that one step looks into before it asks for a lot.
MOST_WAYS = 64


@dataclass(frozen=True)
class Voters:
    """Voters by like ballots: how many are in each row, and the rows that support each idea."""

    sizes: list[int]
    supporters: dict[str, list[int]]


@dataclass
class Bought:
    """One whole count with a given share: what each bought idea cost its payers at most, in order of purchase."""

    prices: dict[str, Fraction] = field(default_factory=dict)
    rounds: list[list[str]] = field(default_factory=list)
    unspent: dict[str, Fraction] = field(default_factory=dict)
    # The tied ideas at which it broke off, because nothing says who comes first.
    conflict: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """All ways in which a count with one share can go. `conflict` is the tie at which they part; none are left if too many."""

    share: Fraction
    ways: list[Bought]
    conflict: list[str]

    def agreed(self, question: Callable[[Bought], Any]) -> Any:
        """The answer that all ways give, or None if they differ."""
        answers = {question(way) for way in self.ways}
        return answers.pop() if len(answers) == 1 else None


class Purses:
    """What is left to each row of voters: whole numbers over one denominator, `scale`."""

    def __init__(self, voters: Voters, share: Fraction) -> None:
        self.voters = voters
        self.scale = share.denominator
        self.money = [share.numerator] * len(voters.sizes)

    def together(self, ref: str) -> int:
        money, sizes = self.money, self.voters.sizes
        return sum(money[row] * sizes[row] for row in self.voters.supporters[ref])

    def highest_payment(self, ref: str, cost: int, votes: int) -> Fraction | None:
        """What each supporter pays who can; None if all supporters together cannot pay the cost."""
        need, count, money, sizes = cost * self.scale, votes, self.money, self.voters.sizes
        rows = self.voters.supporters[ref]
        if min(money[row] for row in rows) * count < need:
            if self.together(ref) < need:
                return None
            for row in sorted(rows, key=money.__getitem__):
                if money[row] * count >= need:
                    break
                need -= money[row] * sizes[row]
                count -= sizes[row]
        return Fraction(need, count * self.scale)

    def pay(self, ref: str, payment: Fraction) -> None:
        factor = payment.denominator // gcd(payment.denominator, self.scale)
        if factor > 1:
            self.scale *= factor
            self.money = [money * factor for money in self.money]
        due = payment.numerator * (self.scale // payment.denominator)
        money = self.money
        for row in self.voters.supporters[ref]:
            money[row] = money[row] - due if money[row] > due else 0

    def can_pay_for_all(self, ref: str, tied: list[str], payment: Fraction) -> bool:
        """Whether each supporter of one tied idea has the payment for all tied ideas that they support."""
        supported = Counter(row for other in tied for row in self.voters.supporters[other])
        return all(
            supported[row] == 1
            or self.money[row] * payment.denominator >= supported[row] * payment.numerator * self.scale
            for row in self.voters.supporters[ref]
        )


class LotsDrawn:
    """One lot for each group, whichever step of the completion needs it; it also orders any part of its group."""

    def __init__(self, ties: Ties) -> None:
        self.ties = ties
        self.orders: list[tuple[str, ...]] = []
        self.group = ""
        self.missing: list[str] = []

    def first_of(self, tied: list[str]) -> str | None:
        for order in self.orders:
            if set(tied) <= set(order):
                return next(ref for ref in order if ref in tied)
        return None

    def need(self, tied: list[str], cost: int) -> bool:
        """Asks for the lot of a group; False if it is not drawn yet."""
        self.group, drawn = self.ties.meet(tied, 1, votes=None, cost=cost)
        if drawn is None:
            self.missing = tied
            return False
        self.orders.append(drawn)
        return True


class Market:
    """One poll's voters, ideas and budget."""

    def __init__(self, tally: Tally, voters: Voters, candidates: list[str], ties: Ties) -> None:
        self.tally = tally
        self.voters = voters
        self.candidates = candidates
        self.costs: dict[str, int] = {ref: idea["cost"] for ref, idea in tally.live.items()}
        self.budget = tally.terms.budget_total or 0
        self.lots = LotsDrawn(ties)

    def overspent(self, way: Bought) -> bool:
        return sum(self.costs[ref] for ref in way.prices) > self.budget

    def exhausted(self, way: Bought) -> bool:
        """Whether no idea left fits into the rest of the real budget."""
        left = self.budget - sum(self.costs[ref] for ref in way.prices)
        return not any(self.costs[ref] <= left for ref in self.candidates if ref not in way.prices)

    def need_lot(self, step: Step) -> bool:
        return self.lots.need(step.conflict, self.costs[step.conflict[0]])

    def step(self, share: Fraction) -> Step:
        ways: list[Bought] = []
        conflict: list[str] = []
        ahead: list[tuple[str, ...]] = [()]
        while ahead:
            path = ahead.pop()
            way = self.buy(share, path)
            if not way.conflict:
                ways.append(way)
                continue
            conflict = conflict or way.conflict
            ahead.extend((*path, ref) for ref in way.conflict)
            if len(ways) + len(ahead) > MOST_WAYS:
                return Step(share, [], conflict)
        return Step(share, ways, conflict)

    def buy(self, share: Fraction, path: tuple[str, ...]) -> Bought:
        """One way through: `path` names who comes first at each tie that no lot covers, until it ends."""
        costs, purses, bought, chosen = self.costs, Purses(self.voters, share), Bought(), iter(path)
        free = [ref for ref in self.candidates if costs[ref] == 0]
        if free:
            bought.prices.update(dict.fromkeys(free, Fraction(0)))
            bought.rounds.append(free)
        # The part of its cost that the highest payment is: it can only grow while money is spent, so an old value is a lower bound.
        part = {ref: Fraction(1, self.tally.votes[ref]) for ref in self.candidates if costs[ref]}
        while best := self.best(purses, part):
            tied, payment = best
            sure = [ref for ref in tied if len(tied) == 1 or purses.can_pay_for_all(ref, tied, payment)]
            if not sure:
                first = self.lots.first_of(tied) or next(chosen, None)
                if first is None:
                    bought.conflict = tied
                    return bought
                sure = [first]
            for ref in sure:
                purses.pay(ref, payment)
                bought.prices[ref] = payment
                del part[ref]
            bought.rounds.append(sure)
        for ref in self.candidates:
            if ref not in bought.prices:
                bought.unspent[ref] = Fraction(purses.together(ref), purses.scale)
        return bought

    def best(self, purses: Purses, part: dict[str, Fraction]) -> tuple[list[str], Fraction] | None:
        """The ideas to buy next, equal in effective votes and cost, with their highest payment. Drops what nobody can pay."""
        best: tuple[Fraction, int] | None = None
        tied: list[str] = []
        paid = Fraction(0)
        for ref in sorted(part, key=part.__getitem__):
            if best is not None and part[ref] > best[0]:
                break
            payment = purses.highest_payment(ref, self.costs[ref], self.tally.votes[ref])
            if payment is None:
                del part[ref]
                continue
            part[ref] = Fraction(payment, self.costs[ref])
            standing = (part[ref], self.costs[ref])
            if best is None or standing < best:
                best, tied, paid = standing, [ref], payment
            elif standing == best:
                tied.append(ref)
        return (tied, paid) if tied else None


def equal_shares(tally: Tally, ballots: Iterable[Choices], ties: Ties) -> Verdict:
    voters = voters_of(tally, ballots)
    costs = {ref: idea["cost"] for ref, idea in tally.live.items()}
    verdict = Verdict(shared_ranks(levels({ref: (-tally.votes[ref], costs[ref]) for ref in tally.live})))
    market = Market(tally, voters, _taking_part(tally, costs, verdict), ties)
    last, steps, reached = _last_step(market)
    _tell(market, verdict, last, reached)
    spent = sum(costs[ref] for ref, state in verdict.states.items() if state == SELECTED)
    # What a lot may still give away is neither spent nor free.
    held = market.budget - spent if TIE_PENDING in verdict.states.values() else 0
    left = market.budget - spent - held
    verdict.totals = {"budget_total": market.budget, "held_for_ties": held, "left": left, "spent": spent}
    verdict.details = {
        "completion_steps": steps,
        "rounds": _rounds(market, last.ways[0]) if len(last.ways) == 1 else [],
        "share_hundredths": hundredths(last.share),
        "voters": sum(voters.sizes),
    }
    if tally.terms.compare_with_greedy:
        verdict.details["greedy"] = _greedy(tally)
    return verdict


def _last_step(market: Market) -> tuple[Step, int, bool]:
    """The step that holds, its number, and whether it was reached: not if a lot is missing to say that it is the last."""
    terms = market.tally.terms
    share, steps = Fraction(market.budget, max(1, sum(market.voters.sizes))), 0
    now = market.step(share)
    while terms.completion == "add1":
        exhausted = now.agreed(market.exhausted)
        if exhausted:
            break
        if exhausted is None:
            if not market.need_lot(now):
                return now, steps, False
            now = market.step(now.share)
            continue
        market.tally.progress("completion_step", steps + 1)
        larger = market.step(now.share + terms.add1_step)
        while (overspent := larger.agreed(market.overspent)) is None:
            if not market.need_lot(larger):
                return now, steps, False
            larger = market.step(larger.share)
        if overspent:
            break
        now, steps = larger, steps + 1
    # A lot drawn for a larger step may speak for this one too.
    now = market.step(now.share) if now.conflict and market.lots.orders else now
    while now.agreed(lambda way: frozenset(way.prices)) is None and market.need_lot(now):
        now = market.step(now.share)
    return now, steps, bool(now.ways)


def hundredths(amount: Fraction) -> int:
    """Rounded half up, as a whole number: 310 for 3.10. For showing only, the count itself never rounds."""
    return int((200 * amount.numerator + amount.denominator) // (2 * amount.denominator))


def voters_of(tally: Tally, ballots: Iterable[Choices]) -> Voters:
    alike = Counter(frozenset(choices) for choices in ballots if choices)
    supporters: dict[str, list[int]] = {ref: [] for ref in tally.live}
    for row, refs in enumerate(alike):
        for ref in refs:
            supporters[ref].append(row)
    return Voters(list(alike.values()), supporters)


def _taking_part(tally: Tally, costs: dict[str, int], verdict: Verdict) -> list[str]:
    candidates, minimum, budget = [], tally.terms.min_support_to_pass, tally.terms.budget_total or 0
    for ref, cost in costs.items():
        votes = tally.votes[ref]
        if votes == 0:
            verdict.say([ref], NOT_SELECTED, "no_votes")
        elif votes < minimum:
            verdict.say([ref], NOT_SELECTED, "below_minimum", votes=votes, minimum=minimum)
        elif cost > budget:
            verdict.say([ref], NOT_SELECTED, "dearer_than_budget", cost=cost, budget=budget)
        elif tally.terms.share_test and votes * 3 * budget < cost * tally.ballots:
            verdict.say(
                [ref],
                NOT_SELECTED,
                "below_share",
                votes=votes,
                ballots=tally.ballots,
                cost=cost,
                budget=budget,
            )
        else:
            candidates.append(ref)
    return candidates


def _tell(market: Market, verdict: Verdict, last: Step, reached: bool) -> None:
    everywhere = set.intersection(*(set(way.prices) for way in last.ways)) if reached else set()
    somewhere = set().union(*(way.prices for way in last.ways)) if reached else set(market.candidates)
    for ref in market.candidates:
        cost = market.costs[ref]
        if ref in everywhere:
            _tell_bought(market, verdict, ref, {way.prices[ref] for way in last.ways})
        elif ref not in somewhere:
            money = {way.unspent[ref] for way in last.ways}
            left = hundredths(money.pop()) if len(money) == 1 else None
            verdict.say([ref], NOT_SELECTED, "supporters_short", cost=cost, left_hundredths=left)
        elif ref in market.lots.missing:
            facts = {"members": len(market.lots.missing), "places": 1, "cost": cost}
            verdict.say([ref], TIE_PENDING, "tied", group=market.lots.group, **facts)
        else:
            verdict.say([ref], TIE_PENDING, "waits_for_lot", group=market.lots.group)


def _tell_bought(market: Market, verdict: Verdict, ref: str, prices: set[Fraction]) -> None:
    """Where the ways agree on an idea but not on its price, no price is told."""
    cost, votes = market.costs[ref], market.tally.votes[ref]
    price = prices.pop() if len(prices) == 1 else None
    effective = None
    if price is not None:
        effective = hundredths(Fraction(cost, price)) if price else 100 * votes
    verdict.say(
        [ref],
        SELECTED,
        "bought",
        cost=cost,
        effective_votes_hundredths=effective,
        price_hundredths=None if price is None else hundredths(price),
        supporters=votes,
    )


def _rounds(market: Market, way: Bought) -> list[dict[str, Any]]:
    return [
        {
            "cost": market.costs[ideas[0]],
            "ideas": sorted(ideas),
            "price_hundredths": hundredths(way.prices[ideas[0]]),
        }
        for ideas in way.rounds
    ]


def _greedy(tally: Tally) -> dict[str, Any]:
    """What budget by votes would have selected, for comparison; its ties stay open."""
    other = budget_greedy(tally, (), Ties(()))
    chosen = sorted(ref for ref, state in other.states.items() if state == SELECTED)
    pending = sorted(ref for ref, state in other.states.items() if state == TIE_PENDING)
    return {"selected": chosen, "spent": other.totals["spent"], "tie_pending": pending}
