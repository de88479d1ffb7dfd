"""From what a wall clock shows to a moment. Hours that a clock change skips or repeats are no answer. No database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from core.errors import RuleBroken


def moment(local: datetime, zone: str) -> datetime:
    """The moment in UTC. An aware one passes as it is; a naive one is read in the zone."""
    if not 1900 <= local.year <= 9000:
        raise RuleBroken(gettext("Is the year right?"), code="year")  # the edges of the calendar have no other zone
    if local.tzinfo is not None:
        return local
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise RuleBroken(gettext("We don’t know this time zone."), code="zone") from None
    first, second = local.replace(tzinfo=place), local.replace(tzinfo=place, fold=1)
    there = first.astimezone(UTC)
    words = {"time": f"{local.hour}:{local.minute:02}"}
    if there.astimezone(place).replace(tzinfo=None) != local:
        raise RuleBroken(
            gettext("The clocks change that night: %(time)s does not exist on that day. Choose another time.") % words,
            code="no_such_hour",
        )
    if first.utcoffset() != second.utcoffset():
        raise RuleBroken(
            gettext("The clocks change that night: %(time)s comes twice on that day. Choose another time.") % words,
            code="hour_comes_twice",
        )
    return there
