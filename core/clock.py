"""The one clock of the product: UTC, and a process may shift its own.

Rules ask `now()` and never the operating system, so that `run --check` can wait out an offer
of 24 hours in no time. The shift lives in this process only and can't be set from outside.
"""

from datetime import datetime, timedelta

from django.utils import timezone

_shift = timedelta(0)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return timezone.now() + _shift


def shift(by: timedelta) -> None:
    """Move this process's clock; only the story check and tests do so."""
    global _shift
    _shift += by


def reset() -> None:
    """Back to the operating system's clock."""
    global _shift
    _shift = timedelta(0)
