"""A link that the lead hands to somebody: "lead this with me". It says nothing about who has an account here."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people.permissions import signed_in
from projects import actions
from projects.models import Project, ProjectRole

SALT = "projects.lead_with"
DAYS = 30


def invitation_url(request: HttpRequest, project: Project) -> str:
    token = signing.dumps(project.pk, salt=SALT)
    return request.build_absolute_uri(reverse("projects:lead_with", args=(token,)))


@door(signed_in, methods="GET POST")
def lead_with(request: HttpRequest, token: str) -> HttpResponse:
    try:
        pk = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    project = get_object_or_404(Project, pk=pk)
    lead = project.organizers.select_related("person").get(role=ProjectRole.Role.LEAD).person
    if request.method == "POST":
        try:
            actions.accept_co_lead(by=request.person, project=project)
            messages.success(request, gettext("You lead it together now."))
            return redirect("projects:project_page", project.slug)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
    status = 422 if request.method == "POST" else 200
    return render(request, "projects/lead_with.html", {"project": project, "lead": lead}, status=status)
