"""Walks through the ballots once, checks each, and adds up: the numbers that every way to count starts from.

A ballot is a mapping of idea to value: 1 for a chosen idea, the points given, or the rank (1 is the first choice). An empty one
is a blank ballot. Lines of suspended ideas are ignored, and a ballot with no other line stays valid and counts as turnout.
A ballot that breaks the rule is never dropped quietly: it stops the count, for it proves that something went wrong before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ideas.counting.terms import APPROVE, POINTS, RANK, CannotCount, Terms, shown

PROGRESS_EVERY = 100_000
Choices = Mapping[str, int]


Progress = Callable[[str, int], None]


def quiet(what: str, done: int) -> None:
    """For counts that nobody watches."""


class Tally:
    """Sums that grow while `walk` is read to its end; `votes` and `naming` have every idea of the ballot as key."""

    def __init__(self, terms: Terms, ideas: list[dict[str, Any]], progress: Progress = quiet) -> None:
        self.terms = terms
        self.progress = progress
        self.live = {idea["ref"]: idea for idea in ideas if idea["state"] == "on_ballot"}
        self.suspended = {idea["ref"] for idea in ideas if idea["state"] == "suspended"}
        self.votes = dict.fromkeys((idea["ref"] for idea in ideas), 0)
        self.naming = dict.fromkeys(self.votes, 0)
        self.ballots = 0
        self.blank = 0
        self.only_suspended = 0

    def walk(self, ballots: Iterable[Choices]) -> Iterator[Choices]:
        """Yields what counts of each ballot, blank ones included. Raises CannotCount at the first ballot against the rule."""
        naming, votes, suspended = self.naming, self.votes, self.suspended
        ranked = self.terms.ballot_type == RANK
        for choices in ballots:
            self.ballots += 1
            if self.ballots % PROGRESS_EVERY == 0:
                self.progress("ballots", self.ballots)
            if not choices:
                self.blank += 1
                yield choices
                continue
            counting = choices
            if suspended and not suspended.isdisjoint(choices):
                counting = {ref: value for ref, value in choices.items() if ref not in suspended}
                self._set_aside(choices, counting)
            self._check(counting)
            # Ranks are no amounts: with a rank ballot "votes" are first choices.
            best = min(counting.values(), default=0) if ranked else 0
            for ref, value in counting.items():
                naming[ref] += 1
                if not ranked:
                    votes[ref] += value
                elif value == best:
                    votes[ref] += 1
            yield counting

    def _set_aside(self, choices: Choices, counting: Choices) -> None:
        for ref in choices:
            if ref in self.suspended:
                self.naming[ref] += 1
        if not counting:
            self.only_suspended += 1

    def _check(self, counting: Choices) -> None:
        terms, live = self.terms, self.live
        for ref, value in counting.items():
            if ref not in live:
                raise CannotCount(f"Ballot {self.ballots} names an idea that is not on the ballot: {shown(ref)}.")
            if type(value) is not int or value < 1:
                raise CannotCount(
                    f"Ballot {self.ballots} gives {ref} the value {shown(value)}, not a whole number from 1."
                )
        if terms.ballot_type == APPROVE:
            used = len(counting)
            if max(counting.values(), default=1) > 1:
                raise CannotCount(f"Ballot {self.ballots} counts an idea more than once.")
        elif terms.ballot_type == POINTS:
            used = sum(counting.values())
            if max(counting.values(), default=0) > terms.max_per_idea:
                raise CannotCount(f"Ballot {self.ballots} gives one idea more than {terms.max_per_idea} points.")
        else:
            used = len(counting)
            if terms.count_rule == "irv" and len(set(counting.values())) < used:
                raise CannotCount(f"Ballot {self.ballots} gives two ideas the same rank.")
        if terms.votes_per_ballot is not None and used > terms.votes_per_ballot:
            raise CannotCount(f"Ballot {self.ballots} uses {used} votes, and each voter has {terms.votes_per_ballot}.")

    def totals(self) -> dict[str, Any]:
        """Turnout, to be read after the walk. Raises CannotCount if the split by channel does not add up to the ballots."""
        turnout = self.terms.turnout
        online, paper = turnout.online, turnout.paper
        if online is not None and paper is not None and online + paper != self.ballots:
            raise CannotCount(
                f"The rule speaks of {online} online and {paper} paper ballots, but there are {self.ballots} ballots."
            )
        return {
            "ballots": self.ballots,
            "blank": self.blank,
            "cast": self.ballots + turnout.spoiled,
            "eligible": turnout.eligible,
            "late_refused": turnout.late_refused,
            "online": online,
            "only_suspended": self.only_suspended,
            "paper": paper,
            "spoiled": turnout.spoiled,
            **({"unconfirmed": turnout.unconfirmed} if turnout.unconfirmed else {}),
            "voided": turnout.voided,
            "votes": sum(self.votes[ref] for ref in self.live),
        }
