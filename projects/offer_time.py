"""How long a place is held for somebody on the waitlist, by the time that is left. Pure: no database, no Django."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
# More than this before the start: held for so long. Under six hours nothing is held: the first to accept takes it.
LADDER = (
    (timedelta(days=7), 24 * HOUR),
    (timedelta(days=2), 12 * HOUR),
    (timedelta(hours=24), 4 * HOUR),
    (timedelta(hours=6), HOUR),
)
RUSH = 6 * HOUR
CLOSED = HOUR
NIGHT, MORNING = time(21), time(8)
AWAKE = 12 * HOUR  # this close to the start, clocks run through the night


def hold_for(left: timedelta) -> timedelta | None:
    """Length of an offer when `left` remains until the start; None when nothing is held any more."""
    for more_than, length in LADDER:
        if left >= more_than:
            return length
    return None


def hold_until(at: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime | None:
    """When an offer made at `at` ends. No clock runs from 21:00 to 8:00 local time unless the start is within 12 h."""
    remaining = hold_for(starts_at - at)
    if remaining is None:
        return None
    awake_from = starts_at - AWAKE
    while at < awake_from:
        local = at.astimezone(zone)
        if _is_night(local.time()):
            at = min(_next(local, MORNING, zone), awake_from)
            continue
        night = _next(local, NIGHT, zone)
        if at + remaining <= night:
            return at + remaining
        remaining -= night - at
        at = night
    return at + remaining


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """From 21:00 to 8:00 nobody is asked anything."""
    return _is_night(at.astimezone(zone).time())


def night_of(at: datetime, zone: ZoneInfo) -> datetime:
    """When the night of this moment began, in UTC."""
    local = at.astimezone(zone)
    evening = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    return datetime.combine(evening, NIGHT, zone).astimezone(ZoneInfo("UTC"))


def morning_after(at: datetime, zone: ZoneInfo) -> datetime:
    """When the night of this moment ends, in UTC."""
    return _next(at.astimezone(zone), MORNING, zone)


def _is_night(clock: time) -> bool:
    return clock >= NIGHT or clock < MORNING


def _next(local: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The next moment, in UTC, at which the wall clock shows this."""
    day = local.date() if local.time() < clock else local.date() + timedelta(days=1)
    return datetime.combine(day, clock, zone).astimezone(ZoneInfo("UTC"))
