"""The permission for the land: said and shown by the leads, read by reviewers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions, permissions
from projects.forms.land import LandForm
from projects.models import LandPaper, Project


@door(signed_in, methods="GET POST")
def project_land(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked, granted, with a photo of the document."""
    project = _project(request, slug)
    if not permissions.leads(request.person, project):
        raise Http404
    posted = request.method == "POST"
    form = LandForm(request.POST if posted else None, request.FILES if posted else None, initial={"land": project.land})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_land(by=request.person, project=project, land=given["land"], paper=given["paper"])
            messages.success(request, gettext("Saved."))
            return redirect("projects:project_page", slug)
        except RuleBroken as refusal:
            form.add_error("paper" if given["paper"] else None, str(refusal))
    page = {"project": project, "form": form, "paper": _paper(project)}
    return render(request, "projects/project_land.html", page, status=422 if form.is_bound else 200)


@door(signed_in)
def land_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The photo itself; no cache keeps it."""
    project = _project(request, slug)
    paper = LandPaper.objects.filter(project=project).first()
    if paper is None or not permissions.can_see_land_paper(request.person, project):
        raise Http404
    response = HttpResponse(bytes(paper.webp), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _project(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.person), slug=slug)


def _paper(project: Project) -> LandPaper | None:
    """Without the picture's bytes."""
    return LandPaper.objects.filter(project=project).defer("webp").first()
