"""What happens to every request: the server's clock, doors, and readers without a session."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from core.clock import now

from .doors import by_prefix

ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'"
)


def received_at(get_response):
    """Stamp the moment of arrival from the server's clock: ballots are judged by it."""

    def middleware(request):
        request.received_at = now()
        return get_response(request)

    return middleware


def reader_without_session(get_response):
    """A reader without an account is never asked for a session; caches are told that cookies matter."""

    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


class Doors:
    """The one place that asks whether somebody may enter. A URL without a door is closed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response["Content-Security-Policy"] = ADMIN_POLICY
        return response

    def process_view(self, request, view, args, kwargs):
        found = getattr(view, "door", None) or by_prefix(request.resolver_match.route.replace("^", "").lstrip("/"))
        if found is None:
            return render(request, "404.html", status=404)
        if request.method not in found.methods:
            return HttpResponseNotAllowed(sorted(found.methods))
        if found.policy(request.person):
            return None
        if request.person is None:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back})}")
        return render(request, "403.html", status=403)
