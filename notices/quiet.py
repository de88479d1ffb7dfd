"""From 21:00 to 8:00 nobody's phone buzzes for something that can wait until the morning."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from city.context import zone
from core.clock import now
from projects import offer_time

from .kinds import Category


def leaves_at(category: Category, context: Mapping[str, Any], good_until: datetime | None) -> datetime:
    """When a letter may leave: now, or at 8:00 by the clock of what it is about.

    At night too: what somebody waits for, what is about a date within twelve hours, and what nobody would need in the
    morning any more.
    """
    at, here = now(), _zone(context)
    event = context.get("event") or context.get("soonest")
    soon = event is not None and event.starts_at - at < offer_time.AWAKE
    if category.at_night or soon or not offer_time.is_quiet(at, here):
        return at
    morning = offer_time.morning_after(at, here)
    return at if good_until and good_until <= morning else morning


def _zone(context: Mapping[str, Any]) -> ZoneInfo:
    """The event's or the poll's; else the clock on the town hall."""
    about = (
        context.get("event")
        or context.get("soonest")
        or context.get("poll")
        or getattr(context.get("idea"), "poll", None)
    )
    return about.tz if about is not None else zone()
