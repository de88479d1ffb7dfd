"""A project before it is public, as its organizers see it: status, who has it, until when, and the way so far."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions, permissions, progress
from projects.forms.propose import AppealForm
from projects.models import Project


def proposal_page(request: HttpRequest, project: Project) -> HttpResponse:
    """For `project_page`, when the project is not public: the caller has made sure that this reader may see it."""
    if project.status == Project.Status.DRAFT and permissions.can_change_answers(request.person, project):
        return redirect("projects:propose_step", project.slug, "check")
    person = request.person
    return render(
        request,
        "projects/proposal_page.html",
        {
            "project": project,
            "section": "me",
            "note": progress.note(project),
            "sign": progress.sign(project),
            "stops": progress.timeline(project),
            "last": next(reversed(progress.rows(project)), None),
            "may_change": permissions.can_change_answers(person, project),
            "land": permissions.leads(person, project),
            "may_appeal": permissions.can_appeal(person, project),
            "reads": permissions.can_review(person, project) and project.status == Project.Status.SUBMITTED,
        },
    )


@door(signed_in, methods="GET POST")
def project_appeal(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a second look, once."""
    project = get_object_or_404(Project.objects.led_by(request.person), slug=slug)
    form = AppealForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.appeal_rejection(by=request.person, project=project, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("Sent. Somebody else at the city looks at it now."))
            return redirect("projects:project_page", project.slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    if not form.is_bound and not permissions.can_appeal(request.person, project):
        return redirect("projects:project_page", project.slug)
    last = progress.rows(project)[-1]
    return render(
        request,
        "projects/project_appeal.html",
        {"project": project, "form": form, "last": last},
        status=422 if form.is_bound else 200,
    )
