"""The city drawn from its own boundaries: no tiles, no other host. Neighborhoods in their colors, numbered pins on top."""

from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

from django.core.cache import cache
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.signs import SHAPES

from .models import Neighborhood

KEY = "city:map:4"
WIDTH, MARGIN = 600, 20
NEAR = 38  # pins closer than this many units are moved apart; one is 36 wide with its edge
MARK, LETTER = 36, 11.5  # the room a mark takes before its name, and about what a letter takes


@dataclass(frozen=True)
class CityMap:
    """Ready areas and labels, and how to put a place (longitude, latitude) on them."""

    areas: str
    height: int
    west: float
    north: float
    scale: float
    squeeze: float
    labels: dict[
        int, tuple[float, float, float]
    ]  # where the mark stands (its upper corner), and how wide mark and name are
    shapes: str = ""  # the areas alone
    marks: dict[int, SafeString] = field(default_factory=dict)  # mark and name of each, to stand anywhere
    boxes: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)  # left, top, right and bottom

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            MARGIN + (longitude - self.west) * self.squeeze * self.scale,
            MARGIN + (self.north - latitude) * self.scale,
        )

    def spot_of(self, longitude: float | None, latitude: float | None, hood: int | None) -> tuple[float, float] | None:
        """Of a point; else below the mark of the neighborhood. Without both it has no place on the map."""
        if longitude is not None and latitude is not None:
            return self.spot(longitude, latitude)
        label = self.labels.get(hood) if hood is not None else None
        return (label[0] + 30, label[1] + 60) if label else None

    def part(self, left: float, top: float, width: float, height: float, here: int | None = None) -> SafeString:
        """A part of the map, drawn as wide as the whole: areas grow, marks and names don't. `here`: the neighborhood that
        is named in the corner where no mark stands in this part."""
        turned = f"scale({WIDTH / width:.4f}) translate({-left:.2f} {-top:.2f})"
        names = self.names_in(left, top, width, height, here).items()
        marks = format_html_join(
            "", MARK_AT, ((round(x, 1), round(y, 1), self.marks[pk]) for pk, (x, y, _wide) in names)
        )
        drawn = format_html('<g class="map__part" transform="{}">{}</g>', turned, mark_safe(self.shapes))
        return drawn + marks

    def names_in(
        self, left: float, top: float, width: float, height: float, here: int | None = None
    ) -> dict[int, tuple[float, float, float]]:
        """As `labels`, in a part of the map."""
        grow = WIDTH / width
        found = {
            pk: (max(4.0, min((x - left) * grow, WIDTH - wide - 4)), (y - top) * grow, wide)
            for pk, (x, y, wide) in self.labels.items()
            if left <= x <= left + width and top <= y <= top + height - 30 / grow
        }
        if not found and here in self.labels:
            found = {here: (8.0, 8.0, self.labels[here][2])}
        return found

    def with_pins(self, pins: list[tuple[int, Any, bool]], here: str = "") -> "Pinned":
        """`pins`: number, a thing with latitude, longitude and neighborhood, and whether it is full; `here`: the slug of
        the neighborhood that the page is about."""
        return Pinned(self, pins, here)

    @property
    def is_empty(self) -> bool:
        return not self.areas


@dataclass
class Pinned:
    map: CityMap
    pins: list[tuple[int, Any, bool]]
    here: str = ""

    @property
    def is_empty(self) -> bool:
        return self.map.is_empty

    @cached_property
    def svg(self) -> SafeString:
        """What stands inside the svg element."""
        areas = self.map.areas
        if self.here:
            areas = areas.replace(f'<polygon data-hood="{self.here}" class="', '<polygon class="is-here ')
        return mark_safe(areas + format_html_join("", PIN, self._placed()))  # noqa: S308 - formatted above

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.map.height}"

    def _placed(self) -> list[tuple[str, float, float, int]]:
        taken = [spot for label in self.map.labels.values() for spot in _covered(*label)]
        rows = []
        for number, thing, full in self.pins:
            spot = self._spot(thing)
            if spot is None:
                continue
            x, y = _free_spot(spot, taken, self.map.height)
            taken.append((x, y))
            rows.append((" is-full" if full else "", round(x, 1), round(y, 1), number))
        return rows

    def _spot(self, thing: Any) -> tuple[float, float] | None:
        return self.map.spot_of(thing.longitude, thing.latitude, thing.neighborhood_id)


def _covered(x: float, y: float, wide: float) -> list[tuple[float, float]]:
    """Where no pin may stand: along a mark and its name."""
    return [(x + right, y + 15) for right in range(16, int(wide), NEAR)]


MARK_AT = '<g transform="translate({} {})">{}</g>'
PIN = (
    '<g class="map__pin{}" transform="translate({} {})">'
    '<rect x="-16" y="-16" width="32" height="32"/><text y="8">{}</text></g>'
)
AROUND = sorted(
    ((right, down) for right in range(-4, 5) for down in range(-4, 5)), key=lambda step: step[0] ** 2 + step[1] ** 2
)


def _free_spot(spot: tuple[float, float], taken: list[tuple[float, float]], height: int) -> tuple[float, float]:
    """The nearest place around a spot where a pin covers no other, inside the map."""
    for right, down in AROUND:
        x = min(max(spot[0] + right * NEAR, 18), WIDTH - 18)
        y = min(max(spot[1] + down * NEAR, 18), height - 18)
        if all(abs(x - other[0]) >= NEAR - 1 or abs(y - other[1]) >= NEAR - 1 for other in taken):
            return x, y
    return spot


def the_map() -> CityMap:
    """From the cache; dropped when a neighborhood is saved."""
    found = cache.get(KEY)
    if found is None:
        found = draw(list(Neighborhood.objects.all()))
        cache.set(KEY, found, 3600)
    return found


def draw(hoods: list[Neighborhood]) -> CityMap:
    """Fit all boundaries into the frame; a degree of longitude is shorter the further north the city lies."""
    rings = {hood.pk: _ring(hood.boundary) for hood in hoods}
    points = [point for ring in rings.values() for point in ring]
    if not points:
        return CityMap("", 0, 0, 0, 0, 0, {})
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1e-9)
    height = round(2 * MARGIN + (north - south) * scale)
    empty = CityMap("", height, west, north, scale, squeeze, {})
    labels = {hood.pk: _label_spot(empty, hood, rings[hood.pk]) for hood in hoods if rings[hood.pk]}
    areas = "".join(_area(empty, hood, rings[hood.pk]) for hood in hoods if rings[hood.pk])
    marks = {hood.pk: _label(hood) for hood in hoods if hood.pk in labels}
    names = "".join(format_html(MARK_AT, round(x, 1), round(y, 1), marks[pk]) for pk, (x, y, _wide) in labels.items())
    boxes = {pk: _box([empty.spot(*point) for point in ring]) for pk, ring in rings.items() if ring}
    return CityMap(areas + names, height, west, north, scale, squeeze, labels, areas, marks, boxes)


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, down = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(down), max(across), max(down)


def _ring(boundary: dict[str, Any]) -> list[tuple[float, float]]:
    """The outer ring of a GeoJSON Polygon, or of the largest part of a MultiPolygon."""
    parts = boundary.get("coordinates") or []
    if boundary.get("type") == "MultiPolygon" and parts:
        parts = max(parts, key=lambda part: len(part[0]))
    return [(point[0], point[1]) for point in parts[0]] if parts else []


def _label_spot(frame: CityMap, hood: Neighborhood, ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Where the city put the mark, else in the middle of the corners; always inside the frame."""
    wide = MARK + len(hood.name) * LETTER
    if hood.label_x or hood.label_y:
        x, y = frame.spot(hood.label_x, hood.label_y)
    else:
        x, y = frame.spot(sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring))
        x, y = x - wide / 2, y - 15
    return max(4.0, min(x, WIDTH - wide - 4)), max(4.0, min(y, frame.height - 34)), wide


def _area(frame: CityMap, hood: Neighborhood, ring: list[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.spot(*point) for point in ring))
    return format_html(
        '<polygon data-hood="{}" class="map__area c-{}" points="{}"/>', hood.slug, hood.color_key, points
    )


def _label(hood: Neighborhood) -> SafeString:
    """The mark, and the name beside it."""
    drawing, base = SHAPES.get(hood.shape, SHAPES["circle"])
    low = " map__letter--low" if hood.shape == "triangle" else ""
    return format_html(
        '<g class="c-{}" transform="scale(1.25)"><g class="map__shape">{}</g>'
        '<text class="map__letter{}" x="12" y="{}">{}</text></g><text x="{}" y="23">{}</text>',
        hood.color_key, mark_safe(drawing), low, base, hood.letter, MARK, hood.name,
    )  # fmt: skip


def forget(**kwargs: Any) -> None:
    """Signal receiver: a boundary changed."""
    cache.delete(KEY)
