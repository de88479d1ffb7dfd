"""What I proposed, how far it is, and what its lead can do next."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from people.models import Person
from projects import permissions, progress
from projects.models import Project

register = template.Library()

SHOWN = 6


@register.inclusion_tag("projects/_my_projects.html")
def my_projects(person: Person) -> dict[str, Any]:
    """For my page: those I lead, what needs me first, the newest after that."""
    mine = Project.objects.led_by(person, also_co_leads=True).prefetch_related(
        "transitions__actor", "transitions__department"
    )
    over = (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED)
    needs_me = (Project.Status.NEEDS_CHANGES, Project.Status.DRAFT)
    ranked = sorted(
        mine.order_by("-pk"), key=lambda each: 0 if each.status in needs_me else 2 if each.status in over else 1
    )
    trips = [
        {
            "project": project,
            "sign": progress.sign(project),
            "note": progress.note(project),
            "stops": progress.short_line(project),
        }
        for project in ranked[:SHOWN]
    ]
    return {"trips": trips, "more": len(ranked) - len(trips)}


@register.inclusion_tag("projects/_project_tools.html")
def project_tools(project: Project, person: Person | None) -> dict[str, Any]:
    """For the lead, and an official: finish, pause, go on, cancel. Nothing for everybody else."""
    return {
        "project": project,
        "team": permissions.can_see_team(person, project),
        "land": not project.is_civic and permissions.leads(person, project),
        "access": permissions.can_answer_access(person, project),
        "quiet": permissions.can_see_team(person, project) and project.is_quiet,
        "finish": permissions.can_finish(person, project),
        "pause": permissions.can_pause(person, project),
        "resume": permissions.can_resume(person, project),
        "cancel": permissions.can_cancel(person, project),
    }


@register.simple_tag
def project_sign(project: Project) -> SafeString:
    """How a project stands, for those who organize it."""
    return progress.sign(project)
