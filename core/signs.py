"""The small drawings of the site as ready HTML: pictograms, words of state, neighborhood marks, seats, dates.

They stand in lists of fifty rows, so they are plain strings kept by their arguments, not included templates.
"""

from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any

from django.templatetags.static import static
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

HIDDEN = 'aria-hidden="true" focusable="false"'
# Pictograms with a direction turn round where one reads from the right.
FLOW = frozenset({"arrow", "back", "undo", "ramp"})
STATES = frozenset({"open", "few", "full", "no", "need", "wait", "tie", "done"})
TONES = frozenset({"good", "warn", "bad"})
# Shape → its drawing on a 24 grid, and the base line of the letter.
SHAPES = {
    "circle": ('<circle cx="12" cy="12" r="11"/>', "16.7"),
    "shield": ('<path d="M1 5a4 4 0 0 1 4-4h14a4 4 0 0 1 4 4v7a11 11 0 0 1-22 0z"/>', "16"),
    "square": ('<path d="M1.5 1.5h21v21h-21z"/>', "16.7"),
    "triangle": ('<path d="M12 .5 24 22.5H0z"/>', "19.5"),
    "hexagon": ('<path d="M6.3 1.5h11.4L23.5 12l-5.8 10.5H6.3L.5 12z"/>', "16.7"),
    "diamond": ('<path d="M12 0l12 12-12 12L0 12z"/>', "16.7"),
}


def sprite(name: str) -> str:
    """Address of one pictogram in the cached sprite file."""
    return f"{static('engage/icons.svg')}#i-{name}"


@lru_cache(maxsize=512)
def icon(name: str, flow: bool | None = None, big: bool = False) -> SafeString:
    """A pictogram without words; decoration beside a text that says the same."""
    turns = name in FLOW if flow is None else flow
    classes = "picto" + (" picto--flow" if turns else "") + (" picto--big" if big else "")
    return format_html('<svg class="{}" {}><use href="{}"/></svg>', classes, mark_safe(HIDDEN), sprite(name))


@lru_cache(maxsize=32)
def _state(state: str, tone: str) -> SafeString:
    if state not in STATES:
        raise ValueError(f"No such state: {state!r}. There are {', '.join(sorted(STATES))}.")
    tone_class = f" status--{tone}" if tone in TONES else ""
    return format_html(
        '<span class="status{}"><svg {}><use href="{}"/></svg>',
        tone_class,
        mark_safe(HIDDEN),
        sprite(f"s-{state}"),
    )


def status(state: str, words: Any, tone: str = "") -> SafeString:
    """One state in a few words, with a shape as second and a color as third cue."""
    return mark_safe(f"{_state(state, tone)}{conditional_escape(words)}</span>")  # noqa: S308 - both parts are escaped


@lru_cache(maxsize=256)
def _mark(letter: str, shape: str, color: str, extra: str) -> SafeString:
    drawing, base = SHAPES.get(shape, SHAPES["circle"])
    low = " mark--low" if shape == "triangle" else ""
    return format_html(
        '<svg class="mark mark--{}{}{}" viewBox="0 0 24 24" {}>{}<text x="12" y="{}">{}</text></svg>',
        color, low, extra, mark_safe(HIDDEN), mark_safe(drawing), base, letter,
    )  # fmt: skip


def mark(hood: Any, big: bool = False) -> SafeString:
    """A neighborhood's letter, shape and color; its name always stands beside."""
    if not hood:
        return SafeString("")
    return _mark(hood.letter, hood.shape, hood.color_key, " mark--big" if big else "")


def hood(place: Any) -> SafeString:
    """Mark and name of a neighborhood; nothing when there is none (the whole city)."""
    return _hood(place.letter, place.shape, place.color_key, place.name) if place else SafeString("")


@lru_cache(maxsize=256)
def _hood(letter: str, shape: str, color: str, name: str) -> SafeString:
    return format_html('<span class="hood">{} {}</span>', _mark(letter, shape, color, ""), name)


@lru_cache(maxsize=1024)
def _date_words(day: date, language: str | None) -> tuple[str, str, str]:
    return date_format(day, "D"), date_format(day, "j"), str(MONTHS_3[day.month]).capitalize()


def date_words(day: date, word: str = "") -> tuple[str, str, str]:
    """Weekday (or `word`), number and month of a date, as its block shows them."""
    name, number, month = _date_words(day, get_language())
    return word or name, number, month


def date_block(day: Any, stamp: str, small: bool = False, word: str = "", year: bool = False) -> SafeString:
    """A date like on a departure board: weekday (or `word`, as in "By"), big number, month."""
    name, number, month = date_words(day, word)
    return format_html(
        '<time class="date{}" datetime="{}"><span class="date__day">{}</span> '
        '<span class="date__num">{}</span> <span class="date__mon">{}</span></time>',
        " date--small" if small else "", stamp, name, number, f"{month} {day.year}" if year else month,
    )  # fmt: skip


SEATS_DRAWN = 60
SEATS_IN_ROW = 20


def seats(taken: int, capacity: int | None, mine: int = 0) -> SafeString:
    """One square for each place up to 60, one bar above; always with the words beside it."""
    taken, mine = max(taken, 0), max(mine, 0)
    if capacity is None:
        words = ngettext("%(n)s person is coming", "%(n)s people are coming", taken) % {"n": _number(taken)}
        return format_html('<p class="seats"><span class="small quiet">{}</span></p>', words)
    words = gettext("%(taken)s of %(capacity)s taken") % {
        "taken": _number(taken),
        "capacity": _number(capacity),
    }
    if mine:
        words += ". " + ngettext("One of them is yours", "%(n)s of them are yours", mine) % {"n": mine}
    return format_html(
        '<p class="seats">{} <span class="small quiet">{}</span></p>',
        _seats_drawn(min(taken, capacity), capacity, min(mine, taken))
        if 0 < capacity <= SEATS_DRAWN
        else _seats_bar(taken, capacity),
        words,
    )


@lru_cache(maxsize=1024)
def _seats_drawn(taken: int, capacity: int, mine: int) -> SafeString:
    """Yours stand first, then the others taken, then the free ones."""
    across = min(capacity, SEATS_IN_ROW)
    wide, high = across * 15, ceil(capacity / SEATS_IN_ROW) * 21 - 3
    squares = ["", "", ""]
    for seat in range(capacity):
        group = 0 if seat < mine else 1 if seat < taken else 2
        squares[group] += f"M{seat % SEATS_IN_ROW * 15 + 1} {seat // SEATS_IN_ROW * 21 + 1}h11v16h-11z"
    paths = "".join(
        f'<path{kind} d="{path}"/>'
        for kind, path in zip((' class="is-you"', ' class="is-taken"', ""), squares, strict=True)
        if path
    )
    return format_html(
        '<svg class="seats__draw" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}</svg>',
        wide, high, wide, high, mark_safe(HIDDEN), mark_safe(paths),
    )  # fmt: skip


def _seats_bar(taken: int, capacity: int) -> SafeString:
    filled = round(296 * min(taken / capacity, 1), 1) if capacity else 0
    return format_html(
        '<svg class="seats__draw" viewBox="0 0 300 18" width="300" height="18" {}>'
        '<rect x="1" y="1" width="298" height="16"/><rect class="is-taken" x="2" y="2" width="{}" height="14"/></svg>',
        mark_safe(HIDDEN), filled,
    )  # fmt: skip


def _number(value: int) -> str:
    from django.utils.formats import number_format

    return number_format(value, force_grouping=True)
