"""Files for spreadsheets. What people typed must not be taken for a formula."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide ones count too
BOM = "\ufeff"  # so that spreadsheets read the file as UTF-8


def cell(value: Any) -> Any:
    """Text that begins like a formula gets a stroke before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    words = str(value).replace("\0", "")
    return f"'{words}" if words.lstrip(" \u00a0").startswith(FORMULA) or words.startswith(FORMULA) else words


def written(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """The whole file as text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(word) for word in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def download(name: str, head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The file as an answer that nobody on the way keeps."""
    answer = HttpResponse(written(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
