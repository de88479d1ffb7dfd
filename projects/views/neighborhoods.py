"""What each neighborhood reached together, this year. In the order of the alphabet: it is no race."""

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from city.context import the_city
from city.map import the_map
from city.models import Neighborhood
from core.doors import anyone, door
from core.when import new_year
from projects import results, sharing
from projects.models import Event, Project

FIVE_MINUTES = 300


NEXT, NEWEST = 6, 8


@door(anyone)
def neighborhood_list(request: HttpRequest) -> HttpResponse:
    year, sums = _this_year()
    city = the_city(request)
    rows = [{"hood": hood, "figures": _figures(hood, sums[hood.pk])} for hood in city.hoods if hood.pk in sums]
    quiet = [hood for hood in city.hoods if hood.pk not in sums]
    page = {"city": city, "year": year, "rows": rows, "quiet": quiet, "share": sharing.of_neighborhoods(request)}
    return render(request, "projects/neighborhood_list.html", page)


@door(anyone)
def neighborhood_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes next there, what goes on, and what was reached."""
    city = the_city(request)
    hood = hood_called(request, slug)
    year, sums = _this_year()
    events = list(Event.objects.on_offer().filter(project__neighborhood=hood)[:NEXT])
    for event in events:
        event.project.neighborhood = hood
    projects = Project.objects.public().filter(status__in=Project.JOINABLE, neighborhood=hood).order_by("-pk")
    page = {
        "city": city,
        "hood_here": hood,
        "events": events,
        "projects": list(projects.defer("body")[:NEWEST]),
        "map": the_map().with_pins([(n, event.project, event.is_full) for n, event in enumerate(events, 1)], hood.slug),
        "year": year,
        "figures": _figures(hood, sums[hood.pk]) if hood.pk in sums else [],
        "section": "find",
        "share": sharing.of_neighborhood(request, hood),
    }
    return render(request, "projects/neighborhood_page.html", page)


def hood_called(request: HttpRequest, slug: str) -> Neighborhood:
    """Raises Http404."""
    for hood in the_city(request).hoods:
        if hood.slug == slug:
            return hood
    raise Http404


def _this_year() -> tuple[int, dict[int, results.HoodSums]]:
    """Five minutes old at most."""
    since = new_year()
    key = f"projects:neighborhoods:{since.year}"
    sums = cache.get(key)
    if sums is None:
        sums = results.by_neighborhood(since)
        cache.set(key, sums, FIVE_MINUTES)
    return since.year, sums


def _figures(hood: Neighborhood, sums: results.HoodSums) -> list[Any]:
    hours = sums.minutes // 60
    found = [
        results.Counted(sums.dates, "", ngettext("date of a project", "dates of projects", sums.dates)),
        results.Counted(sums.people, "", ngettext("person came", "people came", sums.people)),
        results.Counted(hours, gettext("h"), gettext("given together")),
    ]
    if hood.residents and hours:
        each = round(hours * 1000 / hood.residents)
        found.append(results.Counted(each, gettext("h"), gettext("for every 1,000 residents")))
    return [*found, *results.in_words(sums.counted)]
