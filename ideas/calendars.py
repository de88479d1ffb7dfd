"""A live hour as a calendar file, to take over once."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from core.atom import readable
from projects.calendars import PRODUCT, YEAR

from .models import LiveHour


def file(hour: LiveHour) -> bytes:
    """The same facts are the same bytes: DTSTAMP is the moment of the last change."""
    page = settings.SITE_URL + reverse("ideas:hour_page", args=[hour.slug])
    entry = Event()
    entry.add("uid", f"hour-{hour.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    entry.add("sequence", hour.sequence)
    entry.add("dtstamp", hour.changed_at)
    entry.add("dtstart", hour.starts_at.astimezone(hour.tz))
    entry.add("dtend", hour.ends_at.astimezone(hour.tz))
    entry.add("summary", readable(hour.title))
    entry.add("location", readable(hour.place or page))
    entry.add("url", page)
    entry.add("description", readable("\n\n".join(part for part in (hour.intro, page) if part)))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(entry)
    calendar.add_missing_timezones(hour.starts_at.date() - YEAR, hour.ends_at.date() + YEAR)
    return calendar.to_ical()
