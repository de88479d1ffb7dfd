"""The calendar file that goes with a letter: the same dates that their pages give."""

from people.models import Person
from projects import calendars
from projects.models import Event

File = tuple[str, str, str]  # name, media type and text


def calendar_file(*events: Event) -> File:
    """Dates to take over. One UID and a growing SEQUENCE, so that a calendar replaces its entry."""
    return ("event.ics", "text/calendar", calendars.file(events).decode())


def invitation(event: Event, to: Person, *, free: bool = False) -> File:
    """The date as an invitation to whoever gets the letter: mail programs follow its changes and its end by themselves.

    `free`: they gave the place up, or lost it.
    """
    method, text = calendars.invitation(event, to=to, free=free)
    return ("event.ics", f"text/calendar; method={method}", text.decode())
