"""The end of a project, and a stop on the way, by its lead."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.doors import door
from core.errors import NotAllowed, RuleBroken
from files.actions import take_picture
from people.permissions import signed_in
from projects import actions, permissions
from projects.forms.complete import FinishForm, StopForm
from projects.models import Event, Project, SignUp


@door(signed_in, methods="GET POST")
def project_finish(request: HttpRequest, slug: str) -> HttpResponse:
    """The number, a paragraph, a picture if there is one."""
    project = get_object_or_404(Project.objects.led_by(request.person), slug=slug)
    form = FinishForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            _finish(request, project, form.cleaned_data)
            messages.success(request, gettext("Well done. What you reached stands on the page now."))
            return redirect("projects:project_page", project.slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    context = {
        "project": project,
        "form": form,
        "open_events": project.events.filter(status=Event.Status.SCHEDULED).order_by("starts_at"),
        "can_finish": permissions.can_finish(request.person, project),
    }
    return render(request, "projects/project_finish.html", context, status=422 if form.is_bound else 200)


def _finish(request: HttpRequest, project: Project, given: dict[str, Any]) -> None:
    picture = take_picture(upload=given["picture"], alt=given["alt"]) if given["picture"] else None
    actions.complete_project(
        by=request.person,
        project=project,
        outcome_number=given["outcome_number"],
        report=given["report"],
        picture=picture,
    )


class Stopping(NamedTuple):
    """One way to stop, in its words."""

    act: Callable[..., Any]
    allowed: Callable[..., bool]
    title: Any
    button: Any
    said: Any


STOPS = {
    "pause": Stopping(
        actions.pause_project, permissions.can_pause, _("Pause this project?"), _("Pause it"), _("The project is paused.")
    ),
    "cancel": Stopping(
        actions.cancel_project, permissions.can_cancel, _("Cancel this project?"), _("Cancel it for good"), _("The project is cancelled."),
    ),
}  # fmt: skip


@door(signed_in, methods="GET POST")
def project_stop(request: HttpRequest, slug: str, how: str) -> HttpResponse:
    """Pause or cancel, with a preview of who hears it."""
    if how not in STOPS:
        raise Http404
    stop = STOPS[how]
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    if not stop.allowed(request.person, project):
        raise Http404
    form = StopForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            stop.act(by=request.person, project=project, reason=form.cleaned_data["reason"])
            messages.success(request, stop.said)
            return redirect("projects:project_page", project.slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    ahead = project.events.filter(status=Event.Status.SCHEDULED, starts_at__gt=now()).order_by("starts_at")
    people = SignUp.objects.live().filter(slot__event__in=ahead).values("person").distinct().count()
    context = {"project": project, "form": form, "stop": stop, "how": how, "ahead": ahead, "people": people}
    return render(request, "projects/project_stop.html", context, status=422 if form.is_bound else 200)


@door(signed_in, methods="POST")
def project_resume(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    try:
        actions.resume_project(by=request.person, project=project)
        messages.success(request, gettext("The project goes on. Set the next date."))
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("projects:project_page", project.slug)
