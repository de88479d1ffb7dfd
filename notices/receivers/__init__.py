"""Every happening that concerns somebody becomes a letter. Facts are read when the bell is heard, not when it rang."""

# A bell's echoes come in the order in which its hearers were registered: points first, so that thanks can name them.
from gamification import receivers as _points  # noqa: F401

from . import (
    accounts,
    blocks,
    broadcasts,
    codes,
    events,
    family,
    hours,
    mail_service,
    merges,
    poll_changes,
    polls,
    proposals,
    recognition,
    reminders,
    rewordings,
    safety,
    seats,
    series,
    talk,
    team,
    work,
)

__all__ = [
    "accounts",
    "blocks",
    "broadcasts",
    "codes",
    "events",
    "family",
    "hours",
    "mail_service",
    "merges",
    "poll_changes",
    "polls",
    "proposals",
    "recognition",
    "reminders",
    "rewordings",
    "safety",
    "seats",
    "series",
    "talk",
    "team",
    "work",
]
