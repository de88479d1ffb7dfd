"""Rows of the product: the demo city, grown; prints as JSON what the bench has to know.

`python -m tests.bench.fill lay` lays the city out, `… grow PROJECTS VISITORS` makes it so large. The two hundred days
that the demo lives through are left out: they take a minute, and nothing here depends on them.
"""

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")

# What people look for: often, seldom, and written wrong.
FILTERS = (
    "suits=step_free&suits=people", "language=es&effort=1&effort=2", "kind=planting&kind=cleanup&suits=people",
    "where=elm-park&where=millside&where=northgate&effort=1&effort=2",
)  # a full page of dates in the small city too, or its growth would be that of its rows  # fmt: skip
NARROW = (
    "where=elm-park&kind=planting&suits=family", "language=ar&effort=1&when=weekend",
    "suits=toilet&suits=seated&suits=shade&language=es&effort=1&effort=2&where=millside&where=northgate",
)  # fmt: skip
NEAR = ("52.10,4.54", "52.08,4.51", "52.11,4.58&suits=step_free")
WORDS = ("creek", "path+school", "tea", "9999", "elm")
MISSPELT = ("creeek", "neihgborhood+gardn", "xylophonne")
PAGES = 50  # of each kind, so that nothing is measured from one warm row


def main(command: str, *numbers: str) -> None:
    import django

    django.setup()
    if command == "lay":
        from cms.demo import pages, people, place
        from cms.starter import build_site

        place.lay_out(build_site())
        people.move_in()
        pages.tell_stories()
        return
    json.dump(grow(*map(int, numbers)), sys.stdout)


def lack_people() -> None:
    """In the next dates of the city, so that a page of those who need some is full in the small one too."""
    from django.db.models import F

    from projects.models import Event, Slot

    soon = list(Event.objects.on_offer().values_list("pk", flat=True)[:PAGES])
    Slot.objects.filter(event__in=soon, capacity=None).update(minimum_wanted=F("seats_held") + 3)


def grow(projects: int, visitors: int) -> dict[str, Any]:
    from random import Random

    from django.urls import reverse

    from cms.demo import grow
    from ideas.models import Idea, IdeaPoll
    from people.models import User
    from projects.models import Event, Project, Slot

    from . import crowds
    from .sessions import cookies_of

    grow.grow(projects=projects)
    lack_people()
    collecting = IdeaPoll.objects.filter(slug__startswith="grown-", config_locked_at=None).latest("pk")
    voting = IdeaPoll.objects.filter(slug__startswith="grown-", frozen_at=None).voting_now().latest("pk")
    counted = IdeaPoll.objects.filter(slug__startswith="grown-", frozen_at__isnull=False).latest("pk")
    newest = Project.objects.filter(slug__startswith="grown-").order_by("-pk")[:PAGES]
    ideas = Idea.objects.filter(poll=collecting).order_by("-pk")[:PAGES]
    dates = Event.objects.filter(project__in=newest).coming().select_related("project")
    full, lead = crowds.full_event()
    pages = {
        "home": ["/"],
        "find": [reverse("projects:find")],
        "filters": [f"{reverse('projects:find')}?{query}" for query in FILTERS],
        "narrow": [f"{reverse('projects:find')}?{query}" for query in NARROW],
        "near": [f"{reverse('projects:find')}?near={place}" for place in NEAR],
        "need": [reverse("projects:find") + "?order=need"],
        "search": [f"{reverse('cms:search')}?q={words}" for words in WORDS],
        "guess": [f"{reverse('cms:search')}?q={words}" for words in MISSPELT],
        "project": [reverse("projects:project_page", args=[project.slug]) for project in newest],
        **_orders(collecting, voting),
        "map": [reverse("ideas:idea_map", args=[collecting.slug])],
        "results": [reverse("ideas:poll_results", args=[counted.slug])],
        "idea": [reverse("ideas:idea_page", args=[collecting.slug, idea.ref]) for idea in ideas],
        "event": [reverse("projects:event_page", args=[date.project.slug, date.pk]) for date in dates],
        "roster": [reverse("projects:event_roster", args=[full.project.slug, full.pk])],
    }
    people = grow.move_in(visitors + 1, Random(7))
    cookies = cookies_of(User.objects.filter(person__in=people).order_by("pk"))
    slots = Slot.objects.filter(event__project__in=newest, capacity=None).select_related("event__project")
    joins = [_join(slot) for slot in slots]
    rushed = [_join(slot) for slot in crowds.rush(visitors)]
    refs = list(Idea.objects.filter(poll=voting).order_by("pk").values_list("ref", flat=True)[: 3 * PAGES])
    cast = reverse("ideas:ballot_cast", args=[voting.slug])
    return {
        "pages": pages,
        "reader": cookies[-1],
        "lead": cookies_of(User.objects.filter(person=lead))[0],
        "writes": {
            "cast": [
                {"path": cast, "fields": _ballot(refs[n % PAGES :: PAGES], n), "cookies": each}
                for n, each in enumerate(cookies[:-1])
            ],
            # From the other end: who voted once in this round casts no second first ballot.
            "pace": [
                {"path": cast, "fields": _ballot(refs[n % PAGES :: PAGES], n), "cookies": each}
                for n, each in enumerate(reversed(cookies[:-1]))
            ],
            "join": [
                {"path": joins[n % len(joins)], "fields": [["party", "1"]], "cookies": each}
                for n, each in enumerate(cookies[:-1])
            ],
            "rush": [
                {"path": path, "fields": [["party", "1"]], "cookies": each}
                for path, each in zip(rushed, cookies[:-1], strict=True)
            ],
        },
        "tables": {
            "cast": "ideas_ballot",
            "pace": "ideas_ballot",
            "join": "projects_signup",
            "rush": "projects_signup",
        },
    }


def _orders(poll: Any, voting: Any) -> dict[str, list[str]]:
    """The list of a poll's ideas in each order: its first page, and those behind a quarter, a half and three quarters."""
    from django.urls import reverse

    from ideas.models import Idea

    rows, path = Idea.objects.filter(poll=poll).standing(), reverse("ideas:poll_page", args=[poll.slug])
    skipped = [rows.count() * n // 4 for n in (1, 2, 3)]
    orders = {
        name: (f"{path}?order={name}", [rows.page_by(field, "", n)[1] for n in skipped])
        for name, field in (("newest", "pk"), ("discussed", "said"), ("supported", "supports"))
    }
    pages = {name: [first, *(f"{first}&after={after}" for after in each)] for name, (first, each) in orders.items()}
    return {"poll": _drawn(poll, skipped), "ballot": _drawn(voting, skipped[:2]), **pages}


def _drawn(poll: Any, skipped: list[int]) -> list[str]:
    """In the random order of the day. Of a ballot, whose pages are longer, not the last quarter: it fills no page."""
    from django.urls import reverse

    from ideas.models import Idea

    rows, path = Idea.objects.filter(poll=poll).standing(), reverse("ideas:poll_page", args=[poll.slug])
    drawn = [rows.page_in_random_order(poll.day_seed, "", n)[1] for n in skipped]
    return [path, *(f"{path}?seed={poll.day_seed}&after={after}" for after in drawn)]


def _join(slot: Any) -> str:
    from django.urls import reverse

    return reverse("projects:slot_join", args=[slot.event.project.slug, slot.pk])


def _ballot(refs: list[str], n: int) -> list[list[str]]:
    return [["revision", "0"], ["client_key", f"bench-{n}"], ["wants_outcome", "on"], *(["idea", ref] for ref in refs)]


if __name__ == "__main__":
    main(*sys.argv[1:])
