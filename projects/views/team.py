"""Who organizes a project: seen by the team and by officials, changed by the lead."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core import posted
from core.doors import door
from core.errors import RuleBroken
from people.models import Person
from people.permissions import signed_in
from projects import actions, permissions
from projects.actions.proposing import NEEDS_TWO_HOUSEHOLDS, has_two_households
from projects.models import Project, ProjectRole

from .invitations import invitation_url
from .pages import organizers_of


@door(signed_in, methods="GET POST")
def project_team(request: HttpRequest, slug: str) -> HttpResponse:
    """The people, and one small form for each thing that can be done."""
    project = get_object_or_404(Project.objects.visible_to(request.person), slug=slug)
    if not permissions.can_see_team(request.person, project):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            act = ACTS.get(request.POST.get("act", ""))
            if act is None:
                raise RuleBroken(gettext("Choose one of the buttons."), code="no_such_act")
            messages.success(request, act(request, project))
            still = permissions.can_see_team(request.person, project)
            return redirect("projects:project_team" if still else "projects:project_page", slug)
        except RuleBroken as broken:
            refusal = str(broken)
    return render(
        request, "projects/project_team.html", _page(request, project, refusal), status=422 if refusal else 200
    )


def _leave(request: HttpRequest, project: Project) -> str:
    actions.leave_team(by=request.person, project=project)
    return gettext("You are off the team. Thank you for all you did.")


def _remove(request: HttpRequest, project: Project) -> str:
    actions.remove_from_team(by=request.person, project=project, person=_person(request, project))
    return gettext("They are off the team, and get a letter.")


def _offer(request: HttpRequest, project: Project) -> str:
    actions.offer_lead(by=request.person, project=project, person=_person(request, project))
    return gettext("Asked. You hear it when they say yes; until then nothing changes.")


def _take(request: HttpRequest, project: Project) -> str:
    actions.answer_lead(by=request.person, project=project, yes=True)
    return gettext("You lead the project now. The team gets a letter.")


def _decline(request: HttpRequest, project: Project) -> str:
    actions.answer_lead(by=request.person, project=project, yes=False)
    return gettext("All right. Everything stays as it was.")


ACTS: dict[str, Callable[[HttpRequest, Project], str]] = {
    "leave": _leave, "remove": _remove, "offer": _offer, "take": _take, "decline": _decline,
}  # fmt: skip


def _person(request: HttpRequest, project: Project) -> Person:
    role = project.organizers.select_related("person").filter(person__ref=posted.text(request, "person")).first()
    if role is None:
        raise RuleBroken(gettext("They are not on the team any more."), code="not_on_the_team")
    return role.person


def _page(request: HttpRequest, project: Project, refusal: str) -> dict[str, Any]:
    team = organizers_of(project)
    mine = next((role for role in team if role.person_id == request.person.pk), None)
    return {
        "project": project,
        "team": team,
        "mine": mine,
        "refusal": refusal,
        "manage": permissions.can_manage_team(request.person, project),
        "lead": next((role.person for role in team if role.role == ProjectRole.Role.LEAD), None),
        "one_household": not has_two_households(project),
        "needs_two": project.risk in NEEDS_TWO_HOUSEHOLDS,
        "co_lead_url": invitation_url(request, project),
        "helper_url": invitation_url(request, project, ProjectRole.Role.HELPER),
    }
