"""Things for a date: the lead's list, the promises of those who come, and the paper for packing the car."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from people.permissions import signed_in
from projects import actions, needs
from projects.forms.needs import NeedForm
from projects.models import Event, Need
from projects.permissions import can_keep_roster

from .events import event_of
from .veils import veil


@door(signed_in, methods="GET POST")
@never_cache
def event_needs(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is on the list, and one more thing."""
    event = event_of(request, slug, pk)
    form = NeedForm(request.POST if request.method == "POST" else None, repeats=event.repeats)
    if form.is_bound and form.is_valid():
        try:
            actions.add_need(by=request.person, event=event, **form.cleaned_data)
            messages.success(request, gettext("It is on the list."))
            return redirect("projects:event_needs", slug=slug, pk=pk)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return _page(request, event, form, status=422 if form.is_bound else 200)


@door(signed_in, methods="POST")
def need_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another number, or off the list."""
    need = _need(slug, pk)
    event = event_of(request, slug, need.event_id)
    try:
        if "drop" in request.POST:
            promised = actions.drop_need(by=request.person, need=need)
            messages.success(request, _dropped(need, [person.public_name for person in promised]))
        else:
            actions.change_need(by=request.person, need=need, wanted=posted.number(request, "wanted"))
            messages.success(request, gettext("Saved."))
    except RuleBroken as refusal:
        refused = {"need": need.pk, "problem": str(refusal), "typed": posted.text(request, "wanted")}
        return _page(request, event, NeedForm(repeats=event.repeats), refused=refused, status=422)
    return redirect("projects:event_needs", slug=slug, pk=event.pk)


@door(signed_in, methods="POST")
def need_claim(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """I bring so many, or I can't after all."""
    need = _need(slug, pk)
    if not Event.objects.visible_to(request.person).filter(pk=need.event_id).exists():
        raise Http404
    try:
        if "back" in request.POST:
            actions.give_back_claim(by=request.person, need=need)
            messages.success(request, gettext("Saved. Others see that it is still needed."))
        else:
            actions.claim_need(by=request.person, need=need, amount=posted.number(request, "amount"))
            messages.success(request, gettext("Thank you for bringing it."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("projects:event_page", args=[slug, need.event_id]) + "#needs")


@door(signed_in)
@never_cache
def event_packing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The list on paper, with who brings what; young people are named to the leads only."""
    events = Event.objects.exclude(status=Event.Status.DRAFT).select_related("project")
    event = get_object_or_404(events, pk=pk, project__slug=slug)
    if not can_keep_roster(request.person, event):
        raise Http404
    lines = needs.of(event)
    veil(request.person, event.project, *(claim.person for line in lines for claim in line.claims))
    page = {"event": event, "project": event.project, "lines": lines}
    return render(request, "projects/event_packing.html", page)


def _need(slug: str, pk: int) -> Need:
    needed = Need.objects.select_related("event__project").filter(dropped_at=None)
    return get_object_or_404(needed, pk=pk, event__project__slug=slug)


def _dropped(need: Need, names: list[str]) -> str:
    if not names:
        return gettext("It is off the list.")
    said = gettext("It is off the list. Please tell who wanted to bring it: %(names)s.")
    return said % {"names": ", ".join(names)}


def _page(
    request: HttpRequest, event: Event, form: NeedForm, *, refused: dict | None = None, status: int = 200
) -> HttpResponse:
    page = {
        "event": event,
        "project": event.project,
        "lines": needs.of(event),
        "form": form,
        "refused": refused or {},
    }
    return render(request, "projects/event_needs.html", page, status=status)
