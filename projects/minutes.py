"""How long somebody was there, in verified minutes. Pure: no database, no Django."""

from datetime import datetime, timedelta

QUARTER = 15
OVERTIME = 60  # staying on counts up to an hour
DAY_AT_MOST = 12 * 60


def length(starts_at: datetime, ends_at: datetime) -> int:
    """Scheduled minutes."""
    return round((ends_at - starts_at).total_seconds() / 60)


def verified(
    starts_at: datetime, ends_at: datetime, in_at: datetime | None = None, out_at: datetime | None = None
) -> tuple[int, datetime, datetime]:
    """Minutes in quarter hours, and the interval they stand for.

    Out minus in, at most an hour more than planned. Without a check-out: the planned length, in the planned time.
    """
    planned = length(starts_at, ends_at)
    if in_at is None or out_at is None:
        minutes, since = quarters(planned), starts_at
    else:
        stayed = (max(out_at, in_at) - in_at).total_seconds() / 60
        minutes, since = quarters(min(stayed, planned + OVERTIME)), in_at
    minutes = min(minutes, DAY_AT_MOST)
    return minutes, since, since + timedelta(minutes=minutes)


def quarters(minutes: float) -> int:
    """To the nearest quarter hour, half a quarter upwards."""
    return int((minutes + QUARTER / 2) // QUARTER) * QUARTER
