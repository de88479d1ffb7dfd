"""Checking in at the site: the changing code on an organizer's screen, and the page that it opens on everybody's phone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
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
from projects.forms.check_in import AddressForm
from projects.models import Attendance, Event, Project
from projects.permissions import is_coming

from .roster import HERE, event_of


@door(signed_in)
@never_cache
def event_code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """For an organizer's screen. The page asks for itself anew before the code is too old, with and without scripts."""
    event = event_of(request, slug, pk)
    page = {"event": event, "project": event.project, "here_count": _here(event)}
    if event.check_in_open and event.status == Event.Status.SCHEDULED:
        code = site_codes.changing_code(event=event.pk, organizer=request.person.pk, at=now())
        page["url"] = request.build_absolute_uri(reverse("projects:here", args=[event.pk, code]))
        page["square"] = qr.svg(
            page["url"], title=gettext("Square code that opens the page to check in"), extra="qr--big"
        )
    return render(request, "projects/event_code.html", page)


def _here(event: Event) -> int:
    """Heads, as on the roster."""
    return sum(party or 1 for party in event.attendances.filter(state__in=HERE).values_list("signup__party", flat=True))


@door(anyone, methods="GET POST")
@never_cache
def here(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What the camera opens: one press for people who are signed in, the letter's code for everybody else."""
    event = _public(pk)
    if event.project.hidden and not is_coming(request.person, event):
        raise Http404
    form = None if request.person else AddressForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {
        "event": event,
        "form": form,
        "refusal": "",
        "ticket": posted.text(request, "ticket"),
    }
    try:
        if request.method != "POST":
            page["ticket"] = actions.site_pass(event=event, code=code, person=request.person)
        elif form is None:
            actions.check_in_here(by=request.person, event=event, ticket=page["ticket"])
            return redirect("projects:here_page", pk=pk)
        elif form.is_valid():
            sent = actions.ask_to_check_in(event=event, ticket=page["ticket"], email=form.cleaned_data["email"])
            return redirect("people:code_page", ref=sent.ref)
    except RuleBroken as refusal:
        if form is not None and form.is_bound and refusal.code in ("bad_address", "too_often"):
            form.add_error("email", str(refusal))
        else:
            page |= {"refusal": str(refusal), "form": None, "ticket": ""}
    bad = page["refusal"] or (form is not None and form.is_bound)
    return render(request, "projects/here.html", page, status=422 if bad and request.method == "POST" else 200)


@door(signed_in)
@never_cache
def here_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How I stand on the list of this date."""
    rows = Attendance.objects.filter(person=request.person, state__in=HERE).select_related("event__project")
    row = get_object_or_404(rows, event=pk)
    return render(request, "projects/here_page.html", {"row": row, "event": row.event, "project": row.event.project})


@door(signed_in, methods="POST")
def go_home(request: HttpRequest, pk: int) -> HttpResponse:
    """I leave before the end."""
    event = _public(pk)
    if not Attendance.objects.filter(event=event, person=request.person, state__in=HERE).exists():
        raise Http404
    try:
        actions.go_home(by=request.person, event=event)
        messages.success(request, gettext("Come home safely. Thank you for your time."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:here_page", pk=pk)


def _public(pk: int) -> Event:
    """Of a public project: who holds a phone before the code stands at its meeting point."""
    events = Event.objects.exclude(status=Event.Status.DRAFT).select_related("project__neighborhood")
    return get_object_or_404(events, pk=pk, project__status__in=Project.PUBLIC)
