"""The neighborhoods, for other programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from core.api import ERRORS

from .models import Neighborhood

router = Router(tags=["city"])


class NeighborhoodOut(Schema):
    slug: str
    name: str
    residents: int
    boundary: dict[str, Any] = Field(description="A GeoJSON Polygon, longitude first; empty where none is drawn.")


@router.get("/neighborhoods", response={200: list[NeighborhoodOut], **ERRORS}, summary="All neighborhoods")
def neighborhoods(request: HttpRequest) -> Any:
    """By name. There are never many."""
    return Neighborhood.objects.order_by("name")
