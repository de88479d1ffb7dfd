"""Search across the site: each shelf is a sentence about what a reader may see, and how a hit is named.

Nothing is weighed. What contains the words comes first, in the order that the shelf names; only where nothing at all does, what is
written nearly so. Each shelf is asked once either way, so that a search costs the same however large the city is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz
from wagtail.models import Page

from city.context import City
from core import alike
from core.when import when
from ideas.models import Idea, IdeaPoll
from people.models import Person
from projects.models import Event, Project

MOST = 6  # of each shelf


@dataclass(frozen=True)
class Hit:
    name: str
    url: str
    note: str = ""
    hood: Any = None


@dataclass(frozen=True)
class Shelf:
    title: Any
    order: Any  # in words
    rows: Callable[[Person | None], QuerySet[Any]]
    fields: tuple[str, ...]  # the first is its name
    hit: Callable[[Any, HttpRequest], Hit]
    guesses: bool = True


@dataclass
class Found:
    title: Any
    order: Any
    hits: list[Hit]
    more: bool


def _pages(person: Person | None) -> QuerySet[Any]:
    """Help, stories and everything else that editors write, in the reader's language."""
    return (
        Page.objects.live().public().filter(locale__language_code=get_language(), depth__gt=2).order_by("title", "pk")
    )


def _ideas(person: Person | None) -> QuerySet[Any]:
    polls = IdeaPoll.objects.visible_to(person)
    seen = Idea.objects.visible_to(person).standing().filter(poll__in=polls)
    return seen.select_related("poll").order_by("-pk")


SHELVES = (
    Shelf(
        _("Dates"), _("The soonest first."), lambda person: Event.objects.on_offer().prefetch_related(None), ("title",),
        lambda event, request: Hit(
            event.title, reverse("projects:event_page", args=[event.project.slug, event.pk]), when(event),
            event.project.neighborhood_id,
        ),
        guesses=False,  # they are called like their projects
    ),
    Shelf(
        _("Projects"), _("The newest first."),
        lambda person: Project.objects.visible_to(person).order_by("-pk"), ("title", "summary"),
        lambda project, request: Hit(
            project.title, reverse("projects:project_page", args=[project.slug]), project.summary,
            project.neighborhood_id,
        ),
    ),
    Shelf(
        _("Polls"), _("The newest first."), lambda person: IdeaPoll.objects.visible_to(person).order_by("-pk"), ("question",),
        lambda poll, request: Hit(
            poll.question, reverse("ideas:poll_page", args=[poll.slug]), hood=poll.neighborhood_id
        ),
    ),
    Shelf(
        _("Ideas"), _("The newest first."), _ideas, ("title",),
        lambda idea, request: Hit(
            idea.shown_title, reverse("ideas:idea_page", args=[idea.poll.slug, idea.ref]), idea.poll.question,
            idea.neighborhood_id,
        ),
    ),
    Shelf(
        _("Help, news and stories"), _("By name."), _pages, ("title", "textpage__body", "storypage__lead"),
        lambda page, request: Hit(page.title, page.get_url(request) or "/"),
    ),
)  # fmt: skip


def search(typed: str, request: HttpRequest, city: City) -> tuple[list[Found], bool]:
    """What was found on each shelf that has something, and whether it is only written nearly so."""
    words = alike.words_of(typed)
    if not words:
        return [], False
    hoods = {hood.pk: hood for hood in city.hoods}
    here = [hood for hood in city.hoods if all(word.lower() in hood.name.lower() for word in words)]
    seen = {shelf: shelf.rows(request.person) for shelf in SHELVES}  # type: ignore[attr-defined]
    found = [_neighborhoods(here), *(_exact(shelf, seen[shelf], words, request, hoods) for shelf in SHELVES)]
    if any(each.hits for each in found):
        return [each for each in found if each.hits], False
    near = [
        hood for hood in city.hoods if fuzz.ratio(" ".join(words).lower(), hood.name.lower()) >= alike.LETTERS_ALIKE
    ]
    found = [
        _neighborhoods(near),
        *(_near(shelf, seen[shelf], words, request, hoods) for shelf in SHELVES if shelf.guesses),
    ]
    return [each for each in found if each.hits], True


def _neighborhoods(hoods: list[Any]) -> Found:
    hits = [Hit(hood.name, f"{reverse('projects:find')}?where={hood.slug}", hood=hood) for hood in hoods[:MOST]]
    return Found(_("Neighborhoods"), "", hits, False)


def _exact(shelf: Shelf, seen: QuerySet[Any], words: list[str], request: HttpRequest, hoods: dict[int, Any]) -> Found:
    rows = alike.containing(seen, words, shelf.fields)
    return _found(shelf, list(rows[: MOST + 1]), request, hoods)


def _near(shelf: Shelf, seen: QuerySet[Any], words: list[str], request: HttpRequest, hoods: dict[int, Any]) -> Found:
    rows = alike.alike(seen, words, shelf.fields[0], MOST)
    return replace(_found(shelf, rows, request, hoods), order="")


def _found(shelf: Shelf, rows: list[Any], request: HttpRequest, hoods: dict[int, Any]) -> Found:
    hits = [shelf.hit(row, request) for row in rows[:MOST]]
    placed = [Hit(hit.name, hit.url, hit.note, hoods.get(hit.hood)) for hit in hits]
    return Found(shelf.title, shelf.order, placed, len(rows) > MOST)
