"""What the city and its residents reached, for other programs."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from core.api import ERRORS
from core.clock import now
from projects.models import MetricDefinition

from . import reads

router = Router(tags=["impact"])


class CountedOut(Schema):
    name: str
    unit: str
    total: int


class ImpactOut(Schema):
    since: date
    hours: int = Field(description="Hours of work that somebody else has confirmed.")
    people: int
    dates: int
    projects_completed: int
    ideas_answered: int
    counted: list[CountedOut] = Field(description="What was counted most often.")


@router.get("/impact", response={200: ImpactOut, **ERRORS}, summary="Totals of the last 365 days")
def impact(request: HttpRequest) -> Any:
    """Verified numbers only, at most five minutes old."""
    since = now() - timedelta(days=365)
    sums = reads.impact_sums(since)
    metrics = MetricDefinition.objects.in_bulk([pk for pk, _total in sums["counted"]])
    counted = [
        {"name": metrics[pk].name, "unit": metrics[pk].unit, "total": total}
        for pk, total in sums["counted"]
        if pk in metrics
    ]
    return {
        "since": since.date(), "hours": sums["hours"], "people": sums["people"], "dates": sums["events"],
        "projects_completed": sums["projects"], "ideas_answered": sums["ideas"], "counted": counted,
    }  # fmt: skip
