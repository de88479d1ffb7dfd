"""What earns, how much, and the caps: rule set v1. Pure: no Django, no database.

Values are points. A change of a value is a new version with its own entry here, because causes keep the version they
were recorded with and are never worked out anew from today's values.
"""

from collections.abc import Sequence

VERSION = 1

COMING = 10
PER_QUARTER_HOUR = 3
EVENT_CAP = 58  # four hours
DAY_CAP = 70
FIRST_TIME = 15
WORKING = 8  # for work between the dates
WORKS_A_WEEK = 2
REPORT = 10  # for a public pair of pictures of a date
TOOK_PART = 2  # in an idea poll
POLLS_A_MONTH = 4
ADOPTED = 25  # for one's idea that the city takes up

# Lifetime points → level; for oneself only.
LEVELS = (("neighbor", 0), ("helper", 50), ("regular", 200), ("steward", 600), ("anchor", 1500))


def attendance_points(minutes: int) -> int:
    """ATT before the day's cap: 10 for coming and 3 per verified quarter hour, at most 58 an event."""
    return min(EVENT_CAP, COMING + PER_QUARTER_HOUR * (minutes // 15))


def work_points(minutes: int) -> int:
    """STEW: 8 and 3 per verified quarter hour; two a week."""
    return WORKING + PER_QUARTER_HOUR * (minutes // 15)


def report_share(people: int) -> int:
    """REP: 10 for a date whose pictures are public, shared evenly by whole points among those who added them."""
    return REPORT // people


def grants(eligible: Sequence[int], cap: int | None, times: int | None = None) -> list[int]:
    """What each cause of one window gets, in the order given, until the cap of points or of causes is reached. None: no cap."""
    left = cap
    given: list[int] = []
    for n, points in enumerate(eligible):
        grant = points if left is None else min(points, left)
        grant = 0 if times is not None and n >= times else grant
        given.append(grant)
        if left is not None:
            left -= grant
    return given


def level(points: int) -> tuple[str, str | None, int]:
    """(level, the next one or None, points still missing for it)."""
    held = max(index for index, (_, start) in enumerate(LEVELS) if points >= start)
    if held + 1 == len(LEVELS):
        return LEVELS[held][0], None, 0
    name, start = LEVELS[held + 1]
    return LEVELS[held][0], name, start - points
