"""The calendar file that goes with a letter: the same one that the event's page gives."""

from urllib.parse import urlsplit

from django.conf import settings

from projects import calendars
from projects.models import Event

from .links import link


def calendar_file(event: Event) -> tuple[str, str, str]:
    """Name, media type and text. One UID and a growing SEQUENCE, so that a calendar replaces its entry."""
    url = str(link("projects:event_page", slug=event.project.slug, pk=event.pk))
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return ("event.ics", "text/calendar", calendars.ics(event, url=url, host=host).decode())
