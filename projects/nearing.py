"""When people are reminded of a date they have a place in. Pure: no database, no Django.

One family: a week before; at 48 hours “still coming?” where somebody waits; two hours before.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from . import offer_time

WEEK, SOON = "week", "soon"
BEFORE = {WEEK: timedelta(days=7), SOON: timedelta(hours=2)}
TOO_LATE = {WEEK: timedelta(days=6), SOON: timedelta(minutes=30)}  # with less than this left it helps nobody
JUST_JOINED = {WEEK: timedelta(days=1), SOON: timedelta(hours=4)}  # who took a place then has just read about it
EVENING = timedelta(hours=1)  # before the night begins
FARTHEST = {WEEK: BEFORE[WEEK], SOON: timedelta(hours=15)}  # from an evening to the early date that it is about


def due_at(starts_at: datetime, which: str, zone: ZoneInfo) -> datetime:
    """From when on. Two hours before an early date it is night: then on the evening before, at 20:00."""
    due = starts_at - BEFORE[which]
    if which == SOON and offer_time.is_quiet(due, zone):
        return offer_time.night_of(due, zone) - EVENING
    return due


def good_until(starts_at: datetime, which: str) -> datetime:
    """Nobody needs it later."""
    return starts_at - TOO_LATE[which]


def joined_before(starts_at: datetime, which: str, zone: ZoneInfo) -> datetime:
    """Who took the place later hears nothing: they know."""
    return due_at(starts_at, which, zone) - JUST_JOINED[which]
