"""Search across the site: each shelf is a sentence about what a reader may see, and how a hit is named.

Nothing is weighed. What contains the words comes first, in the order that the shelf names; only where nothing at all does, what is
written nearly so. Each shelf is asked once either way, so that a search costs the same however large the city is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz
from wagtail.models import Page

from city.context import City
from core import alike
from core.paths import prefix
from core.when import span_words
from ideas.models import Idea, IdeaPoll
from people.models import Person
from projects.models import Event, Project

from . import plain

MOST = 6  # of each shelf
HOODS_ALIKE = 76  # of 100
STANDING = (
    (_("How points work"), "gamification:how_points_work"),
    (_("What neighborhoods did"), "projects:neighborhood_list"),
    (_("Calendars and feeds"), "feeds"),
    (_("What moderators did"), "conversations:moderation"),
)
# What Wagtail's public() asks in a query of its own: nothing above the page, nor itself, is kept from anybody.
OPEN_TO_ALL = RawSQL(
    "NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction kept JOIN wagtailcore_page above ON above.id = kept.page_id"
    " WHERE wagtailcore_page.path LIKE above.path || '%%')",
    (),
    output_field=BooleanField(),
)


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
    fields: tuple[str, ...]  # in which the words stand
    more: tuple[str, ...]  # what a hit needs besides
    hit: Callable[..., Hit]
    name: str = "title"
    guessed: Q = Q()  # among which of them what is written nearly so is looked for


@dataclass
class Found:
    title: Any
    order: Any
    hits: list[Hit]
    more: bool


def _pages(person: Person | None) -> QuerySet[Any]:
    """Help, stories and everything else that editors write, in the reader's language."""
    pages = Page.objects.filter(OPEN_TO_ALL, live=True, depth__gt=2, plain__language=get_language())
    return pages.order_by("title", "pk")


def _ideas(person: Person | None) -> QuerySet[Any]:
    """Those in the list of a poll, which are the same for everybody; a draft has none yet."""
    return Idea.objects.standing().filter(poll__published_at__isnull=False).order_by("-pk")


def _date(title: str, pk: int, slug: str, hood: int | None, starts: datetime, ends: datetime, zone: str) -> Hit:
    return Hit(title, reverse("projects:event_page", args=[slug, pk]), span_words(starts, ends, ZoneInfo(zone)), hood)


def _page(words: str, title: str, path: str) -> Hit:
    """Below the home page of its language, which is not part of its address."""
    return Hit(title, f"{prefix()}/{path.strip('/').partition('/')[2]}/", plain.below_the_title(words))


SHELVES = (
    Shelf(
        _("Dates"), _("The soonest first."), lambda person: Event.objects.on_offer(), ("title",),
        ("pk", "project__slug", "project__neighborhood", "starts_at", "ends_at", "zone"), _date,
        guessed=Q(own_name=True),  # the others are called like their projects, which have a shelf
    ),
    Shelf(
        _("Projects"), _("The newest first."),
        lambda person: Project.objects.visible_to(person).order_by("-pk"), ("title", "summary"), ("slug", "neighborhood"),
        lambda title, summary, slug, hood: Hit(title, reverse("projects:project_page", args=[slug]), summary, hood),
    ),
    Shelf(
        _("Polls"), _("The newest first."),
        lambda person: IdeaPoll.objects.visible_to(person).order_by("-pk"), ("question",), ("slug", "neighborhood"),
        lambda question, slug, hood: Hit(question, reverse("ideas:poll_page", args=[slug]), "", hood), "question",
    ),
    Shelf(
        _("Ideas"), _("The newest first."), _ideas, ("title",), ("ref", "poll__slug", "poll__question", "neighborhood"),
        lambda title, ref, slug, question, hood: Hit(title, reverse("ideas:idea_page", args=[slug, ref]), question, hood),
    ),
    Shelf(
        _("Help, news and stories"), _("By name."), _pages, ("plain__words",), ("title", "url_path"), _page,
    ),
)  # fmt: skip


def search(typed: str, person: Person | None, city: City) -> tuple[list[Found], bool]:
    """What was found on each shelf that has something, and whether it is only written nearly so."""
    words = alike.words_of(typed)
    if not words:
        return [], False
    hoods = {hood.pk: hood for hood in city.hoods}
    here = [hood for hood in city.hoods if _has(hood.name, words)]
    seen = {shelf: shelf.rows(person) for shelf in SHELVES}
    found = [_neighborhoods(here), *(_exact(shelf, seen[shelf], words, hoods) for shelf in SHELVES)]
    found[-1].hits[:0] = _standing(words)
    if any(each.hits for each in found):
        return [each for each in found if each.hits], False
    name = alike.plain(" ".join(words))
    near = [hood for hood in city.hoods if fuzz.ratio(name, alike.plain(hood.name)) >= HOODS_ALIKE]
    found = [_neighborhoods(near), *(_near(shelf, seen[shelf], words, hoods) for shelf in SHELVES)]
    if but_for_marks := [same for each in found if (same := _with_all(each, words)).hits]:
        return but_for_marks, False
    return [each for each in found if each.hits], True


def _with_all(found: Found, words: list[str]) -> Found:
    """Who types "cafe" means "café": no guess. What else is written nearly so gives way, as it does to any exact find."""
    return replace(found, hits=[hit for hit in found.hits if _has(hit.name, words)])


def _neighborhoods(hoods: list[Any]) -> Found:
    hits = [Hit(hood.name, reverse("projects:neighborhood_page", args=[hood.slug]), hood=hood) for hood in hoods[:MOST]]
    return Found(_("Neighborhoods"), "", hits, False)


def _standing(words: list[str]) -> list[Hit]:
    """Pages that explain something and that no editor wrote."""
    return [Hit(str(name), reverse(url)) for name, url in STANDING if _has(str(name), words)]


def _has(name: str, words: list[str]) -> bool:
    name = alike.plain(name)
    return all(alike.plain(word) in name for word in words)


def _exact(shelf: Shelf, seen: QuerySet[Any], words: list[str], hoods: dict[int, Any]) -> Found:
    rows = alike.containing(seen, words, shelf.fields).values_list(*shelf.fields, *shelf.more)
    return _found(shelf, shelf.order, list(rows[: MOST + 1]), words, hoods)


def _near(shelf: Shelf, seen: QuerySet[Any], words: list[str], hoods: dict[int, Any]) -> Found:
    rows = alike.alike(seen.filter(shelf.guessed), words, shelf.name, MOST, (*shelf.fields, *shelf.more))
    return _found(shelf, "", rows, words, hoods)


def _found(shelf: Shelf, order: Any, rows: list[Any], words: list[str], hoods: dict[int, Any]) -> Found:
    hits = [shelf.hit(*row) for row in rows[:MOST]]
    placed = [replace(hit, note=alike.around(hit.note, words), hood=hoods.get(hit.hood)) for hit in hits]
    return Found(shelf.title, order, placed, len(rows) > MOST)
