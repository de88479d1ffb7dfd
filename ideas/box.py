"""The ballot box: every ballot that counts, read once, without names or times.

A ballot is kept here as a few bytes: the places of its ideas in the order of their references, each with its value. So a million
of them fit into a hundred megabytes, and can be shuffled before they are written.
"""

import secrets
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from ideas.models import Ballot, Idea, IdeaPoll

_dice = secrets.SystemRandom()
AT_ONCE = 20_000  # rows fetched from the database
Fingerprint = tuple[int, int]


class Box:
    """The valid ballots of a poll, in an order drawn now."""

    def __init__(self, poll: IdeaPoll) -> None:
        self.refs: list[str] = []
        places: dict[int, int] = {}
        for pk, ref in Idea.objects.filter(poll=poll).order_by("ref").values_list("pk", "ref"):
            places[pk] = len(self.refs)
            self.refs.append(ref)
        self.records = [_record(rows, places) for _ballot, rows in groupby(_rows(poll), key=itemgetter(0))]
        _dice.shuffle(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def ballots(self) -> Iterator[dict[str, int]]:
        for record in self.records:
            numbers = array("H", record)
            yield {self.refs[place]: value for place, value in zip(numbers[::2], numbers[1::2], strict=True)}

    def numbered(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Each under a serial drawn now."""
        return ((secrets.token_hex(8), choices) for choices in self.ballots())


def fingerprints() -> Callable[[Iterable[Mapping[str, int]]], Fingerprint]:
    """A function that says how many ballots there are and what they add up to, whatever their order: alike for the same
    ballots, different if one of them differs. Its key is drawn anew, so that nobody can invent ballots that fit."""
    key = secrets.token_bytes(32)

    def fingerprint(ballots: Iterable[Mapping[str, int]]) -> Fingerprint:
        number, total = 0, 0
        for choices in ballots:
            said = ",".join(f"{ref}={choices[ref]}" for ref in sorted(choices)).encode()
            total += int.from_bytes(blake2b(said, key=key, digest_size=32).digest(), "big")
            number += 1
        return number, total % 2**256

    return fingerprint


def _rows(poll: IdeaPoll) -> Iterator[tuple[int, int | None, int | None]]:
    """A row for each chosen idea, those of one ballot together; an empty ballot has one row without an idea."""
    valid = Ballot.objects.counting().filter(poll=poll).order_by("pk")
    return valid.values_list("pk", "lines__idea", "lines__value").iterator(chunk_size=AT_ONCE)


def _record(rows: Iterable[tuple[int, int | None, int | None]], places: Mapping[int, int]) -> bytes:
    lines = sorted((places[idea], value) for _ballot, idea, value in rows if idea is not None and value is not None)
    return array("H", [number for line in lines for number in line]).tobytes()
