"""Calendar feeds and files. A calendar that asks every minute is told that nothing is new, and no file is built."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override

from city.models import Neighborhood
from core import again
from core.doors import anyone, door
from core.errors import RuleBroken
from people.models import Person
from people.permissions import signed_in
from projects import actions, calendars
from projects.models import CalendarAddress, Event, Project, Series, SignUp, secret_hash

FILE = "text/calendar; charset=utf-8"


@door(anyone)
def event_calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One date as a file for any calendar; of a hidden project for those who have a place."""
    event = Event.objects.public().select_related("project").filter(pk=pk, project__slug=slug).first()
    if event is None and request.person is not None:
        mine = SignUp.objects.for_calendar_of(request.person).live()
        place = mine.filter(slot__event=pk, slot__event__project__slug=slug).first()
        event = place.slot.event if place else None
    if event is None:
        raise Http404
    return _file([event], slug)


@door(anyone)
def series_calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All dates of a series that are planned, as one file for any calendar."""
    projects = Project.objects.public().filter(slug=slug)
    series = get_object_or_404(Series.objects.filter(project__in=projects), pk=pk)
    return _file(list(series.events.public().select_related("project").order_by("starts_at")), slug)


@door(anyone)
def project_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of a project, for a calendar that comes back."""
    project = get_object_or_404(Project.objects.public(), slug=slug)
    events = Event.objects.in_calendars().filter(project=project)
    return _feed(request, calendars.of_events(events[: calendars.AT_MOST]), project.title, again.FIVE_MINUTES)


@door(anyone)
def neighborhood_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates in a neighborhood, for a calendar that comes back."""
    hood = get_object_or_404(Neighborhood.objects.defer("boundary"), slug=slug)
    events = Event.objects.in_calendars().filter(project__neighborhood=hood)
    return _feed(request, calendars.of_events(events[: calendars.AT_MOST]), hood.name, again.FIVE_MINUTES)


@door(anyone)
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own dates, for whoever has the secret address: calendars bring no session."""
    address = (
        CalendarAddress.objects.select_related("person")
        .exclude(person__kind=Person.Kind.ERASED)
        .filter(token_hash=secret_hash(token))
        .first()
    )
    if address is None:
        raise Http404
    actions.mark_read(address=address)
    with override(address.person.language):
        name = gettext("Engage: my dates")
        response = _feed(request, calendars.of_person(address.person), name, "private, no-cache")
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@door(signed_in, methods="GET POST")
def my_calendar(request: HttpRequest) -> HttpResponse:
    """My secret addresses; a new one is shown on the answer itself, once."""
    new, refusal = "", ""
    if request.method == "POST":
        try:
            path = reverse("own_calendar", args=[actions.open_calendar(by=request.person)])
            new = settings.SITE_URL + path
        except RuleBroken as broken:
            refusal = str(broken)
    page = {
        "addresses": request.person.calendar_addresses.order_by("pk"),
        "new": new,
        "webcal": "webcal://" + new.partition("://")[2] if new else "",
        "refusal": refusal,
    }
    response = render(request, "projects/my_calendar.html", page, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


@door(signed_in, methods="POST")
def calendar_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody reads there any more."""
    address = get_object_or_404(request.person.calendar_addresses, ref=ref)
    actions.close_calendar(by=request.person, address=address)
    return redirect("projects:my_calendar")


def _file(events: list[Event], slug: str) -> HttpResponse:
    response = HttpResponse(calendars.file(events), content_type=FILE)
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _feed(request: HttpRequest, entries: list[calendars.Entry], name: str, caching: str) -> HttpResponse:
    return again.answer(
        request,
        fingerprint=calendars.fingerprint(entries, name),
        build=lambda: calendars.feed(entries, name=name),
        content_type=FILE,
        caching=caching,
    )
