"""For those who ask the same again and again: what they have already is not built anew."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

FIVE_MINUTES = "public, max-age=300"


def answer(
    request: HttpRequest,
    *,
    fingerprint: str,
    changed_at: datetime | None,
    build: Callable[[], bytes | str],
    content_type: str,
    caching: str = FIVE_MINUTES,
) -> HttpResponse:
    """304 for whoever has it as it is, by ETag or by date; else what `build` makes."""
    etag, moment = quote_etag(fingerprint), int(changed_at.timestamp()) if changed_at else None
    known = get_conditional_response(request, etag, moment)
    response = known or HttpResponse(build(), content_type=content_type)
    response["ETag"] = etag
    if moment is not None:
        response["Last-Modified"] = http_date(moment)
    response["Cache-Control"] = caching
    return response
