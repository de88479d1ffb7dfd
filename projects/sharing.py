"""What a project, a date and the neighborhoods say of themselves to those who pass them on. Public things only."""

from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from city.context import the_city
from city.models import Neighborhood
from core import when
from files.boards import board
from files.sharing import Share

from .models import Event, Project


def of_project(request: HttpRequest, project: Project, coming: Event | None) -> Share:
    """With its next date, when there is one."""
    drawn = board(
        project.title,
        the_city(request),
        hood=project.neighborhood,
        day=coming.starts_at if coming else None,
        of=coming,
        line=when.hours_span(coming) if coming else "",
    )
    return Share(
        _path("projects:project_page", project.slug), drawn, partial(_path, "projects:project_picture", project.slug)
    )


def of_event(request: HttpRequest, event: Event) -> Share:
    called_off = event.status == Event.Status.CANCELLED
    line = gettext("This date was cancelled.") if called_off else f"{when.hours_span(event)}, {event.meeting_point}"
    hood, city = event.project.neighborhood, the_city(request)
    drawn = board(event.title, city, hood=hood, day=event.starts_at, of=event, line=line)
    where = event.project.slug, event.pk
    return Share(_path("projects:event_page", *where), drawn, partial(_path, "projects:event_picture", *where))


def of_neighborhoods(request: HttpRequest) -> Share:
    drawn = board(gettext("What neighborhoods did together"), the_city(request))
    return Share(_path("projects:neighborhood_list"), drawn, partial(_path, "projects:neighborhoods_picture"))


def of_neighborhood(request: HttpRequest, hood: Neighborhood) -> Share:
    drawn = board(hood.name, the_city(request), hood=hood)
    where = partial(_path, "projects:neighborhood_picture", hood.slug)
    return Share(_path("projects:neighborhood_page", hood.slug), drawn, where)


def _path(name: str, *where: object) -> str:
    return reverse(name, args=where)
