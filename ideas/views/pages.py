"""Long lists of everybody's pages, a part at a time, without counting all of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core import posted

FURTHEST = 10_000  # pages


def part(request: HttpRequest, name: str, rows: QuerySet[Any], size: int) -> tuple[list[Any], str, str]:
    """The rows of the page that the address asks for, the address of the next one and of the first one ("" where it is)."""
    n = min(max(posted.whole(request.GET.get(name, "")), 1), FURTHEST)
    found = list(rows[(n - 1) * size : n * size + 1])
    return found[:size], _at(request, name, n + 1) if len(found) > size else "", _at(request, name, 0) if n > 1 else ""


def _at(request: HttpRequest, name: str, n: int) -> str:
    kept = request.GET.copy()
    kept.pop(name, None)
    if n:
        kept[name] = str(n)
    return f"?{kept.urlencode()}#{name}"
