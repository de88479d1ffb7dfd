"""The tablet at the site: the organizer's page that opens it, and what it shows to everybody who comes."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted, qr
from core.clock import now
from core.doors import anyone, door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions, site_codes
from projects.forms.check_in import DigitsForm, PinForm
from projects.models import Kiosk

from .roster import event_of

SALT = "projects.kiosk"


@door(signed_in, methods="GET POST")
@never_cache
def event_kiosk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """For the organizer: open a tablet, read its address and PIN, close it again."""
    event = event_of(request, slug, pk)
    refusal = ""
    if request.method == "POST":
        try:
            if "close" in request.POST:
                wanted = get_object_or_404(event.kiosks, ref=posted.text(request, "close"))
                actions.close_kiosk(by=request.person, kiosk=wanted)
            else:
                actions.open_kiosk(by=request.person, event=event)
            return redirect("projects:event_kiosk", slug=slug, pk=pk)
        except RuleBroken as broken:
            refusal = str(broken)
    kiosks = [_shown(request, kiosk) for kiosk in event.kiosks.open().select_related("by").order_by("pk")]
    page = {"event": event, "project": event.project, "kiosks": kiosks, "refusal": refusal}
    return render(request, "projects/event_kiosk.html", page, status=422 if refusal else 200)


def _shown(request: HttpRequest, kiosk: Kiosk) -> dict[str, object]:
    url = request.build_absolute_uri(reverse("projects:kiosk", args=[kiosk.ref]))
    pin = site_codes.pin(kiosk=kiosk.ref)
    return {
        "kiosk": kiosk,
        "url": url,
        "pin": f"{pin[:3]} {pin[3:]}",
        "square": qr.svg(url, title=gettext("Square code with the address of the tablet’s page")),
    }


@door(anyone, methods="GET POST")
@never_cache
def kiosk(request: HttpRequest, ref: str) -> HttpResponse:
    """The tablet: first its PIN, then letters, then four digits. It shows no name but one's own first name."""
    found = get_object_or_404(Kiosk.objects.select_related("event__project", "by"), ref=ref)
    if found.closed_at or found.event.status != found.event.Status.SCHEDULED:
        return render(
            request, "projects/kiosk.html", {"kiosk": found, "event": found.event, "closed": True}, status=410
        )
    return _letters(request, found) if _unlocked(request, found) else _pin(request, found)


def _unlocked(request: HttpRequest, kiosk: Kiosk) -> bool:
    try:
        return signing.loads(request.COOKIES.get(_cookie(kiosk), ""), salt=SALT) == kiosk.ref
    except signing.BadSignature:
        return False


def _cookie(kiosk: Kiosk) -> str:
    return f"engage_kiosk_{kiosk.pk}"


def _pin(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    form = PinForm(request.POST if "pin" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            actions.unlock_kiosk(kiosk=kiosk, pin=form.cleaned_data["pin"])
        except RuleBroken as refusal:
            form.add_error("pin", str(refusal))
        else:
            answer = redirect("projects:kiosk", ref=kiosk.ref)
            seconds = max(60, int((kiosk.event.closes_at - now()).total_seconds()))
            answer.set_cookie(
                _cookie(kiosk), signing.dumps(kiosk.ref, salt=SALT), max_age=seconds,
                httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
            return answer
    page = {"kiosk": kiosk, "event": kiosk.event, "form": form}
    return render(request, "projects/kiosk.html", page, status=422 if form.is_bound else 200)


def _letters(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    event = kiosk.event
    letter = (posted.text(request, "letter") or request.GET.get("letter", ""))[:2]
    form = DigitsForm(request.POST if "digits" in request.POST else None)
    page = {"kiosk": kiosk, "event": event, "unlocked": True, "letter": letter, "form": form}
    if form.is_bound and form.is_valid():
        try:
            row = actions.check_in_at_kiosk(kiosk=kiosk, initial=letter, digits=form.cleaned_data["digits"])
            page["welcome"] = row.person.first_name if row.person.adult else ""
            return render(request, "projects/kiosk_welcome.html", page)
        except RuleBroken as refusal:
            form.add_error("digits", str(refusal))
    if not letter:
        page["letters"] = actions.initials(event) if event.check_in_open else []
    return render(request, "projects/kiosk.html", page, status=422 if form.is_bound else 200)
