"""Repeating dates: from an RRULE text to days on the wall clock, and to words. No database.

A series knows one date a day. The days are worked out on the calendar that people live by; the zone comes afterwards, so
"every Saturday at 9:00" stays at 9:00 when the clocks change.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext

from core.errors import RuleBroken

DATES_AT_MOST = 120
LONGEST = timedelta(days=366)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1


def weekly(day: date, every: int = 1) -> str:
    """On the weekday of `day`, every so many weeks."""
    often = f";INTERVAL={every}" if every > 1 else ""
    return f"FREQ=WEEKLY{often};BYDAY={DAYS[day.weekday()]}"


def monthly(day: date) -> str:
    """On the weekday of `day`, as the first, second, third, fourth or last of its month."""
    n = (day.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={n if n < 5 else LAST}{DAYS[day.weekday()]}"


def monthly_last(day: date) -> str:
    """On the weekday of `day`, the last one of each month."""
    return f"FREQ=MONTHLY;BYDAY={LAST}{DAYS[day.weekday()]}"


def parts(rule: str) -> dict[str, str]:
    """The pieces of a rule that we understand; everything else is refused, so that no text can yield dates by the second."""
    found = dict(piece.partition("=")[::2] for piece in rule.strip().upper().removeprefix("RRULE:").split(";") if piece)
    known = found.keys() <= {"FREQ", "INTERVAL", "BYDAY"} and found.get("FREQ") in ("DAILY", "WEEKLY", "MONTHLY")
    every = found.get("INTERVAL", "1")
    if not known or not (every.isascii() and every.isdigit() and 1 <= int(every) <= 12) or not _has_days(found):
        raise RuleBroken(gettext("We don’t understand how this repeats. Choose one of the answers."), code="rule")
    return found


def _has_days(found: dict[str, str]) -> bool:
    """Weekdays, in a month with their number; only a daily rule needs none."""
    days = found.get("BYDAY", "").split(",")
    if found["FREQ"] == "DAILY":
        return days == [""]
    if found["FREQ"] == "WEEKLY":
        return set(days) <= set(DAYS)
    numbers = ("1", "2", "3", "4", str(LAST))
    return all(day[-2:] in DAYS and day[:-2] in numbers for day in days)


def days(rule: str, first: date, until: date) -> list[date]:
    """Every day from `first` to `until` (both included). Refuses what never ends or yields too many."""
    parts(rule)
    if until < first:
        raise RuleBroken(gettext("The last day is before the first one."), code="until")
    if until - first > LONGEST:
        raise RuleBroken(
            gettext("A series can go on for a year at most. You can make it longer later."), code="until_far"
        )
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    here = [each.date() for each in islice(found, DATES_AT_MOST + 1) if each.date() <= until]
    if len(here) > DATES_AT_MOST:
        raise RuleBroken(
            gettext("That makes more than 120 dates. Choose an earlier last day, or repeat less often."),
            code="too_many_dates",
        )
    return here


def moments(day: date, begins: time, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """Start and end in UTC. The zone is attached to each day by itself.

    An hour that the clock change skips comes an hour later that day, one that it repeats is the first of the two, as
    calendar programs do it (RFC 5545, 3.3.5): a whole series is not refused because of one night.
    """
    start = datetime.combine(day, begins, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return start, start + timedelta(minutes=minutes)


def pairs(rule: str, other: str, old: Iterable[date], new: Iterable[date]) -> dict[date, date]:
    """Which day of the new rule stands for which day of the old one; both lists begin with the one that was edited.

    Week for week, or month for month; where one repeats by week and the other by month, only the same day is the same.
    """
    old, new = list(old), list(new)
    if not old or not new:
        return {}
    kind = parts(rule)["FREQ"]
    if kind != parts(other)["FREQ"]:
        return {old[0]: new[0]} | {day: day for day in old[1:] if day in new[1:]}
    ahead = _by_turn(kind, new)
    return {day: ahead[key] for key, day in _by_turn(kind, old).items() if key in ahead}


def _by_turn(kind: str, found: list[date]) -> dict[tuple[int, int], date]:
    """Days by how many weeks (or months) after the first one they are, and which of that week's they are."""
    turns: dict[tuple[int, int], date] = {}
    for day in found:
        turn, n = _turn(kind, found[0], day), 0
        while (turn, n) in turns:
            n += 1
        turns[turn, n] = day
    return turns


def _turn(kind: str, first: date, day: date) -> int:
    if kind == "MONTHLY":
        return (day.year - first.year) * 12 + day.month - first.month
    if kind == "DAILY":
        return (day - first).days
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7


def words(rule: str) -> str:
    """ "Every Saturday", "Every 2 weeks on Saturday", "Every first Saturday of the month"."""
    found = parts(rule)
    every = int(found.get("INTERVAL", 1))
    if found["FREQ"] == "DAILY":
        return ngettext("Every day", "Every %(n)d days", every) % {"n": every}
    named = [(day[:-2], str(WEEKDAYS[DAYS.index(day[-2:])])) for day in found["BYDAY"].split(",")]
    if found["FREQ"] == "WEEKLY":
        on = ", ".join(name for _, name in named)
        return ngettext("Every week on %(days)s", "Every %(n)d weeks on %(days)s", every) % {"n": every, "days": on}
    on = ", ".join(_numbered(number) % {"day": name} for number, name in named)
    return ngettext("Every %(days)s of the month", "Every %(n)d months on the %(days)s", every) % {
        "n": every, "days": on,
    }  # fmt: skip


def _numbered(number: str) -> str:
    return {
        "1": gettext("first %(day)s"),
        "2": gettext("second %(day)s"),
        "3": gettext("third %(day)s"),
        "4": gettext("fourth %(day)s"),
    }.get(number, gettext("last %(day)s"))
