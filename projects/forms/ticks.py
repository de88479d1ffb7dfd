"""Presses that a phone kept while it was without network."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from projects.models import Tick

LARGEST, MOST = 200_000, 500  # bytes of a parcel, presses in it


@dataclass(frozen=True)
class Kept:
    """One press as the phone wrote it down; `person` is a reference, `at` the phone's own time."""

    uuid: UUID
    person: str
    deed: str
    at: datetime


def read_ticks(body: bytes) -> list[Kept] | None:
    """The presses in the order they were made; None for anything that no phone of ours sends."""
    if len(body) > LARGEST:
        return None
    try:
        given = json.loads(body)["ticks"]
        kept = [_read(one) for one in given]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError):
        return None
    return sorted(kept, key=lambda one: one.at) if len(kept) <= MOST else None


def _read(one: dict) -> Kept:
    """Raises ValueError, KeyError or TypeError."""
    person = str(one["person"])
    if one["deed"] not in Tick.Deed.values or "\0" in person or len(person) > 24:
        raise ValueError
    return Kept(UUID(str(one["id"])), person, one["deed"], datetime.fromtimestamp(float(one["at"]) / 1000, tz=UTC))
