"""A reader of .pb files after pabulib.org/format, and the Method of Equal Shares by its textbook: nothing of ours is used."""

import csv
from dataclasses import dataclass
from fractions import Fraction

NEEDED = {
    "description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule", "date_begin",
    "date_end",
}  # fmt: skip


@dataclass
class Poll:
    meta: dict[str, str]
    projects: dict[str, dict[str, str]]
    votes: dict[str, list[str]]

    @property
    def selected(self) -> set[str]:
        return {ref for ref, row in self.projects.items() if row["selected"] == "1"}

    @property
    def costs(self) -> dict[str, int]:
        return {ref: int(row["cost"]) for ref, row in self.projects.items()}


def read(text: str) -> Poll:
    """Raises AssertionError where the file breaks a rule of the format."""
    sections: dict[str, list[list[str]]] = {}
    for row in csv.reader(text.splitlines(), delimiter=";"):
        if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
            rows = sections.setdefault(row[0], [])
        else:
            rows.append(row)
    assert list(sections) == ["META", "PROJECTS", "VOTES"]
    meta_head, *meta_rows = sections["META"]
    assert meta_head == ["key", "value"]
    meta = dict(meta_rows)
    projects, votes = (_table(sections[name]) for name in ("PROJECTS", "VOTES"))
    poll = Poll(meta, projects, {voter: row["vote"].split(",") for voter, row in votes.items()})
    assert set(meta) >= NEEDED and meta["vote_type"] == "approval"
    assert (int(meta["num_projects"]), int(meta["num_votes"])) == (len(projects), len(votes))
    for ref, told in projects.items():
        assert int(told["votes"]) == sum(ref in vote for vote in poll.votes.values())
    assert all(set(vote) <= set(projects) and len(set(vote)) == len(vote) for vote in poll.votes.values())
    assert sum(poll.costs[ref] for ref in poll.selected) <= int(meta["budget"])
    return poll


def _table(rows: list[list[str]]) -> dict[str, dict[str, str]]:
    head, *body = rows
    assert all(len(row) == len(head) for row in body)
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def equal_shares(poll: Poll) -> set[str]:
    """With cost utilities, completed by adding 1 to each share until no more fits or the budget would be overspent."""
    budget, voters = int(poll.meta["budget"]), list(poll.votes)
    share = Fraction(budget, len(voters))
    kept = _bought(poll, share)
    while True:
        share += 1
        larger = _bought(poll, share)
        if sum(poll.costs[ref] for ref in larger) > budget:
            return kept
        kept = larger
        left = budget - sum(poll.costs[ref] for ref in kept)
        wanted = {ref for vote in poll.votes.values() for ref in vote}
        if not any(poll.costs[ref] <= left for ref in wanted - kept):
            return kept


def _bought(poll: Poll, share: Fraction) -> set[str]:
    money = dict.fromkeys(poll.votes, share)
    behind = {ref: [voter for voter, vote in poll.votes.items() if ref in vote] for ref in poll.projects}
    bought: set[str] = set()
    while True:
        offers = []
        for ref, cost in poll.costs.items():
            if ref not in bought and sum(money[voter] for voter in behind[ref]) >= cost:
                offers.append((_price(cost, sorted(money[voter] for voter in behind[ref])), ref))
        if not offers:
            return bought
        price, best = min(offers)
        assert [offer for offer, _ref in offers].count(price) == 1, "a tie: choose other ballots"
        for voter in behind[best]:
            money[voter] -= min(money[voter], price * poll.costs[best])
        bought.add(best)


def _price(cost: int, purses: list[Fraction]) -> Fraction:
    """Per unit of cost, so that all pay alike as far as they can."""
    left = Fraction(cost)
    for n, purse in enumerate(purses):
        if purse * (len(purses) - n) >= left:
            return left / (len(purses) - n) / cost
        left -= purse
    raise AssertionError("they can't pay")
