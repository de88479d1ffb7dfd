"""Who leads a project keeps the answers about its place."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions, permissions
from projects.forms.access import AccessForm, shown
from projects.models import Project


@door(signed_in, methods="GET POST")
def project_access(request: HttpRequest, slug: str) -> HttpResponse:
    """Steps, seats, toilet, shade, languages: also when everybody reads it already."""
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    if not permissions.can_answer_access(request.person, project):
        raise Http404
    form = AccessForm(request.POST if request.method == "POST" else None, initial=shown(project))
    if form.is_bound and form.is_valid():
        try:
            actions.answer_access(by=request.person, project=project, **form.answers())
            messages.success(request, gettext("Saved."))
            return redirect("projects:project_page", slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    page = {"project": project, "form": form}
    return render(request, "projects/project_access.html", page, status=422 if form.is_bound else 200)
