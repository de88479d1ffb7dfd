"""Find something to do: the list first, by date, then the map with the same numbers."""

from datetime import UTC, datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from city.context import the_city
from city.map import the_map
from core.doors import anyone, door
from projects.forms.find import CIVIC, SUITS, WHEN, Wanted
from projects.models import Category, Event, EventQuerySet
from projects.templatetags.projects_tags import KIND_SIGNS, MEETING

PAGE = 20


@door(anyone)
def find(request: HttpRequest) -> HttpResponse:
    city = the_city(request)
    wanted = Wanted(request.GET, city.hoods, city.time_zone)
    coming = wanted.among(Event.objects.on_offer())
    after = request.GET.get("after", "")
    events = list(_from(coming, after)[: PAGE + 1])
    more, events = len(events) > PAGE, events[:PAGE]
    hoods = {hood.pk: hood for hood in city.hoods}
    for event in events:
        event.project.neighborhood = hoods.get(event.project.neighborhood_id)
    page = {
        "city": city,  # the header's too, so that it is not looked up again
        "events": events,
        "wanted": wanted,
        "whens": WHEN,
        "kinds": [*((kind.value, KIND_SIGNS[kind], kind.label) for kind in Category), (CIVIC, "msg", MEETING)],
        "suits": SUITS,
        "map": the_map().with_pins([(n, event.project, event.is_full) for n, event in enumerate(events, 1)]),
        "next_url": f"?{wanted.query(after=_mark(events[-1]))}" if more else "",
        "first_url": f"{reverse('projects:find')}?{wanted.query()}" if after else "",
        "my_area": getattr(hoods.get(request.person.neighborhood_id), "slug", "") if request.person else "",
    }
    return render(request, "projects/find_page.html", page)


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
