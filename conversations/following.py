"""What a page says can be followed, found again from two words in its form; and what somebody follows, as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from city.models import Neighborhood
from core import paths
from people.models import Person

from . import kinds
from .models import Follow
from .permissions import can_follow

NEIGHBORHOOD, CATEGORY = "neighborhood", "category"


@dataclass(frozen=True)
class Target:
    """Something that can be followed: its words, and what `actions.follow` takes for it."""

    title: str
    url: str
    given: dict[str, Any]


def target(person: Person | None, what: str, key: str) -> Target | None:
    """None for what is not there, or is nothing to this person."""
    if what == NEIGHBORHOOD:
        hood = Neighborhood.objects.filter(slug=key).first()
        return Target(hood.name, find_url("where", key), {"neighborhood": hood}) if hood else None
    if what == CATEGORY:
        words = kinds.category_words(key)
        return Target(words, find_url("kind", key), {"category": key}) if words else None
    kind = kinds.kind_of(what)
    thing = kind.find(person, key) if kind else None
    if kind is None or thing is None or not can_follow(person, thing):
        return None
    named = kind.named(thing)
    return Target(named.title, named.url, {"thing": thing})


def find_url(name: str, key: str) -> str:
    """What there is to do in a neighborhood, or of a kind."""
    return f"{paths.prefix()}/find/?{name}={key}"


def is_followed(person: Person, given: dict[str, Any]) -> bool:
    thing = given.get("thing")
    if thing is not None:
        return thing.subject_id is not None and Follow.objects.filter(person=person, subject=thing.subject_id).exists()
    return Follow.objects.filter(person=person, **given).exists()


@dataclass(frozen=True)
class Line:
    """One line of "What I follow"."""

    follow: Follow
    what: str
    title: str
    url: str


def lines(follows: Iterable[Follow]) -> list[Line]:
    """With words and pages, in one query for each kind of thing."""
    rows = list(follows)
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        if row.subject is not None:
            by_kind.setdefault(row.subject.kind, []).append(row.subject.pk)
    known = {pk: found for name, pks in by_kind.items() for pk, found in kinds.named(name, pks).items()}
    return [_line(row, known) for row in rows]


def _line(row: Follow, known: dict[int, kinds.Named]) -> Line:
    if row.neighborhood is not None:
        return Line(row, gettext("Neighborhood"), row.neighborhood.name, find_url("where", row.neighborhood.slug))
    if row.subject is None:
        words = kinds.category_words(row.category) or row.category
        return Line(row, gettext("Kind of project"), words, find_url("kind", row.category))
    found = known.get(row.subject.pk)
    kind = kinds.kind_of(row.subject.kind)
    what = str(kind.words) if kind else ""
    return Line(row, what, found.title, found.url) if found else Line(row, what, gettext("No longer public"), "")
