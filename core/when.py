"""Moments in words: "Sat 28 Nov, 9:00–11:30", in the clock of the place they belong to."""

from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from .clock import now
from .words import comma


def zone_of(thing: Any) -> tzinfo:
    """The clock of the place: the thing's own `zone` or `time_zone` (name or zone), else the site's."""
    found = getattr(thing, "zone", None) or getattr(thing, "time_zone", None)
    if isinstance(found, str):
        return ZoneInfo(found)
    return found if isinstance(found, tzinfo) else timezone.get_current_timezone()


def local(moment: datetime, thing: Any = None) -> datetime:
    """The moment on that clock."""
    return timezone.localtime(moment, zone_of(thing)) if timezone.is_aware(moment) else moment


def new_year() -> datetime:
    """Since when it is this year, on the city's clock: what every sum of a year begins with."""
    return local(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def day_words(day: date | None, thing: Any = None) -> str:
    """ "Sat 28 Nov"; with the year unless it is this one. Of a moment: its day on the clock of `thing`."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = local(day, thing).date()
    return _day(day, now().year, get_language())


@lru_cache(maxsize=1024)
def _day(day: date, this_year: int, language: str | None) -> str:
    words = date_format(day, "D j M").replace(".", "")
    return words if day.year == this_year else f"{words} {day.year}"


def hour(moment: datetime | time) -> str:
    """ "9:00", no leading zero."""
    return f"{moment.hour}:{moment.minute:02}"


def moment_words(moment: datetime | None, thing: Any = None) -> str:
    """ "Thu 26 Nov, 20:00"."""
    if not moment:
        return ""
    here = local(moment, thing)
    return f"{day_words(here.date())}{comma()}{hour(here)}"


def span_words(starts: datetime | None, ends: datetime | None, thing: Any = None) -> str:
    """ "Sat 28 Nov, 9:00–11:30", or both days when it ends on another one."""
    if not starts:
        return ""
    first = local(starts, thing)
    words = f"{day_words(first.date())}{comma()}{hour(first)}"
    if not ends:
        return words
    last = local(ends, thing)
    if last.date() == first.date():
        return f"{words}–{hour(last)}"
    return f"{words} – {day_words(last.date())}{comma()}{hour(last)}"


def when(thing: Any) -> str:
    """Of anything that starts and ends: `starts_at`/`ends_at`, or `starts`/`ends`."""
    starts = getattr(thing, "starts_at", None) or getattr(thing, "starts", None)
    ends = getattr(thing, "ends_at", None) or getattr(thing, "ends", None)
    return span_words(starts, ends, thing)


def hours_span(thing: Any) -> str:
    """Only the hours, where the date stands beside: "9:00–11:30"."""
    return when(thing).partition(comma())[2]


def time_spent(minutes: int | None) -> str:
    """Minutes in words: "45 min", "2 h", "2 h 30 min"."""
    whole, rest = divmod(int(minutes or 0), 60)
    hours = gettext("%(n)s h") % {"n": number_format(whole, force_grouping=True)}
    if not rest:
        return hours
    part = gettext("%(n)s min") % {"n": rest}
    return f"{hours} {part}" if whole else part
