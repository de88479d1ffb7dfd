"""Atom feeds of projects and of dates. They name no people."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from city.context import the_city
from core import atom
from core.clock import now
from core.doors import anyone, door
from core.when import when

from .models import Event, Project


@door(anyone)
def project_feed(request: HttpRequest) -> HttpResponse:
    """Projects that residents may read, the newest first; one that moves on (done, cancelled) is updated."""
    projects = (
        Project.objects.public()
        .filter(published_at__isnull=False)
        .annotate(moved_at=Max("transitions__at"))
        .order_by("-published_at", "-pk")
    )
    found = [
        atom.Entry(
            "project", project.pk, str(project), reverse("projects:project_page", args=[project.slug]),
            project.published_at, max(project.published_at, project.moved_at or project.published_at),
            "\n\n".join(part for part in (str(project.get_status_display()), project.summary) if part),
        )
        for project in projects[: atom.AT_MOST]
    ]  # fmt: skip
    title = gettext("Projects in %(city)s") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("projects:find"), author=the_city().name)


@door(anyone)
def event_feed(request: HttpRequest) -> HttpResponse:
    """Dates that are ahead, the last planned or changed first; called off ones say so."""
    events = Event.objects.public().filter(ends_at__gt=now()).select_related("project").order_by("-changed_at", "-pk")
    found = [
        atom.Entry(
            "event", event.pk, f"{event.title}, {when(event)}",
            reverse("projects:event_page", args=[event.project.slug, event.pk]),
            event.created_at, event.changed_at, "\n\n".join(_words(event)),
        )
        for event in events[: atom.AT_MOST]
    ]  # fmt: skip
    title = gettext("Dates in %(city)s") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("projects:find"), author=the_city().name)


def _words(event: Event) -> list[str]:
    said = [gettext("This date is called off.")] if event.status == Event.Status.CANCELLED else []
    return [*said, event.meeting_point, event.project.summary]
