"""Ideas like the one being written. It only shows them: nobody is kept from sending an idea."""

from math import cos, hypot, radians

from django.db.models import FloatField, Func, QuerySet, Value
from rapidfuzz import fuzz, process, utils

from core.alike import has_trigrams

from .models import Idea, IdeaPoll
from .places import Place, nowhere

SHORTEST, MOST = 12, 5
TRIGRAMS_ALIKE, WORDS_ALIKE = 0.25, 62  # of 1, and of 100: the two measures are not the same
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
    standing = Idea.objects.filter(poll=poll, state__in=(Idea.State.OPEN, Idea.State.ON_BALLOT), hidden=False)
    if beside is not None:
        standing = standing.exclude(pk=beside.pk)
    found = _by_trigrams(standing, title) if has_trigrams() else _by_words(standing, title)
    if len(found) < MOST:
        known = {idea.pk for idea in found}
        found += [idea for idea in _close_by(standing, category, place) if idea.pk not in known]
    return found[:MOST]


def _by_trigrams(standing: QuerySet[Idea], title: str) -> list[Idea]:
    alike = Func("title", Value(title), function="similarity", output_field=FloatField())
    rows = standing.annotate(alike=alike).filter(alike__gte=TRIGRAMS_ALIKE)
    return list(rows.order_by("-alike", "pk")[:MOST])


def _by_words(standing: QuerySet[Idea], title: str) -> list[Idea]:
    titles = dict(standing.values_list("pk", "title"))
    best = process.extract(
        title,
        titles,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=MOST,
        score_cutoff=WORDS_ALIKE,
    )
    rows = standing.in_bulk([pk for _title, _score, pk in best])
    return [rows[pk] for _title, _score, pk in best if pk in rows]


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
