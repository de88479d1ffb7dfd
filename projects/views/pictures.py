"""Pictures of what everybody may read, for those who pass it on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.doors import anyone, door
from files.sharing import picture
from projects import quick, sharing
from projects.models import Event

from .neighborhoods import hood_called
from .pages import ahead_of, first_of


@door(anyone)
def project_picture(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    project = quick.public_project(slug)
    if project is None:
        raise Http404
    coming = first_of(ahead_of(quick.dates(project)))
    return picture(request, sharing.of_project(request, project, coming), version)


@door(anyone)
def event_picture(request: HttpRequest, slug: str, pk: int, version: str) -> HttpResponse:
    events = Event.objects.public().select_related("project__neighborhood").defer("project__neighborhood__boundary")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    return picture(request, sharing.of_event(request, event), version)


@door(anyone)
def neighborhoods_picture(request: HttpRequest, version: str) -> HttpResponse:
    return picture(request, sharing.of_neighborhoods(request), version)


@door(anyone)
def neighborhood_picture(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    return picture(request, sharing.of_neighborhood(request, hood_called(request, slug)), version)
