"""The calendar file that goes with a letter: the same one that the event's page gives."""

from urllib.parse import urlsplit

from django.conf import settings

from projects import calendars
from projects.models import Event

from .links import link


def calendar_file(*events: Event) -> tuple[str, str, str]:
    """Name, media type and text. One UID and a growing SEQUENCE, so that a calendar replaces its entry."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    with_urls = [(event, str(link("projects:event_page", slug=event.project.slug, pk=event.pk))) for event in events]
    return ("event.ics", "text/calendar", calendars.file(with_urls, host=host).decode())
