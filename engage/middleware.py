"""What happens to every request: the server's clock, doors, and readers without a session."""

from http import HTTPStatus
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from city.context import zone
from core.clock import now
from core.doors import Door
from core.limits import asker
from core.redirects import inside
from people import factors, kept
from people.groups import follow_roles
from people.permissions import staff

from .doors import by_prefix

BACK_OFFICE = "/admin/"
API = "/api/"
LARGEST = 2**63 - 1  # the largest number of a row
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'"
)
STRICT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def received_at(get_response):
    """Stamp the moment of arrival from the server's clock: ballots are judged by it. Times are told by the city's."""

    def middleware(request):
        request.received_at = now()
        asking = asker.set(address_of(request))
        try:
            with timezone.override(zone()):
                return get_response(request)
        finally:
            asker.reset(asking)

    return middleware


def address_of(request: HttpRequest) -> str:
    """The network address of the browser: what the outermost of our own proxies saw."""
    if settings.PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(seen) >= settings.PROXIES:
            return _network(seen[-settings.PROXIES][:45])
    return _network(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """Whoever has one address of version 6 has the 2⁶⁴ beside it, too: they are one."""
    if ":" not in address:
        return address
    try:
        whole = IPv6Address(address)
    except ValueError:
        return address
    return str(whole.ipv4_mapped or IPv6Address(int(whole) >> 64 << 64))


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
        words = getattr(request, "put_back", None)
        if words and response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            kept.put_back(response, words)
        if request.path.startswith(BACK_OFFICE):
            response["Content-Security-Policy"] = (
                ADMIN_POLICY if staff(getattr(request, "person", None)) else STRICT_POLICY
            )
        return response

    def process_view(self, request, view, args, kwargs):
        if any(_names_nothing(value) for value in kwargs.values()):
            return answer(request, 404)
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return answer(request, 400)
        found = getattr(view, "door", None) or by_prefix(request.resolver_match.route)
        if found is None:
            return render(request, "404.html", status=404)
        if request.method not in found.methods:
            return HttpResponseNotAllowed(sorted(found.methods))
        if not found.policy(request.person):
            return self.refuse(request, found)
        if asks_second_factor(request, found) and not factors.shown(request):
            return redirect(f"{reverse('people:second_step')}?{urlencode({'next': way_back(request, found)})}")
        if request.path.startswith(BACK_OFFICE):
            follow_roles(request.person)
            tell_the_citys_time(request.user)
        if request.method == "GET" and request.person is not None and (words := kept.take_back(request)):
            messages.info(request, gettext("What you typed is in the form again. Look at it, then send it."))
            request.put_back = words
        return None

    def refuse(self, request: HttpRequest, found: Door) -> HttpResponse:
        if request.person is not None:
            return render(request, "403.html", status=403)
        query = {"next": way_back(request, found)}
        if request.method == "POST":
            query["kept"] = "1"
            if not request.path.startswith("/account/"):  # what is typed there are codes
                kept.keep(request, query["next"])
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(query)}")


def tell_the_citys_time(user: Any) -> None:
    """The back office turns every page to the clock of its reader's profile. There is one clock for all: the city's."""
    if user.is_authenticated:
        profile = getattr(user, "wagtail_userprofile", None) or UserProfile.get_for_user(user)
        profile.current_time_zone = zone().key


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """Nothing here, or nonsense: as a page, or for programs as they read it."""
    if request.path.startswith(API):
        return JsonResponse({"detail": HTTPStatus(status).phrase}, status=status)
    return render(request, f"{status}.html", status=status)


def _names_nothing(value: object) -> bool:
    """Part of an address that no database can look up: a number beyond its largest, or text with a NUL in it."""
    return value > LARGEST if isinstance(value, int) else "\0" in str(value)


def asks_second_factor(request: HttpRequest, found: Door) -> bool:
    """Whatever stands in the back office, and what officials do on the site."""
    return request.person is not None and (
        getattr(found.policy, "second_factor", False) or request.path.startswith(BACK_OFFICE)
    )


def way_back(request: HttpRequest, found: Door) -> str:
    """Where to go on afterwards: this page, or the page of the form if this address only takes posts."""
    if "GET" in found.methods:
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    here = form.netloc == request.get_host()
    return inside(form.path + (f"?{form.query}" if form.query else ""), "/") if here else "/"
