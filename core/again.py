"""For those who ask the same again and again: what they have already is not built anew."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

FIVE_MINUTES = "public, max-age=300"


def answer(
    request: HttpRequest,
    *,
    fingerprint: str,
    build: Callable[[], bytes | str],
    content_type: str,
    caching: str = FIVE_MINUTES,
) -> HttpResponse:
    """304 for whoever has it as it is; else what `build` makes.

    By ETag alone: the newest date among what is there says nothing of what was taken out, or of an older row that changed.
    """
    etag = quote_etag(fingerprint)
    known = get_conditional_response(request, etag)
    response = known or HttpResponse(build(), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = caching
    return response
