"""Where the ideas of a poll stand: for its map, and as GeoJSON (RFC 7946) for other maps. One question reads the bare points;
they are put together and written down only when one has changed."""

import hashlib
import json
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from city.map import WIDTH, CityMap

from .clusters import Cell, Frame, Path, Spot, clusters, split, within, write_path
from .models import Idea, IdeaPoll

TEN_SECONDS, HOUR = 10, 3600
MANY = 1000  # ideas, whose points are not read for every reader
DIGITS = 6  # of a degree: a hand's breadth
MARGIN, TALLEST = 0.06, 1.2  # around one neighborhood, of its larger side; and of a map that is as wide as it can be


@dataclass(frozen=True)
class Group:
    """What stands in one cell: where the middle of it is, how many, the first one with its number in the list, and the
    neighborhood of most."""

    cell: Cell
    x: float
    y: float
    n: int
    key: int
    number: int
    hood: int | None


@dataclass(frozen=True)
class Part:
    """A cell of the map with its ideas. `path` leads to what was opened, `inside` to the cell in it that is drawn; `keys` is the
    list beside it, of which `unplaced` have no place on the map."""

    frame: Frame
    path: Path
    inside: Path
    groups: list[Group]
    keys: "array[int]"
    hood: int | None
    unplaced: int

    @property
    def alone(self) -> list[int]:
        """Those that are shown as themselves."""
        return [group.key for group in self.groups if group.n == 1]


@dataclass(frozen=True)
class Known:
    """A part as it was laid out for these points, not to be asked about again until that moment (seconds)."""

    mark: str
    part: Part
    until: float


Row = tuple[int, float | None, float | None, int | None]  # key, longitude, latitude, neighborhood


def part_of(city: CityMap, poll: IdeaPoll, path: Path) -> Part:
    """A cell of its map; the whole of it where that cell holds nothing. Of a thousand ideas and more what it says of their
    number is ten seconds old at most; the words of ideas are never kept."""
    ground = crc32(f"{city.shapes}{poll.neighborhood_id}".encode())
    known = cache.get(key := f"ideas:map:1:{poll.pk}:{ground}:{write_path(path)}")
    if known is not None and time.time() < known.until:
        return known.part
    rows = _read(poll)
    mark = _mark(rows)
    if known is not None and known.mark == mark:
        part = known.part
        if len(rows) <= MANY:  # asked about again each time: what is kept is right already
            return part
    else:
        part = lay_out(frame_of(city, poll), path, spots(city, rows), rows)
    if part is None:
        return part_of(city, poll, ())
    cache.set(key, Known(mark, part, time.time() + (TEN_SECONDS if len(rows) > MANY else 0)), HOUR)
    return part


def lay_out(base: Frame, path: Path, spots: list[Spot], rows: list[Row]) -> Part | None:
    """What is in the cell: drawn in the deepest one that holds it all, so that a number that was opened falls apart."""
    here = within(base, path, spots)
    if path and not here:
        return None
    inside = split(base, path, here) if path else ()
    frame = base.opened(inside)
    hoods = {pk: hood for pk, _right, _up, hood in rows}
    listed = [spot.key for spot in here] if path else [pk for pk, *_rest in rows]
    numbers = {key: n for n, key in enumerate(listed, 1)}
    groups = []
    for each in clusters(frame, here):
        key, hood = each.spots[0].key, most(hoods[spot.key] for spot in each.spots)
        groups.append(Group(each.cell, *each.middle, len(each.spots), key, numbers[key], hood))
    hood = most(hoods[spot.key] for spot in here)
    return Part(frame, path, inside, groups, array("q", listed), hood, len(listed) - len(here))


def most(hoods: Iterable[int | None]) -> int | None:
    """The neighborhood that most of them are in; of two as often the first."""
    counts = Counter(hood for hood in hoods if hood is not None)
    return max(sorted(counts), key=lambda hood: counts[hood], default=None)


def _read(poll: IdeaPoll) -> list[Row]:
    """With a point first: the order of the list beside the map."""
    ideas = Idea.objects.filter(poll=poll).standing().by_place()
    return list(ideas.values_list("pk", "longitude", "latitude", "neighborhood_id"))


def spots(city: CityMap, rows: list[Row]) -> list[Spot]:
    """Those that have a place; an idea for a neighborhood stands at its mark. Without boundaries there is no map."""
    if city.is_empty:
        return []
    found = ((pk, city.spot_of(right, up, hood)) for pk, right, up, hood in rows)
    return [Spot(pk, *spot) for pk, spot in found if spot is not None]


def frame_of(city: CityMap, poll: IdeaPoll) -> Frame:
    """The whole city; of a poll for one neighborhood only that part of it."""
    box = city.boxes.get(poll.neighborhood_id) if poll.neighborhood_id is not None else None
    if box is None:
        return Frame(0, 0, WIDTH, city.height)
    left, top, right, bottom = box
    margin = MARGIN * max(right - left, bottom - top)
    height = bottom - top + 2 * margin
    width = max(right - left + 2 * margin, height / TALLEST)
    return Frame((left + right - width) / 2, top - margin, width, height)


def points(poll: IdeaPoll, *, supports: bool) -> tuple[str, Callable[[], str]]:
    """A mark of every standing idea with a point of its own as it is now, and how to write them down as GeoJSON."""
    rows = Idea.objects.filter(poll=poll).standing().filter(latitude__isnull=False, longitude__isnull=False)
    told = ["ref", "title", "category", "longitude", "latitude", *(["supports"] if supports else [])]
    found = list(rows.order_by("pk").values_list(*told))
    return (mark := _mark([poll.slug, settings.SITE_URL, found])), lambda: _kept(poll, mark, found)


def _kept(poll: IdeaPoll, mark: str, rows: list[tuple[Any, ...]]) -> str:
    """Written once for each state; one state is kept for each poll, so nothing old piles up."""
    known = cache.get(key := f"ideas:points:{poll.pk}")
    if known is None or known[0] != mark:
        known = (mark, _written(poll, rows))
        cache.set(key, known, HOUR)
    return str(known[1])


def _written(poll: IdeaPoll, rows: list[tuple[Any, ...]]) -> str:
    """Longitude comes first."""
    path = settings.SITE_URL + reverse("ideas:idea_page", args=[poll.slug, "REF"])
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(right, DIGITS), round(up, DIGITS)]},
            "properties": {
                "ref": ref,
                "title": title,
                "url": path.replace("REF", ref),
                "category": category,
                **({"supports": supports[0]} if supports else {}),
            },
        }
        for ref, title, category, right, up, *supports in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _mark(told: Any) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
