"""Pictures for the demo city, drawn by the seed: warm flat scenes, people at work in places one would know again.

`draw("cleanup", seed=7)` gives the bytes of a WebP picture; the same seed gives the same picture. `draw_svg` gives the
same scene as SVG text, for the site's own drawings.
"""

from random import Random

from .paper import PixelPaper, SvgPaper
from .scenes import CATEGORIES, SCENES, Scene

__all__ = ["CATEGORIES", "KINDS", "describe", "draw", "draw_svg"]

KINDS = (*CATEGORIES, *SCENES)
WIDE, HIGH = 1200, 750


def draw(kind: str, seed: int = 1, size: tuple[int, int] = (WIDE, HIGH), form: str = "WEBP") -> bytes:
    """A scene as picture bytes. `kind` is a category ("cleanup") or one scene ("beach"); an unknown one is "other"."""
    paper = PixelPaper(WIDE, HIGH, size)
    _scene(kind, seed)(paper, Random(f"{kind}:{seed}"))
    return paper.bytes(form, turned=bool(seed % 4 > 1) and not kind.startswith("creek"))  # before and after must match


def draw_svg(kind: str, seed: int = 1) -> str:
    """The same scene as SVG text."""
    paper = SvgPaper(WIDE, HIGH)
    _scene(kind, seed)(paper, Random(f"{kind}:{seed}"))
    return paper.text()


def describe(kind: str, seed: int = 1) -> str:
    """What a picture shows, for people who can't see it."""
    return f"Drawing. {_scene(kind, seed).__doc__}"


def _scene(kind: str, seed: int) -> Scene:
    if kind in SCENES:
        return SCENES[kind]
    names = CATEGORIES.get(kind, CATEGORIES["other"])
    return SCENES[names[seed % len(names)]]
