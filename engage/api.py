"""The public API at /api/v1/: read only, for anybody and any program, described at /api/v1/openapi.json.

Answers are the same for everybody, carry an ETag and may be kept for a minute. No cookie is read for them.
"""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Router

from city.api import router as city
from cms.api import router as cms
from core.limits import Limit, asker
from projects.api import router as projects

PATIENCE = Limit("api", times=120, seconds=60)

api = NinjaAPI(
    title="Engage",
    version="1",
    description="Projects, coming dates with free places, neighborhoods and what was reached together. Nothing about people.",
    docs_url=None,
    openapi_url="/openapi.json",
)
rest = Router()


@rest.get("/{path:anything}", include_in_schema=False)
def nothing_here(request: HttpRequest, anything: str) -> None:
    raise Http404


for router in (projects, city, cms, rest):
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(404, "There is nothing at this address.")


def refused(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"detail": sentence}, status=status)


def open_to_all(view: Any) -> Any:
    """How each answer leaves: any page may read it, for a minute it may be kept, and nobody asks without end."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if PATIENCE.allows(asker.get()):
            response = view(request, *args, **kwargs)
        else:
            response = refused(429, "Too many questions at once. Try again in a minute.")
            response["Retry-After"] = str(PATIENCE.seconds)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            response["Cache-Control"] = "public, max-age=60"
        return response

    return answered


def urls() -> tuple[list[Any], str, str]:
    """Ninja's own, each behind `open_to_all`."""
    patterns, namespace, name = api.urls
    for pattern in patterns:
        pattern.callback = open_to_all(pattern.callback)
    return patterns, namespace, name
