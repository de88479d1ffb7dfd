"""Calendar files: one event, with the same UID wherever it goes, and a higher SEQUENCE after every change."""

from datetime import timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from .models import Event

PRODUCT = "-//Engage//Engage//EN"


def uid(event: Event, host: str) -> str:
    """The same in letters, downloads and feeds, so that a calendar replaces its entry."""
    return f"event-{event.pk}@{host}"


def ics(event: Event, *, url: str, host: str) -> bytes:
    """One event as a file; a cancelled one stays in it and says so."""
    cancelled = event.status == Event.Status.CANCELLED
    entry = Entry()
    entry.add("uid", uid(event, host))
    entry.add("sequence", event.ics_sequence)
    entry.add("dtstamp", event.created_at)
    entry.add("dtstart", event.local_start)
    entry.add("dtend", event.local_end)
    entry.add("summary", f"CANCELLED: {event.title}" if cancelled else event.title)
    entry.add("location", event.meeting_point)
    entry.add("url", url)
    entry.add("description", f"{event.project.summary}\n\n{url}".strip())
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    year = timedelta(days=365)
    calendar.add_missing_timezones(
        event.starts_at.date() - year, event.ends_at.date() + year
    )  # the rules of the wall clock people live by, for programs that don't know them
    return calendar.to_ical()
