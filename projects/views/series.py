"""Pages of organizers: change this date and all later ones, or end a series. First who is touched, then the press."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions
from projects.forms.series import LaterForm, shown
from projects.models import Event, Series, SignUp

from .events import event_of, field_of


@door(signed_in, methods="GET POST")
def series_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form; then the list of dates and people; then it is done."""
    event, series = _of_a_series(request, slug, pk)
    form = LaterForm(request.POST if request.method == "POST" else None, initial=shown(event, series))
    status = 200
    if form.is_bound and "back" not in request.POST:
        status = 422
        if form.is_valid():
            try:
                return _look_or_do(request, event, form.later(event, series), form)
            except RuleBroken as refusal:
                form.add_error(field_of(refusal), str(refusal))
    page = {"event": event, "project": event.project, "series": series, "form": form}
    return render(request, "projects/series_change.html", page, status=status)


def _look_or_do(request: HttpRequest, event: Event, later: actions.Later, form: LaterForm) -> HttpResponse:
    if "confirmed" in request.POST:
        actions.change_later(by=request.person, event=event, later=later, seen=form.cleaned_data["seen"])
        messages.success(request, gettext("Saved. Everybody on these dates gets one letter."))
        return redirect("projects:event_page", slug=event.project.slug, pk=event.pk)
    steps = actions.plan_later(by=request.person, event=event, later=later)
    page = {"event": event, "project": event.project, "later": later, "form": form, **_told(steps)}
    return render(request, "projects/series_confirm.html", page)


@door(signed_in, methods="GET POST")
def series_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """No more dates from this one on."""
    event, series = _of_a_series(request, slug, pk)
    refusal = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            actions.end_series(by=request.person, event=event, seen=int(seen) if seen.isdecimal() else -1)
            messages.success(request, gettext("The series has ended. Everybody on its dates gets one letter."))
            return redirect("projects:project_page", slug=slug)
        except RuleBroken as broken:
            refusal = str(broken)
            event.refresh_from_db()
            series.refresh_from_db()
    page: dict[str, Any] = {"event": event, "project": event.project, "series": series, "refusal": refusal}
    page |= _told(actions.plan_end(by=request.person, event=event) if event.repeats else [])
    return render(request, "projects/series_end.html", page, status=422 if refusal else 200)


def _of_a_series(request: HttpRequest, slug: str, pk: int) -> tuple[Event, Series]:
    event = event_of(request, slug, pk)
    if event.series is None or event.recurrence_id is None:
        raise Http404
    return event, event.series


def _told(steps: list[actions.Step]) -> dict[str, Any]:
    """The list, and how many people hear of it."""
    touched = [step for step in steps if step.does in ("moves", "ends")]
    lists = SignUp.objects.live().filter(slot__event__in=[step.event for step in touched])
    return {"steps": steps, "touched": touched, "people": lists.values("person").distinct().count()}
