"""What belongs to no room: health, and answers to errors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.doors import anyone, door


@door(anyone)
def healthz(request: HttpRequest) -> HttpResponse:
    """Is it this site that answers here? The instance id tells one server from another on a shared machine."""
    return JsonResponse({"ok": True, "instance": settings.INSTANCE})


@door(anyone)
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, so that it may serve a page in any language; pages ask for a narrower part of the site."""
    script = render(request, "engage/sw.js", {"static_url": settings.STATIC_URL}, content_type="text/javascript")
    script["Cache-Control"] = "no-cache"
    return script


@door(anyone)
def feeds(request: HttpRequest) -> HttpResponse:
    """Where calendars and feed readers find what this site has for them."""
    own = settings.SITE_URL.partition("://")[2]
    return render(request, "engage/feeds.html", {"webcal": f"webcal://{own}"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another page or an old one."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What you may not see does not exist."""
    return render(request, "404.html", status=404)
