"""Ideas that stand close together on the map, put together as one: by a grid, so that every idea is in exactly one place, and in
the same one for everybody.

A frame of the map is cut into cells, seven in a row and at least as high as wide. One idea alone in its cell is shown as itself, several as their number.
A cell is a frame again: opened, it is cut in the same way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

COLUMNS = 7  # on a narrow telephone a cell is 50 px wide then: enough for a finger
DEEPEST = 3  # cells in cells; what is still together then stands, in a city, at one door

Cell = tuple[int, int]  # column, row
Path = tuple[Cell, ...]  # a cell, the cell in it that was opened next, and so on


@dataclass(frozen=True)
class Frame:
    """A part of the map, in the map's own units."""

    left: float
    top: float
    width: float
    height: float

    @cached_property
    def across(self) -> float:
        """How wide a cell is."""
        return self.width / COLUMNS

    @cached_property
    def rows(self) -> int:
        return max(1, floor(self.height / self.across + 1e-9))

    @cached_property
    def down(self) -> float:
        """How high a cell is."""
        return self.height / self.rows

    def cell_of(self, x: float, y: float) -> Cell:
        """What lies outside belongs to the nearest cell of the edge: nothing is left out."""
        column, row = (x - self.left) // self.across, (y - self.top) // self.down
        return int(min(max(column, 0), COLUMNS - 1)), int(min(max(row, 0), self.rows - 1))

    def inside(self, cell: Cell) -> "Frame":
        return Frame(self.left + cell[0] * self.across, self.top + cell[1] * self.down, self.across, self.down)

    def opened(self, path: Path) -> "Frame":
        frame = self
        for cell in path:
            frame = frame.inside(cell)
        return frame


@dataclass(frozen=True)
class Spot:
    """Where one thing stands: its key, and how far right and down in the map's units."""

    key: int
    x: float
    y: float


@dataclass(frozen=True)
class Cluster:
    """All things of one cell; in the order in which they came."""

    cell: Cell
    spots: tuple[Spot, ...]

    @property
    def middle(self) -> tuple[float, float]:
        n = len(self.spots)
        return sum(spot.x for spot in self.spots) / n, sum(spot.y for spot in self.spots) / n


def clusters(frame: Frame, spots: Iterable[Spot]) -> list[Cluster]:
    """By row and column, as one reads."""
    found: dict[Cell, list[Spot]] = {}
    for spot in spots:
        found.setdefault(frame.cell_of(spot.x, spot.y), []).append(spot)
    return [Cluster(cell, tuple(found[cell])) for cell in sorted(found, key=lambda cell: (cell[1], cell[0]))]


def within(frame: Frame, path: Path, spots: Sequence[Spot]) -> list[Spot]:
    """Those in a cell of a cell … of the frame."""
    here = list(spots)
    for cell in path:
        here = [spot for spot in here if frame.cell_of(spot.x, spot.y) == cell]
        frame = frame.inside(cell)
    return here


def split(frame: Frame, path: Path, spots: Sequence[Spot]) -> Path:
    """The deepest cell that still holds all of these: where a reader who opens a number sees it fall apart."""
    frame = frame.opened(path)
    while spots and len(path) < DEEPEST and len(cells := {frame.cell_of(spot.x, spot.y) for spot in spots}) == 1:
        (cell,) = cells
        path, frame = (*path, cell), frame.inside(cell)
    return path


def read_path(text: str) -> Path:
    """From a link, as `write_path` wrote it: "3-2.0-6". Nonsense is the whole map."""
    if not text or len(text) > 40:
        return ()
    parts = [part.split("-") for part in text.split(".")]
    if len(parts) > DEEPEST or not all(
        len(part) == 2 and all(n.isascii() and n.isdigit() for n in part) for part in parts
    ):
        return ()
    path = tuple((int(column), int(row)) for column, row in parts)
    return path if all(column < COLUMNS for column, _row in path) else ()


def write_path(path: Path) -> str:
    return ".".join(f"{column}-{row}" for column, row in path)
