"""For organizers, before the day: who asks for a place, who may not come, whom to greet, who waits."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import door
from core.errors import NotAllowed, RuleBroken
from people.permissions import signed_in
from projects import actions
from projects import ahead as reads
from projects.forms.asking import NoForm
from projects.models import Event, SignUp
from projects.permissions import can_answer, can_keep_roster, can_schedule

from .veils import veil


@door(signed_in)
@never_cache
def event_ahead(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All of it on one page, what needs an answer on top."""
    events = Event.objects.exclude(status=Event.Status.DRAFT).select_related("project").prefetch_related("slots")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    if not can_keep_roster(request.person, event):
        raise Http404
    return _page(request, event)


@door(signed_in, methods="POST")
def signup_approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes, by room."""
    signup = _asked(request, ref)
    try:
        answered = actions.approve_signup(by=request.person, signup=signup)
    except RuleBroken as refusal:
        return _page(request, signup.slot.event, refusal=str(refusal), status=422)
    name = signup.person.public_name
    if answered.state == SignUp.State.CONFIRMED:
        messages.success(request, gettext("%(name)s has a place, and gets a letter.") % {"name": name})
    else:
        messages.success(request, gettext("All places are taken: %(name)s is on the waitlist now.") % {"name": name})
    return _back(signup)


@door(signed_in, methods="POST")
def signup_refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """No, with a reason."""
    return _with_reason(request, ref, actions.refuse_signup, gettext("Saved. They get a letter with your reason."))


@door(signed_in, methods="POST")
def signup_front(request: HttpRequest, ref: str) -> HttpResponse:
    """To the front of the queue, with a reason."""
    return _with_reason(request, ref, actions.move_to_front, gettext("Saved. Everybody who waits can read why."))


@door(signed_in, methods="POST")
def event_releases(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The switch: do places without an answer go on?"""
    event = get_object_or_404(Event.objects.select_related("project"), pk=pk, project__slug=slug)
    try:
        on, later = request.POST.get("on") == "yes", request.POST.get("dates") == "later"
        actions.set_release(by=request.person, event=event, on=on, later=later)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, gettext("Saved."))
    return redirect("projects:event_ahead", slug=slug, pk=pk)


def _asked(request: HttpRequest, ref: str) -> SignUp:
    """What does not concern me does not exist."""
    signup = get_object_or_404(SignUp.objects.select_related("person", "slot__event__project"), ref=ref)
    if not can_answer(request.person, signup):
        raise Http404
    return signup


def _with_reason(request: HttpRequest, ref: str, act: Callable[..., Any], done: str) -> HttpResponse:
    signup = _asked(request, ref)
    form = NoForm(request.POST)
    try:
        if form.is_valid():
            act(by=request.person, signup=signup, reason=form.cleaned_data["reason"])
            messages.success(request, done)
            return _back(signup)
        problem = " ".join(str(each) for each in form.errors["reason"])
    except RuleBroken as refusal:
        problem = str(refusal)
    typed = {"ref": ref, "problem": problem, "reason": request.POST.get("reason", "")}
    return _page(request, signup.slot.event, refused=typed, status=422)


def _back(signup: SignUp) -> HttpResponse:
    event = signup.slot.event
    return redirect("projects:event_ahead", slug=event.project.slug, pk=event.pk)


def _page(
    request: HttpRequest, event: Event, *, refusal: str = "", refused: dict | None = None, status: int = 200
) -> HttpResponse:
    ahead = reads.of(event)
    veil(request.person, event.project, *(one.signup.person for one in ahead.lacking))
    care = actions.care_for(event)
    page = {
        "event": event,
        "project": event.project,
        "ahead": ahead,
        "papers": actions.have_unsigned([signup.person_id for signup in ahead.by_phone], event.project),
        "care": care if care and not care.may_start else None,
        "leads": can_schedule(request.person, event.project),
        "may_join": event.status == Event.Status.SCHEDULED and not event.has_started,
        "refusal": refusal,
        "refused": refused or {},
    }
    return render(request, "projects/event_ahead.html", page, status=status)
