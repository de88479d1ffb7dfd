"""A link that the lead hands to somebody: "lead this with me"."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions
from projects.models import Project, ProjectRole
from projects.permissions import is_the_lead


def invitation_url(request: HttpRequest, project: Project, role: str = ProjectRole.Role.CO_LEAD) -> str:
    """The link, for the lead; nobody else hands it out."""
    if not is_the_lead(request.person, project):
        return ""
    token = actions.invite_co_lead(by=request.person, project=project, role=role)
    return request.build_absolute_uri(reverse("projects:lead_with", args=(token,)))


@door(signed_in, methods="GET POST")
def lead_with(request: HttpRequest, token: str) -> HttpResponse:
    try:
        project = actions.invited_to(token)
    except RuleBroken:
        raise Http404 from None
    lead = project.organizers.select_related("person").get(role=ProjectRole.Role.LEAD).person
    if request.method == "POST":
        try:
            role = actions.accept_co_lead(by=request.person, token=token)
            helps = role.role == ProjectRole.Role.HELPER
            said = gettext("You are on the team now.") if helps else gettext("You lead it together now.")
            messages.success(request, said)
            return redirect("projects:project_page", project.slug)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
    status = 422 if request.method == "POST" else 200
    page = {"project": project, "lead": lead, "helper": actions.invited_as(token) == ProjectRole.Role.HELPER}
    return render(request, "projects/lead_with.html", page, status=status)
