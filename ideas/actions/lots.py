"""A lot drawn in public, as it is written down: the same for a tie of the count, and for who moves up."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from core.errors import RuleBroken
from ideas.models import IdeaPoll


def written(poll: IdeaPoll, method: str, witnesses: list[str], drawn_at: datetime) -> dict[str, Any]:
    """How, who watched, and when by the poll's own clock. Raises RuleBroken for a lot that nobody could check."""
    names = [name.strip() for name in witnesses if name.strip()]
    if len(method.strip()) < 5 or not names:
        raise RuleBroken(gettext("Write down how the lot was drawn, and who watched."), code="lot")
    at = drawn_at.astimezone(poll.tz).isoformat(timespec="minutes")
    return {"method": method.strip(), "witnesses": names, "at": at}
