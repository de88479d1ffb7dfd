"""What is drawn on the map of ideas: a square for one, with its number in the list; a circle for several, with how many they are.
Each is a link as large as its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from city.map import WIDTH, CityMap
from city.models import Neighborhood

from .clusters import DEEPEST, write_path
from .models import Idea
from .on_the_map import Group, Part

ROUND, HIGH = 27, 18  # half of a circle, and of a square, in units of the map
LETTER, AROUND = 14, 14  # about what a digit takes in a square, and the room around them
FREE = 4  # between what is drawn and the edge of its cell
NAME = 30  # how high a mark of a neighborhood stands with its name
MARK = (
    '<a class="map__mark" href="{}" aria-label="{}"><rect class="map__tap" x="{}" y="{}" width="{}" height="{}"/>{}'
    '<text x="{}" y="{}">{}</text></a>'
)
ONE = '<rect class="map__one" x="{}" y="{}" width="{}" height="{}"/>'
MANY = '<circle class="map__many" cx="{}" cy="{}" r="{}"/>'
Pair = tuple[float, float]


@dataclass
class Drawing:
    """A part of the city's map, as it is drawn."""

    city: CityMap
    part: Part

    @cached_property
    def grow(self) -> float:
        return WIDTH / self.part.frame.width

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.part.frame.height * self.grow:.0f}"

    @property
    def areas(self) -> SafeString:
        return self.city.part(*self._box, self.part.hood)

    @cached_property
    def names(self) -> list[tuple[float, float, float]]:
        """Where names of neighborhoods stand, and how wide they are."""
        return list(self.city.names_in(*self._box, self.part.hood).values())

    @property
    def _box(self) -> tuple[float, float, float, float]:
        frame = self.part.frame
        return frame.left, frame.top, frame.width, frame.height


def near(n: int, hood: int | None, hoods: Sequence[Neighborhood]) -> str:
    """12 ideas near Elm Park"""
    place = next((each.name for each in hoods if each.pk == hood), "")
    if not place:
        return ngettext("%(n)s idea close together", "%(n)s ideas close together", n) % {"n": n}
    return ngettext("%(n)s idea near %(place)s", "%(n)s ideas near %(place)s", n) % {"n": n, "place": place}


def marks(drawing: Drawing, slug: str, ideas: Mapping[int, Idea], hoods: Sequence[Neighborhood]) -> SafeString:
    """One link for each cell with ideas; `ideas` holds those that stand alone, unless they went since the map was laid out."""
    part, grow = drawing.part, drawing.grow
    wide, high = part.frame.across * grow, part.frame.down * grow
    rows = []
    for group in part.groups:
        n, half, idea = group.n, float(ROUND), None
        if n > 1:
            url = f"?at={write_path((*part.inside, group.cell))}#map" if len(part.inside) < DEEPEST else "#list"
            name = near(n, group.hood, hoods)
        elif idea := ideas.get(group.key):
            n = group.number
            half = max(HIGH, (LETTER * len(str(n)) + AROUND) / 2)
            url = reverse("ideas:idea_page", args=[slug, idea.ref])
            name = gettext("%(number)s: %(title)s") % {"number": n, "title": idea.title}
        else:
            continue
        corner = (group.cell[0] * wide, group.cell[1] * high)
        x, y = _standing(drawing, group, corner, (wide, high), half)
        shape = format_html(ONE, x - half, y - HIGH, 2 * half, 2 * HIGH) if idea else format_html(MANY, x, y, ROUND)
        rows.append((url, name, *(round(each, 1) for each in (*corner, wide, high)), shape, x, y + 9, n))
    return format_html_join("", MARK, rows)


def _standing(drawing: Drawing, group: Group, corner: Pair, size: Pair, half: float) -> Pair:
    """Where in its cell it is drawn: in the middle of its ideas, or at an edge of the cell where it covers no name."""
    x, y = (group.x - drawing.part.frame.left) * drawing.grow, (group.y - drawing.part.frame.top) * drawing.grow
    edge = half + FREE
    across, down = ((begin + edge, begin + long - edge) for begin, long in zip(corner, size, strict=True))
    x, y = min(max(x, across[0]), across[1]), min(max(y, down[0]), down[1])
    places = [(x, y), *((x, end) for end in down), *((end, y) for end in across), *product(across, down)]
    free = (place for place in places if not any(_covers(place, half, name) for name in drawing.names))
    x, y = next(free, places[0])
    return round(x, 1), round(y, 1)


def _covers(place: Pair, half: float, name: tuple[float, float, float]) -> bool:
    left, top, wide = name
    return left - half < place[0] < left + wide + half and top - half < place[1] < top + NAME + half
