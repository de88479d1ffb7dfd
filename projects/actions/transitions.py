"""The one way a project moves: the guarded UPDATE and the row that says who, from where, to where and why."""

from typing import Any

from django.db.models import F

from core.lifecycle import advance
from people.models import Person
from projects.models import Project, ProjectTransition


def move(
    *,
    project: Project,
    to: str,
    by: Person,
    reason: str = "",
    checklist: dict[str, Any] | None = None,
    department_id: int | None = None,
    **also: Any,
) -> ProjectTransition:
    """Move along the map and write it down; called inside an action's transaction. Raises RuleBroken as `advance` does."""
    came_from = project.status
    advance(project, to, **also)
    return ProjectTransition.objects.create(
        project=project,
        actor=by,
        from_status=came_from,
        to_status=to,
        reason=reason,
        checklist=checklist or {},
        department_id=department_id,
    )


def hold(project: Project) -> None:
    """Make whoever else writes this project wait, on both databases, and look at it as it is now."""
    Project.objects.filter(pk=project.pk).update(status=F("status"))
    project.refresh_from_db()
