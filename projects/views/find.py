"""Find something to do: the list first, by date, by need or by how near it is, then the map with the same numbers."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.expressions import RawSQL
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
from projects import quick
from projects.access import SPOKEN
from projects.forms.find import ASK, CIVIC, EFFORTS, ORDERS, SUITS, WHEN, Wanted
from projects.models import Category, Event, EventQuerySet
from projects.templatetags.projects_tags import KIND_SIGNS, MEETING

PAGE = 20
# Dates are put into another order than their own among so many of the next ones. Those that lack people are looked
# for date by date, and where one in ten does, each more of them costs ten looks.
RANKED = {"near": 100, "need": 60}
LACKING = RawSQL(
    """
    SELECT sum(minimum_wanted - seats_held) FROM projects_slot
    WHERE event_id = projects_event.id AND minimum_wanted > seats_held
    """,
    (),
)
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
        begin, found = 0, list(_from(coming, after).values_list("pk", flat=True)[: PAGE + 1])
    else:
        begin = int(after) if after in map(str, range(PAGE, RANKED[wanted.order], PAGE)) else 0
        found = _ranked(coming, wanted)[begin : begin + PAGE + 1]
    more, events = len(found) > PAGE, quick.listed(found[:PAGE])
    following = (_mark(events[-1]) if wanted.order == "date" else str(begin + PAGE)) if more and events else ""
    for event in events:
        event.project.neighborhood = hoods.get(event.project.neighborhood_id)
        if wanted.near:
            event.away = _away(
                wanted.near.km_to(*_spot(event.project.latitude, event.project.longitude, event.project.neighborhood))
            )
    mine = getattr(hoods.get(request.person.neighborhood_id), "slug", "") if request.person else ""
    page = {
        "city": city,  # the header's too, so that it is not looked up again
        "events": events,
        "wanted": wanted,
        "ranked": RANKED.get(wanted.order),
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


# ── other orders, among the next ones ──


def _ranked(coming: EventQuerySet, wanted: Wanted) -> list[int]:
    """The next ones that fit, in this order: ranking every date of a city would cost more, the larger it is."""
    soonest = coming[: RANKED[wanted.order]]
    if wanted.near:
        hoods = {hood.pk: hood for hood in wanted.places.values()}
        places = soonest.values_list("pk", "project__latitude", "project__longitude", "project__neighborhood")
        far = {pk: wanted.near.km_to(*_spot(north, east, hoods.get(hood))) for pk, north, east, hood in places}
        return sorted(far, key=lambda pk: far[pk])
    lacking = dict(soonest.annotate(lacking=LACKING).values_list("pk", "lacking"))
    return sorted(lacking, key=lambda pk: -lacking[pk])


def _spot(latitude: float | None, longitude: float | None, hood: Any) -> tuple[float, float]:
    """What has no point on the map is where its neighborhood is."""
    return (
        latitude if latitude is not None else hood.label_y if hood else 0.0,
        longitude if longitude is not None else hood.label_x if hood else 0.0,
    )


def _away(km: float) -> str:
    """In half kilometres: where somebody is, is not known more exactly."""
    if km < 1:
        return gettext("less than 1 km away")
    return gettext("about %(km)s km away") % {"km": number_format(round(km * 2) / 2, 1).removesuffix(".0")}


# ── what stands around the list ──


def _saturday(wanted: Wanted, mine: str) -> str:
    """The coming Saturday, or today's; where somebody lives, as long as their phone does not say where they are."""
    today = now().astimezone(wanted.zone).date()
    day = (today + timedelta(days=(SATURDAY - today.weekday()) % 7)).isoformat()
    return urlencode([("from", day), ("to", day), ("where", mine) if mine else ("near", ASK)])


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
