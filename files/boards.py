"""Pictures of a page for those who pass it on: a departure board of 1200 × 630, drawn here from plain facts.

Letters come from a font of the system that can write them (`fonts-noto-core` has nearly all scripts). What no font here can
write is left out, never drawn as boxes: the number of the day and the mark's shape and color always stand.
"""

import hashlib
import io
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from PIL import Image, ImageDraw, ImageFont, features

from core import signs, when

DRAWN = 1  # one more when the same facts are drawn in another way
WIDE, HIGH, STRIP, EDGE = 1200, 630, 504, 64
LINES, SIZES = 4, (88, 76, 64, 54)
# The light theme of the stylesheet's tokens.
SIGNAL, ON_SIGNAL, ON_SIGNAL_2, ON_SIGNAL_LINE, GROUND, INK = "#0b36b3", "#fff", "#d5dffc", "#5d7bd8", "#fff", "#14161a"
HOODS = {
    "elm": "#2b761d",
    "harbor": "#00696f",
    "mill": "#8f5200",
    "north": "#bf3216",
    "quarry": "#7a3b9e",
    "salt": "#b01f63",
}
FONTS = ("NotoSans-Bold.ttf", "NotoSansArabic-Bold.ttf", "DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf", "")
# Scripts whose letters join, reorder or run from the right: without Raqm they would come out wrong.
SHAPED = re.compile("[\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]")
# Shape → its corners on the 24 grid of core.signs; the rounded ones are drawn by hand below.
CORNERS = {
    "square": ((1.5, 1.5), (22.5, 1.5), (22.5, 22.5), (1.5, 22.5)),
    "triangle": ((12, 0.5), (24, 22.5), (0, 22.5)),
    "hexagon": ((6.3, 1.5), (17.7, 1.5), (23.5, 12), (17.7, 22.5), (6.3, 22.5), (0.5, 12)),
    "diamond": ((12, 0), (24, 12), (12, 24), (0, 12)),
}


@dataclass(frozen=True)
class Mark:
    """A neighborhood's letter, shape and color."""

    letter: str
    shape: str
    color: str


@dataclass(frozen=True)
class Board:
    """What a picture says. `date` is weekday (or "Until"), number, month; `line` stands under the title."""

    title: str
    city: str
    language: str
    from_the_right: bool = False
    date: tuple[str, str, str] = ("", "", "")
    line: str = ""
    marks: tuple[Mark, ...] = ()
    place: str = ""

    @cached_property
    def version(self) -> str:
        """The same for the same picture."""
        return hashlib.sha256(repr((DRAWN, self)).encode()).hexdigest()[:16]


def board(
    title: str,
    city: Any,
    *,
    hood: Any = None,
    day: datetime | None = None,
    of: Any = None,
    word: str = "",
    line: str = "",
) -> Board:
    """A board in the reader's language. `day` is shown on the clock of `of`; without a neighborhood all marks stand there."""
    date = signs.date_words(when.local(day, of).date(), word) if day else ("", "", "")
    marks = tuple(Mark(one.letter, one.shape, one.color_key) for one in ([hood] if hood else city.hoods[:12]))
    place = hood.name if hood else ""
    return Board(title, city.name, get_language() or "", get_language_bidi(), date, line, marks, place)


# ── drawing ──


def draw(facts: Board) -> bytes:
    """The PNG. Not for two threads at once: they would share the fonts."""
    picture = Image.new("RGB", (WIDE, HIGH), SIGNAL)
    paper = ImageDraw.Draw(picture)
    paper.rectangle((0, STRIP, WIDE, HIGH), fill=GROUND)
    start = EDGE
    if facts.date[1]:
        _date(paper, facts)
        start = EDGE + 300
        paper.rectangle(_turned(facts, start - 44, EDGE, start - 40, STRIP - EDGE), fill=ON_SIGNAL_LINE)
    _title(paper, facts, start)
    _strip(picture, paper, facts)
    out = io.BytesIO()
    # Few colors and their blends: a third of the bytes.
    picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _turned(facts: Board, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """Mirrored where one reads from the right."""
    return (WIDE - right, top, WIDE - left, bottom) if facts.from_the_right else (left, top, right, bottom)


def _write(paper: ImageDraw.ImageDraw, facts: Board, x: float, y: float, words: str, size: int, fill: str) -> bool:
    """One line whose foot stands at `y`, beginning `x` from the side where one begins to read; whether a font could."""
    face = font(words, size)
    if not words or face is None:
        return False
    if facts.from_the_right:
        paper.text((WIDE - x, y), words, fill=fill, font=face, anchor="rs")
    else:
        paper.text((x, y), words, fill=fill, font=face, anchor="ls")
    return True


def _date(paper: ImageDraw.ImageDraw, facts: Board) -> None:
    word, number, month = facts.date
    _write(paper, facts, EDGE, 126, clean(word[:1].upper() + word[1:])[:12], 52, ON_SIGNAL_2)
    _write(paper, facts, EDGE - 8, 330, number, 224, ON_SIGNAL)
    _write(paper, facts, EDGE, 424, clean(month)[:12], 64, ON_SIGNAL)


def _title(paper: ImageDraw.ImageDraw, facts: Board, start: int) -> None:
    words, line, room = clean(facts.title), clean(facts.line), WIDE - EDGE - start
    y = EDGE
    if font(words, SIZES[0]) is not None:
        size, lines = fitted(words, room, (STRIP - 2 * EDGE - (60 if line else 0)))
        for row in lines:
            _write(paper, facts, start, y + size * 0.78, row, size, ON_SIGNAL)
            y += round(size * 1.14)
    if line and (face := font(line, 40)) is not None:
        _write(paper, facts, start, y + 46, cut(line, face, room), 40, ON_SIGNAL_2)


def _strip(picture: Image.Image, paper: ImageDraw.ImageDraw, facts: Board) -> None:
    """Below the board: the mark with its name, or all of them, and whose site it is."""
    middle, x = (STRIP + HIGH) // 2, EDGE
    for mark in facts.marks:
        size = 84 if facts.place else 62
        left = WIDE - x - size if facts.from_the_right else x
        _mark(picture, paper, mark, left, middle - size // 2, size)
        x += size + 12
    face, place = font(clean(facts.place), 40), clean(facts.place)
    if place and face is not None:
        place = cut(place, face, 420)
        _write(paper, facts, x + 8, middle + 14, place, 40, INK)
        x += 8 + face.getlength(place)
    city = clean(facts.city)
    face = font(city, 32)
    if city and face is not None:
        city = cut(city, face, max(WIDE - EDGE - x - 48, 120))
        _write(paper, facts, WIDE - EDGE - face.getlength(city), middle + 11, city, 32, INK)


def _mark(picture: Image.Image, paper: ImageDraw.ImageDraw, mark: Mark, left: int, top: int, size: int) -> None:
    """Drawn four times as large and made small, so that its edges are smooth."""
    scale = size * 4 / 24
    mask = Image.new("L", (size * 4, size * 4), 0)
    pen = ImageDraw.Draw(mask)
    if mark.shape in CORNERS:
        pen.polygon([(x * scale, y * scale) for x, y in CORNERS[mark.shape]], fill=255)
    elif mark.shape == "shield":
        pen.rounded_rectangle((scale, scale, 23 * scale, 14 * scale), 4 * scale, fill=255)
        pen.rectangle((scale, 7 * scale, 23 * scale, 12 * scale), fill=255)
        pen.pieslice((scale, scale, 23 * scale, 23 * scale), 0, 180, fill=255)
    else:
        pen.ellipse((scale, scale, 23 * scale, 23 * scale), fill=255)
    picture.paste(HOODS.get(mark.color, INK), (left, top), mask.resize((size, size), Image.Resampling.BOX))
    face = font(clean(mark.letter), round(size * 0.54))
    if face is not None and mark.letter:
        foot = 19.5 if mark.shape == "triangle" else 16 if mark.shape == "shield" else 16.7
        paper.text((left + size / 2, top + foot * size / 24), mark.letter, fill=GROUND, font=face, anchor="ms")


# ── words ──


def clean(words: str) -> str:
    """One line without pictographs and control signs, and no longer than anybody reads."""
    kept = (
        " " if sign.isspace() else sign
        for sign in words[:400]
        if unicodedata.category(sign)[0] != "C" or sign.isspace()
    )
    return " ".join("".join(sign for sign in kept if unicodedata.category(sign) != "So" and sign != "\ufe0f").split())[
        :160
    ]


def fitted(words: str, room: int, height: int) -> tuple[int, list[str]]:
    """The largest size at which the words fit, and their lines; the smallest, cut off, when they never do."""
    for size in SIZES:
        face = font(words, size)
        assert face is not None
        most = min(LINES, int(height // (size * 1.14)))
        lines = []
        for row in _lines(words, face, room):
            lines.append(row)
            if len(lines) > most:
                break
        whole = all(face.getlength(word) <= room for word in words.split())
        if len(lines) <= most and whole:
            return size, lines
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", face, room)]
    return size, lines


def cut(words: str, face: Any, room: float) -> str:
    """As much as one line holds."""
    if face.getlength(words) <= room:
        return words
    end = bisect(range(len(words)), room, key=lambda n: face.getlength(words[:n] + "…"))
    return words[: end - 1].rstrip(" ,.;:–-") + "…"


def _lines(words: str, face: Any, room: float) -> Iterator[str]:
    """Broken between words; a word that is too long for a line is broken anywhere."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        while face.getlength(word) > room and len(word) > 1:
            end = max(int(len(word) * room / face.getlength(word)), 1)
            while end > 1 and face.getlength(word[:end]) > room:
                end -= 1
            yield word[:end]
            word = word[end:]
        line = word
    if line:
        yield line


def font(words: str, size: int) -> Any:
    """The first font here that has all these letters; None when none has."""
    if SHAPED.search(words) and not features.check("raqm"):
        return None
    for name in FONTS:
        if _face(name, size) is not None and all(_has(name, sign) for sign in set(words)):
            return _face(name, size)
    return None


@lru_cache(maxsize=64)
def _face(name: str, size: int) -> Any:
    """From the system's font folders; "" is the small one that comes with Pillow."""
    try:
        return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None


@lru_cache(maxsize=8192)
def _has(name: str, sign: str) -> bool:
    """A missing letter looks like one that never exists."""
    return sign == " " or _look(name, sign) != _look(name, "\uffff")


def _look(name: str, sign: str) -> bytes:
    mask = _face(name, 24).getmask(sign)
    return repr(mask.size).encode() + bytes(mask)
