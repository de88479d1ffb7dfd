"""Two papers that take the same strokes: pixels (drawn large, then made small, so that edges are smooth) and SVG."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]


def mix(one: str, other: str, share: float) -> str:
    """A color between two: share 0 is the first, 1 the second. No transparency is needed then."""
    a, b = (tuple(int(color[n : n + 2], 16) for n in (1, 3, 5)) for color in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def shade(color: str, share: float = 0.14) -> str:
    """The side away from the sun."""
    return mix(color, "#14161a", share)


class Paper(ABC):
    """What scenes draw with. Everything is made of four strokes."""

    def __init__(self, wide: int, high: int):
        self.wide, self.high = wide, high

    @abstractmethod
    def poly(self, points: Sequence[Point], fill: str) -> None: ...

    @abstractmethod
    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str) -> None: ...

    @abstractmethod
    def line(self, points: Sequence[Point], width: float, fill: str, round_ends: bool = True) -> None: ...

    @abstractmethod
    def ring(self, x: float, y: float, radius: float, width: float, fill: str) -> None: ...

    # made of them

    def rect(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        self.poly([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], fill)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def pie(self, x: float, y: float, radius: float, fill: str, start: float = 180, end: float = 360) -> None:
        """Part of a disc, in degrees clockwise from the right; half a disc standing on its base unless told."""
        steps = max(int(abs(end - start) / 4), 6)
        turns = [(start + (end - start) * n / steps) * pi / 180 for n in range(steps + 1)]
        self.poly([(x + cos(turn) * radius, y + sin(turn) * radius) for turn in turns], fill)

    def hill(self, heights: Iterable[float], fill: str) -> None:
        """Soft ground through these heights from edge to edge, down to the bottom."""
        heights = list(heights)
        step = self.wide / (len(heights) - 1)
        points: list[Point] = []
        for n in range(len(heights) - 1):
            for part in range(24):
                share = (1 - cos(pi * part / 24)) / 2
                points.append((step * (n + part / 24), heights[n] + (heights[n + 1] - heights[n]) * share))
        points += [(self.wide, heights[-1]), (self.wide, self.high), (0, self.high)]
        self.poly(points, fill)


class PixelPaper(Paper):
    """Pillow, twice as large as asked for, made small at the end."""

    OVER = 2

    def __init__(self, wide: int, high: int, size: tuple[int, int]):
        super().__init__(wide, high)
        self.size = size
        self.scale = max(size[0] / wide, size[1] / high) * self.OVER
        self.image = Image.new("RGB", (round(wide * self.scale), round(high * self.scale)), "#ffffff")
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, points, fill):
        self.pen.polygon(self._at(points), fill=fill)

    def ellipse(self, x, y, rx, ry, fill):
        self.pen.ellipse(self._at([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def line(self, points, width, fill, round_ends=True):
        self.pen.line(self._at(points), fill=fill, width=max(round(width * self.scale), 1), joint="curve")
        if round_ends:
            for x, y in (points[0], points[-1]):
                self.circle(x, y, width / 2, fill)

    def ring(self, x, y, radius, width, fill):
        outer = radius + width / 2
        box = self._at([(x - outer, y - outer), (x + outer, y + outer)])
        self.pen.ellipse(box, outline=fill, width=max(round(width * self.scale), 1))

    def bytes(self, form: str = "WEBP", turned: bool = False) -> bytes:
        """The picture, cut to the asked proportions from its middle; `turned` as in a mirror."""
        wide, high = (side * self.OVER for side in self.size)
        left, top = (self.image.width - wide) // 2, (self.image.height - high) // 2
        picture = self.image.crop((left, top, left + wide, top + high)).resize(self.size, Image.Resampling.LANCZOS)
        if turned:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        out = BytesIO()
        picture.save(out, form, **({"quality": 90, "method": 4} if form == "WEBP" else {}))
        return out.getvalue()


class SvgPaper(Paper):
    """The same strokes as SVG, with short numbers."""

    def __init__(self, wide: int, high: int):
        super().__init__(wide, high)
        self.strokes: list[str] = []

    def poly(self, points, fill):
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.strokes.append(f'<path d="M{path}z" fill="{fill}"/>')

    def rect(self, x, y, wide, high, fill):
        self.strokes.append(f'<path d="M{_n(x)} {_n(y)}h{_n(wide)}v{_n(high)}h{_n(-wide)}z" fill="{fill}"/>')

    def pie(self, x, y, radius, fill, start=180, end=360):
        a, b = start * pi / 180, end * pi / 180
        first = f"{_n(x + cos(a) * radius)} {_n(y + sin(a) * radius)}"
        last = f"{_n(x + cos(b) * radius)} {_n(y + sin(b) * radius)}"
        large = int(abs(end - start) > 180)
        self.strokes.append(f'<path d="M{first}A{_n(radius)} {_n(radius)} 0 {large} 1 {last}z" fill="{fill}"/>')

    def hill(self, heights, fill):
        heights = list(heights)
        step = self.wide / (len(heights) - 1)
        path = f"M0 {_n(heights[0])}"
        for n in range(1, len(heights)):
            x, before = step * n, step * (n - 0.5)
            path += f"C{_n(before)} {_n(heights[n - 1])} {_n(before)} {_n(heights[n])} {_n(x)} {_n(heights[n])}"
        self.strokes.append(f'<path d="{path}V{self.high}H0z" fill="{fill}"/>')

    def ellipse(self, x, y, rx, ry, fill):
        shape = f'circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(rx)}"'
        if rx != ry:
            shape = f'ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(rx)}" ry="{_n(ry)}"'
        self.strokes.append(f'<{shape} fill="{fill}"/>')

    def line(self, points, width, fill, round_ends=True):
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        ends = ' stroke-linecap="round" stroke-linejoin="round"' if round_ends else ""
        self.strokes.append(f'<path d="M{path}" fill="none" stroke="{fill}" stroke-width="{_n(width)}"{ends}/>')

    def ring(self, x, y, radius, width, fill):
        self.strokes.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="none" stroke="{fill}" stroke-width="{_n(width)}"/>'
        )

    def text(self) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.wide} {self.high}" '
            f'width="{self.wide}" height="{self.high}">{"".join(self.strokes)}</svg>\n'
        )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "-0") if value else "0"
