"""Writing many rows."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

AT_ONCE = 2000
Row = TypeVar("Row", bound=models.Model)


def write(rows: Iterable[Row]) -> list[Row]:
    """Insert all of them, in their order; each knows its number afterwards."""
    written = list(rows)
    return type(written[0])._default_manager.bulk_create(written, batch_size=AT_ONCE) if written else []
