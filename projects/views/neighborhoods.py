"""What each neighborhood reached together, this year. In the order of the alphabet: it is no race."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from city.context import the_city
from city.models import Neighborhood
from core.clock import now
from core.doors import anyone, door
from core.when import local
from projects import results

FIVE_MINUTES = 300


@door(anyone)
def neighborhood_list(request: HttpRequest) -> HttpResponse:
    year = local(now()).year
    since = local(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    key = f"projects:neighborhoods:{year}"
    sums = cache.get(key)
    if sums is None:
        sums = results.by_neighborhood(since)
        cache.set(key, sums, FIVE_MINUTES)
    city = the_city(request)
    rows = [{"hood": hood, "figures": _figures(hood, sums[hood.pk])} for hood in city.hoods if hood.pk in sums]
    quiet = [hood for hood in city.hoods if hood.pk not in sums]
    page = {"city": city, "year": year, "rows": rows, "quiet": quiet}
    return render(request, "projects/neighborhood_list.html", page)


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
