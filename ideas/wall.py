"""The clock on the wall of the poll's place. An hour that a clock change skips or repeats is no date for a phase."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from core.errors import RuleBroken


def moment(wall: datetime, zone: str) -> datetime:
    """A naive time of day in `zone` as a moment in UTC. Raises RuleBroken for a missing or repeated hour,
    and for a year no poll is in."""
    if not 1900 <= wall.year <= 9000:
        raise RuleBroken(gettext("Is the year right?"), code="year")  # the edges of the calendar have no other zone
    early = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    late = wall.replace(tzinfo=ZoneInfo(zone), fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    back = early.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if back != wall:
        raise RuleBroken(
            gettext("%(when)s does not exist: the clocks go forward that night. Take another hour.")
            % {"when": wall.strftime("%d.%m.%Y %H:%M")},
            code="missing_hour",
        )
    raise _repeated(wall)


def refuse_repeated(at: datetime, zone: str) -> None:
    """Nobody reading the poll's clock could tell which of the two is meant. Raises RuleBroken."""
    here = at.astimezone(ZoneInfo(zone))
    if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset():
        raise _repeated(here)


def _repeated(wall: datetime) -> RuleBroken:
    return RuleBroken(
        gettext("%(when)s comes twice: the clocks go back that night. Take another hour.")
        % {"when": wall.strftime("%d.%m.%Y %H:%M")},
        code="repeated_hour",
    )
