"""What the rooms' public endpoints share: how a list goes on, and what an error looks like."""

from typing import Annotated, Any, Generic, TypeVar

from ninja import Query, Schema
from ninja.errors import ValidationError
from pydantic import Field

LARGEST = 2**63 - 1
MOST = 100

Row = TypeVar("Row")
After = Annotated[int, Query(ge=0, le=LARGEST, description="Go on behind this one: `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at once.")]


class Error(Schema):
    detail: Any = Field(description="What was wrong, in words or for each parameter.")


class PageOf(Schema, Generic[Row]):
    """Part of a list."""

    items: list[Row]
    next: str | None = Field(description="The value of `after` for the next page; null at the end.")


def wrong_value(name: str, sentence: str) -> ValidationError:
    """For a parameter whose value leads nowhere, told like one of the wrong form."""
    return ValidationError([{"type": "unknown", "loc": ["query", name], "msg": sentence}])


ERRORS = {400: Error, 404: Error, 422: Error, 429: Error}
