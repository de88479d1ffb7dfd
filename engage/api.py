"""The public API at /api/v1/: read only, for anybody and any program, described at /api/v1/openapi.json.

Answers are the same for everybody, carry an ETag and may be kept for a minute. No cookie is read for them.
"""

from functools import cache, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Router

from city.api import router as city
from cms.api import router as cms
from core.limits import Limit, asker
from ideas.api import router as ideas
from projects.api import router as projects

PATIENCE = Limit("api", times=120, seconds=60)

api = NinjaAPI(
    title="Engage",
    version="1",
    description="Projects, coming dates with free places, idea polls with their counts and answers, neighborhoods and what was "
    "reached together. Nothing about residents.",
    docs_url=None,
    openapi_url="/openapi.json",
)
rest = Router()


@rest.get("/", include_in_schema=False, url_name="index")
def index(request: HttpRequest) -> Any:
    """Where everything is, for whoever opens the address alone."""
    here = request.build_absolute_uri(reverse(f"{api.urls_namespace}:index"))
    lists = {path.strip("/"): here + path.strip("/") for path in parameters() if "{" not in path}
    return {"title": api.title, "description": f"{here}openapi.json", **lists}


@rest.get("/{path:anything}", include_in_schema=False)
def nothing_here(request: HttpRequest, anything: str) -> None:
    raise Http404


for router in (projects, ideas, city, cms, rest):
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(404, "There is nothing at this address.")


def refused(status: int, detail: Any) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)


@cache
def parameters() -> dict[str, set[str]]:
    """What can be asked of each address, as the description says."""
    return {
        path: {each["name"] for each in methods["get"].get("parameters", ()) if each["in"] == "query"}
        for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items()
    }


def unknown(request: HttpRequest) -> list[dict[str, Any]]:
    """Parameters that are not there, as Ninja tells of wrong values: who mistypes one would believe the answer."""
    route = request.resolver_match.route.removeprefix("api/v1") if request.resolver_match else ""
    known = parameters().get(route.replace("<", "{").replace(">", "}"))
    wrong = [] if known is None else [name for name in request.GET if name not in known]
    words = ", ".join(sorted(known or ())) or "none"
    return [
        {"type": "unknown", "loc": ["query", name], "msg": f"There is no such parameter. Known: {words}."}
        for name in wrong
    ]


def open_to_all(view: Any) -> Any:
    """How each answer leaves: any page may read it, for a minute it may be kept, and nobody asks without end."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"  # Ninja knows no HEAD; the server leaves out the body
        if not PATIENCE.allows(asker.get()):
            response = refused(429, "Too many questions at once. Try again in a minute.")
            response["Retry-After"] = str(PATIENCE.seconds)
        elif wrong := unknown(request):
            response = refused(422, wrong)
        else:
            response = view(request, *args, **kwargs)
        request.method = method
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
