"""Find something to do: the list first, by date, by need or by how near it is, then the map with the same numbers."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from city.context import City, the_city
from city.map import the_map
from core.clock import now
from core.doors import anyone, door
from projects.access import SPOKEN
from projects.forms.find import CIVIC, EFFORTS, ORDERS, SUITS, WHEN, Spot, Wanted
from projects.models import Category, Event, EventQuerySet, Slot
from projects.templatetags.projects_tags import KIND_SIGNS, MEETING

PAGE = 20
RANKED = 300  # dates are put into another order than their own among so many of the next ones
SATURDAY = 5
KINDS = [*((kind.value, KIND_SIGNS[kind], kind.label) for kind in Category), (CIVIC, "msg", MEETING)]


@door(anyone)
def find(request: HttpRequest) -> HttpResponse:
    city = the_city(request)
    wanted = Wanted(request.GET, city.hoods, city.time_zone)
    coming = wanted.among(Event.objects.on_offer())
    after = request.GET.get("after", "")
    hoods = {hood.pk: hood for hood in city.hoods}
    if wanted.order == "date":
        events = list(_from(coming, after)[: PAGE + 1])
        more, events = len(events) > PAGE, events[:PAGE]
        following = _mark(events[-1]) if more else ""
        of = 0
    else:
        ranked, of = _ranked(coming, wanted, hoods)
        begin = int(after) if after in map(str, range(PAGE, len(ranked), PAGE)) else 0
        events = _page(coming, ranked[begin : begin + PAGE])
        following = str(begin + PAGE) if len(ranked) > begin + PAGE else ""
    for event in events:
        event.project.neighborhood = hoods.get(event.project.neighborhood_id)
    mine = getattr(hoods.get(request.person.neighborhood_id), "slug", "") if request.person else ""
    page = {
        "city": city,  # the header's too, so that it is not looked up again
        "events": events,
        "wanted": wanted,
        "of": of,
        "filters": _filters(wanted.query(), _face(city), get_language()),
        "kinds": KINDS,
        "saturday": _saturday(wanted, mine),
        "map": the_map().with_pins([(n, event.project, event.is_full) for n, event in enumerate(events, 1)]),
        "next_url": f"?{wanted.query(after=following)}" if following else "",
        "first_url": f"{reverse('projects:find')}?{wanted.query()}" if after else "",
        "my_area": mine,
    }
    return render(request, "projects/find_page.html", page)


# ── the order of dates, page by page ──


def _mark(event: Event) -> str:
    """Where the next page begins: after this moment and number, so that a page costs the same however far it is."""
    return f"{event.starts_at.isoformat()}~{event.pk}"


def _from(events: EventQuerySet, after: str) -> EventQuerySet:
    stamp, _tilde, pk = after.partition("~")
    try:
        moment, number = datetime.fromisoformat(stamp), int(pk)
        if moment.tzinfo is None:
            return events
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the edges of the calendar, moved over them by their own time zone
        return events
    later = Q(starts_at__gt=moment) | Q(starts_at=moment, pk__gt=number)
    return events.filter(later, starts_at__gte=moment)


# ── other orders, among the next 300 ──


def _ranked(coming: EventQuerySet, wanted: Wanted, hoods: dict[int, Any]) -> tuple[list[tuple[int, str]], int]:
    """Each date with a word on its place in this order; and 300, if there are more than were looked at."""
    places = ("pk", "project__latitude", "project__longitude", "project__neighborhood")
    rows = list(coming.values_list(*places)[: RANKED + 1])
    of, rows = (RANKED, rows[:RANKED]) if len(rows) > RANKED else (0, rows)
    if wanted.near:
        return _by_distance(rows, wanted.near, hoods), of
    short = Slot.objects.filter(event__in=[row[0] for row in rows], minimum_wanted__gt=F("seats_held"))
    lacking = short.order_by().values_list("event").annotate(people=Sum(F("minimum_wanted") - F("seats_held")))
    missing = dict(lacking)
    soonest_first = [row[0] for row in rows if row[0] in missing]
    return [(pk, "") for pk in sorted(soonest_first, key=lambda pk: -missing[pk])], of


def _by_distance(rows: list[Any], spot: Spot, hoods: dict[int, Any]) -> list[tuple[int, str]]:
    found = []
    for pk, latitude, longitude, hood in rows:
        if latitude is None or longitude is None:
            latitude, longitude = hoods[hood].label_y, hoods[hood].label_x
        found.append((spot.km_to(latitude, longitude), pk))
    return [(pk, _away(km)) for km, pk in sorted(found, key=lambda pair: pair[0])]


def _away(km: float) -> str:
    """In half kilometres: where somebody is, is not known more exactly."""
    if km < 1:
        return gettext("less than 1 km away")
    return gettext("about %(km)s km away") % {"km": number_format(round(km * 2) / 2, 1).removesuffix(".0")}


def _page(coming: EventQuerySet, ranked: list[tuple[int, str]]) -> list[Event]:
    found = {event.pk: event for event in coming.filter(pk__in=[pk for pk, _away in ranked])}
    events = []
    for pk, away in ranked:
        if pk in found:
            found[pk].away = away
            events.append(found[pk])
    return events


# ── what stands around the list ──


def _saturday(wanted: Wanted, mine: str) -> str:
    """The coming Saturday, or today's; where somebody lives, as long as nobody says where they are."""
    today = now().astimezone(wanted.zone).date()
    day = (today + timedelta(days=(SATURDAY - today.weekday()) % 7)).isoformat()
    return urlencode([("from", day), ("to", day), *([("where", mine)] if mine else [])])


def _face(city: City) -> tuple[Any, ...]:
    return tuple((hood.slug, hood.name, hood.letter, hood.shape, hood.color_key) for hood in city.hoods)


@lru_cache(maxsize=128)
def _filters(query: str, face: tuple[Any, ...], language: str | None) -> SafeString:
    """The form with these filters on. It is the same for everybody, so it is drawn once."""
    city = the_city()
    page = {
        "wanted": Wanted(QueryDict(query), city.hoods, city.time_zone),
        "hoods": city.hoods,
        "whens": WHEN,
        "orders": ORDERS,
        "kinds": KINDS,
        "suits": SUITS,
        "efforts": EFFORTS,
        "languages": SPOKEN.items(),
    }
    return SafeString(render_to_string("projects/_filters.html", page))
