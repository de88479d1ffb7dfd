"""What the city and its residents reached, for other programs."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from core.api import ERRORS
from core.when import new_year
from projects.models import MetricDefinition

from . import reads

router = Router(tags=["impact"])


class CountedOut(Schema):
    name: str
    unit: str
    total: int


class ImpactOut(Schema):
    since: date = Field(description="1 January, on the city's clock.")
    hours: int = Field(description="Hours of work that somebody else has confirmed.")
    people: int
    dates: int
    projects_completed: int
    ideas_answered: int
    counted: list[CountedOut] = Field(description="What was counted most often.")


@router.get("/impact", response={200: ImpactOut, **ERRORS}, summary="Totals of this year")
def impact(request: HttpRequest) -> Any:
    """Verified numbers only, at most five minutes old."""
    since = new_year()
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
