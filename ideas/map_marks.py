"""What is drawn on the map of ideas: a square for one, with its number in the list; a circle for several, with how many they are.
Each is a link as large as its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from city.map import WIDTH, CityMap
from city.models import Neighborhood

from .clusters import DEEPEST, Cluster, Frame, Path, Spot, clusters, write_path
from .models import Idea, IdeaPoll

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
class Part:
    """A part of the map with its ideas: `inside`, the cell that it is; `keys`, the list beside it; `hoods`, whose they are."""

    city: CityMap
    frame: Frame
    inside: Path
    spots: Sequence[Spot]
    keys: Sequence[int]
    hoods: Mapping[int, int | None]

    @cached_property
    def clusters(self) -> list[Cluster]:
        return clusters(self.frame, self.spots)

    @cached_property
    def alone(self) -> list[int]:
        """The keys of those that are shown as themselves."""
        return [cluster.spots[0].key for cluster in self.clusters if len(cluster.spots) == 1]

    @cached_property
    def grow(self) -> float:
        return WIDTH / self.frame.width

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.frame.height * self.grow:.0f}"

    @property
    def _box(self) -> tuple[float, float, float, float]:
        return self.frame.left, self.frame.top, self.frame.width, self.frame.height

    @property
    def areas(self) -> SafeString:
        return self.city.part(*self._box, self.hood_of(spot.key for spot in self.spots))

    @cached_property
    def names(self) -> list[tuple[float, float, float]]:
        """Where names of neighborhoods stand, and how wide they are."""
        return list(self.city.names_in(*self._box).values())

    def hood_of(self, keys: Iterable[int]) -> int | None:
        """The neighborhood that most of them are in; of two as often the first."""
        counts: dict[int, int] = {}
        for key in keys:
            if (hood := self.hoods.get(key)) is not None:
                counts[hood] = counts.get(hood, 0) + 1
        return max(sorted(counts), key=lambda hood: counts[hood], default=None)


def near(part: Part, spots: Sequence[Spot], hoods: Sequence[Neighborhood]) -> str:
    """12 ideas near Elm Park"""
    hood, n = part.hood_of(spot.key for spot in spots), len(spots)
    place = next((each.name for each in hoods if each.pk == hood), "")
    if not place:
        return ngettext("%(n)s idea close together", "%(n)s ideas close together", n) % {"n": n}
    return ngettext("%(n)s idea near %(place)s", "%(n)s ideas near %(place)s", n) % {"n": n, "place": place}


def drawn(part: Part, poll: IdeaPoll, ideas: Mapping[int, Idea], hoods: Sequence[Neighborhood]) -> SafeString:
    """One link for each cell with ideas; `ideas` holds those that stand alone, unless they went since the points were read."""
    numbers = {key: n for n, key in enumerate(part.keys, 1)}
    wide, high = part.frame.across * part.grow, part.frame.down * part.grow
    rows = []
    for cluster in part.clusters:
        n, half, idea = len(cluster.spots), float(ROUND), None
        if n > 1:
            url = f"?at={write_path((*part.inside, cluster.cell))}#map" if len(part.inside) < DEEPEST else "#list"
            name = near(part, cluster.spots, hoods)
        elif idea := ideas.get(cluster.spots[0].key):
            n = numbers[idea.pk]
            half = max(HIGH, (LETTER * len(str(n)) + AROUND) / 2)
            url = reverse("ideas:idea_page", args=[poll.slug, idea.ref])
            name = gettext("%(number)s: %(title)s") % {"number": n, "title": idea.title}
        else:
            continue
        corner = (cluster.cell[0] * wide, cluster.cell[1] * high)
        x, y = _standing(part, cluster, corner, (wide, high), half)
        shape = format_html(ONE, x - half, y - HIGH, 2 * half, 2 * HIGH) if idea else format_html(MANY, x, y, ROUND)
        rows.append((url, name, *(round(each, 1) for each in (*corner, wide, high)), shape, x, y + 9, n))
    return format_html_join("", MARK, rows)


def _standing(part: Part, cluster: Cluster, corner: Pair, size: Pair, half: float) -> Pair:
    """Where in its cell it is drawn: in the middle of its ideas, or at an edge of the cell where it covers no name."""
    begins = (part.frame.left, part.frame.top)
    x, y = ((at - begin) * part.grow for at, begin in zip(cluster.middle, begins, strict=True))
    edge = half + FREE
    across, down = ((begin + edge, begin + long - edge) for begin, long in zip(corner, size, strict=True))
    x, y = min(max(x, across[0]), across[1]), min(max(y, down[0]), down[1])
    places = [(x, y), *((x, end) for end in down), *((end, y) for end in across), *product(across, down)]
    free = (place for place in places if not any(_covers(place, half, name) for name in part.names))
    x, y = next(free, places[0])
    return round(x, 1), round(y, 1)


def _covers(place: Pair, half: float, name: tuple[float, float, float]) -> bool:
    left, top, wide = name
    return left - half < place[0] < left + wide + half and top - half < place[1] < top + NAME + half
