"""Where the ideas of a poll stand: for its map, and as GeoJSON (RFC 7946) for other maps. Thousands of them are read and written
only when one has changed: one sum over all of them says whether it has."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import BigIntegerField, Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Length, Mod, Round
from django.urls import reverse

from city.map import WIDTH, CityMap
from projects.models import Category

from .clusters import Frame, Spot
from .models import Idea, IdeaPoll

FIVE_MINUTES, HOUR = 300, 3600
WEIGHTS = 65_521  # small enough that a sum over a million ideas fits into 64 bits
DIGITS = 6  # of a degree: a hand's breadth
MARGIN, TALLEST = 0.06, 1.2  # around one neighborhood, of its larger side; and of a map that is as wide as it can be


def ideas_of(poll: IdeaPoll) -> QuerySet[Idea]:
    """What stands in its list, in the order of the map's own list."""
    return Idea.objects.filter(poll=poll).standing().by_place()


def fingerprint(poll: IdeaPoll) -> str:
    """Another one as soon as an idea comes, goes, is hidden or shown, moved, renamed or supported. Each counts with a random
    weight, the place it has in the random order: so of two changes one can't hide the other."""
    whole = Cast("shuffle", BigIntegerField())
    weight = Mod(whole, Value(WEIGHTS), output_field=BigIntegerField()) + 1
    kinds = [When(category=key, then=Value(n)) for n, key in enumerate(Category.values, 1)]
    told = {
        "version": F("version"),
        "supports": F("supports"),
        "letters": Length("title"),
        "kind": Case(*kinds, default=Value(0)),
        "hood": Coalesce(Cast("neighborhood_id", BigIntegerField()), Value(0)),
        "up": _whole("latitude"),
        "right": _whole("longitude"),
    }
    sums = {name: Sum(weight * Cast(value, BigIntegerField())) for name, value in told.items()}
    found = Idea.objects.filter(poll=poll).standing().aggregate(n=Count("pk"), which=Sum(whole), **sums)
    said = json.dumps([poll.slug, *(int(value or 0) for value in found.values())])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _whole(field: str) -> Any:
    """A degree in whole millionths. No point at all is another place than zero."""
    return Coalesce(Cast(Round(F(field) * 10**DIGITS), BigIntegerField()), Value(-1))


def points(poll: IdeaPoll) -> list[tuple[int, float | None, float | None, int | None]]:
    """Key, longitude, latitude and neighborhood of each, in the order of the list."""
    return _kept(f"ideas:points:{poll.pk}", fingerprint(poll), HOUR, lambda: _read(poll))


def _read(poll: IdeaPoll) -> list[tuple[int, float | None, float | None, int | None]]:
    return list(ideas_of(poll).values_list("pk", "longitude", "latitude", "neighborhood_id"))


def spots(city: CityMap, rows: list[tuple[int, float | None, float | None, int | None]]) -> list[Spot]:
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


def geojson(poll: IdeaPoll, mark: str, *, supports: bool) -> str:
    """Every standing idea with a point of its own. Longitude comes first. `mark`: the fingerprint of how they stand."""
    key = f"ideas:geojson:{poll.pk}:{int(supports)}"
    return _kept(key, mark, FIVE_MINUTES, lambda: _written(poll, supports))


def _written(poll: IdeaPoll, supports: bool) -> str:
    rows = Idea.objects.filter(poll=poll).standing().filter(latitude__isnull=False, longitude__isnull=False)
    rows = rows.order_by("pk").values_list("ref", "title", "category", "supports", "longitude", "latitude")
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
                **({"supports": number} if supports else {}),
            },
        }
        for ref, title, category, number, right, up in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _kept(key: str, mark: str, seconds: int, build: Any) -> Any:
    """What was built for this state, or is built now. One thing is kept for each key, so nothing old piles up."""
    known = cache.get(key)
    if known is not None and known[0] == mark:
        return known[1]
    made = build()
    cache.set(key, (mark, made), seconds)
    return made
