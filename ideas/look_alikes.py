"""Ideas like the one being written. It only shows them: nobody is kept from sending an idea.

Words of the poll's question say nothing of an idea, as they stand in half of all titles: they are left out on both sides.
"""

import re
from collections.abc import Callable
from math import cos, hypot, radians
from string import punctuation
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from rapidfuzz import fuzz, process, utils

from core.alike import has_trigrams

from .models import Idea, IdeaPoll
from .places import Place, nowhere

SHORTEST, MOST = 12, 5
TRIGRAMS_ALIKE, WORDS_ALIKE = 0.25, 62  # of 1, and of 100: the two measures are not the same
OWN_WORDS_ALIKE = 56  # fewer words, of which each says more: "benches" and "bench path" are 59
MARKS = f" {punctuation}¿¡«»“”„‘’–—…·؟،؛"
WORD, LITTLE = re.compile(r"\w+"), 2  # letters of a word that says nothing either: a, on, de, في
METERS = 250
METERS_PER_DEGREE = 111_320


def like(idea: Idea) -> list[Idea]:
    """Others that may ask for the same as this one."""
    place = Place(latitude=idea.latitude, longitude=idea.longitude)
    return look_alikes(idea.poll, idea.title, idea.category, place, beside=idea)


def look_alikes(
    poll: IdeaPoll, title: str, category: str = "", place: Place = nowhere, beside: Idea | None = None
) -> list[Idea]:
    """At most five standing ideas whose name is like this one, or that lie close by in the same category."""
    title = " ".join(title.split())
    if len(title) < SHORTEST:
        return []
    standing = poll.ideas.filter(state__in=(Idea.State.OPEN, Idea.State.ON_BALLOT), hidden=False)
    if beside is not None:
        standing = standing.exclude(pk=beside.pk)
    said = {word for word in WORD.findall(poll.question.lower()) if len(word) > LITTLE}
    measured = _by_trigrams if has_trigrams() else _by_words
    found = _with(measured(standing, title, said), lambda: _close_by(standing, category, place))
    # Who looks for ideas to merge picks from a list, which a doubtful one makes only longer.
    found = _with(found, lambda: measured(standing, title, set())) if beside is not None else found
    return found[:MOST]


def _with(found: list[Idea], others: Callable[[], list[Idea]]) -> list[Idea]:
    """Others behind them, if there is room."""
    if len(found) >= MOST:
        return found
    known = {idea.pk for idea in found}
    return [*found, *(idea for idea in others() if idea.pk not in known)]


def _own_words(title: str, said: set[str]) -> str:
    """A title without the words of the question, and without little ones: it may be empty."""
    return " ".join(word for word in WORD.findall(title.lower()) if len(word) > LITTLE and word not in said)


def _by_trigrams(standing: QuerySet[Idea], title: str, said: set[str]) -> list[Idea]:
    """The database measures each title once, in the order of the answer."""
    alike: Func = _similarity(F("title"), title)
    if own := _own_words(title, said):
        dull = "|".join([rf"\w{{1,{LITTLE}}}", *sorted(said)])
        parts = Value(rf"\m(?:{dull})\M"), Value(" "), Value("gi")
        bare = Func("title", *parts, function="regexp_replace", output_field=TextField())
        left = NullIf(Func(bare, Value(MARKS), function="btrim", output_field=TextField()), Value(""))
        # Where nothing is left of a title there, the whole of both is compared.
        alike = Coalesce(_similarity(left, own), alike)
    rows = standing.annotate(alike=alike).order_by("-alike", "pk")[:MOST]
    return [idea for idea in rows if idea.alike >= TRIGRAMS_ALIKE]


def _similarity(of: Any, words: str) -> Func:
    return Func(of, Value(words), function="similarity", output_field=FloatField())


def _by_words(standing: QuerySet[Idea], title: str, said: set[str]) -> list[Idea]:
    titles = dict(standing.values_list("pk", "title"))
    own = _own_words(title, said)
    bare = {pk: words for pk, each in titles.items() if (words := _own_words(each, said))} if own else {}
    whole = {pk: each for pk, each in titles.items() if pk not in bare}
    best = [*_best(own, bare, OWN_WORDS_ALIKE), *_best(title, whole, WORDS_ALIKE)]
    best.sort(key=lambda found: -found[0])
    rows = standing.in_bulk([pk for _score, pk in best[:MOST]])
    return [rows[pk] for _score, pk in best[:MOST] if pk in rows]


def _best(title: str, titles: dict[int, str], least: int) -> list[tuple[float, int]]:
    best = process.extract(
        title,
        titles,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=MOST,
        score_cutoff=least,
    )
    return [(score, pk) for _title, score, pk in best]


def _close_by(standing: QuerySet[Idea], category: str, place: Place) -> list[Idea]:
    if place.latitude is None or place.longitude is None or not category:
        return []
    around = METERS / METERS_PER_DEGREE
    wide = around / max(cos(radians(place.latitude)), 0.01)
    rows = standing.filter(
        category=category,
        latitude__range=(place.latitude - around, place.latitude + around),
        longitude__range=(place.longitude - wide, place.longitude + wide),
    )[:50]
    return [idea for idea in rows if _meters(idea, place) <= METERS]


def _meters(idea: Idea, place: Place) -> float:
    north = (idea.latitude or 0) - (place.latitude or 0)
    east = ((idea.longitude or 0) - (place.longitude or 0)) * cos(radians(place.latitude or 0))
    return hypot(north, east) * METERS_PER_DEGREE
