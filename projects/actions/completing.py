"""The end of a project, and the stops on the way: finish, pause, go on, cancel."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from files.models import Picture
from people.models import Person
from people.system import SYSTEM
from projects import bells, permissions
from projects.models import Event, Project, ProjectTransition

from .events import cancel_event
from .transitions import hold, move

REPORT_LETTERS = 40


def open_events(project: Project) -> int:
    """Dates whose list is not settled yet."""
    return project.events.filter(status=Event.Status.SCHEDULED).count()


@transaction.atomic
def complete_project(
    *, by: Person, project: Project, outcome_number: int, report: str, picture: Picture | None = None
) -> ProjectTransition:
    """Say what came of it, in a number and a paragraph, and close the project."""
    hold(project)
    _lead_only(by, project)
    if project.status != Project.Status.ACTIVE:
        raise RuleBroken(gettext("Only a project that is under way can be finished."), code="bad_move")
    if open_events(project):
        raise RuleBroken(
            gettext("Close the list of every date first: then everybody who came has their hours."), code="open_events"
        )
    if outcome_number is None or outcome_number < 0:
        raise RuleBroken(gettext("Write the number you reached; 0 is an honest answer."), code="no_number")
    if len(report.strip()) < REPORT_LETTERS:
        raise RuleBroken(gettext("Tell in a paragraph, 40 letters or more, what you did together."), code="no_report")
    also: dict[str, Any] = {} if picture is None else {"outcome_picture": picture}
    transition = move(
        project=project, to=Project.Status.COMPLETED, by=by, completed_at=now(),
        outcome_number=outcome_number, outcome_report=report.strip(), **also,
    )  # fmt: skip
    bells.project_completed.ring(by=by, on=project, project=project.pk)
    return transition


@transaction.atomic
def pause_project(*, by: Person, project: Project, reason: str) -> ProjectTransition:
    """Stop for a while: dates ahead are cancelled and everybody on them hears why."""
    hold(project)
    if not permissions.can_pause(by, project):
        raise _no(by, project)
    reason = _told(reason)
    transition = move(project=project, to=Project.Status.PAUSED, by=by, reason=reason)
    _cancel_what_is_ahead(by, project, reason)
    bells.project_paused.ring(by=by, on=project, project=project.pk, transition=transition.pk)
    return transition


@transaction.atomic
def resume_project(*, by: Person, project: Project) -> ProjectTransition:
    """Go on after a pause; new dates are for the organizer to plan."""
    hold(project)
    if not permissions.can_resume(by, project):
        raise _no(by, project)
    transition = move(project=project, to=Project.Status.ACTIVE, by=by)
    bells.project_resumed.ring(by=by, on=project, project=project.pk, transition=transition.pk)
    return transition


@transaction.atomic
def cancel_project(*, by: Person, project: Project, reason: str) -> ProjectTransition:
    """Call it off for good: dates ahead are cancelled and everybody on them hears why."""
    hold(project)
    if not permissions.can_cancel(by, project):
        raise _no(by, project)
    reason = _told(reason)
    transition = move(project=project, to=Project.Status.CANCELLED, by=by, reason=reason)
    _cancel_what_is_ahead(by, project, reason)
    bells.project_cancelled.ring(by=by, on=project, project=project.pk)
    return transition


ARCHIVED_AFTER = timedelta(days=365)


@transaction.atomic
def archive_project(*, by: Person, project: Project) -> ProjectTransition:
    """Put a finished project away. Its page, its numbers and everybody's hours stay."""
    hold(project)
    if not permissions.can_archive(by, project):
        raise _no(by, project)
    return move(project=project, to=Project.Status.ARCHIVED, by=by)


def archive_old() -> int:
    """Those that were finished a year ago. Returns how many; running twice finds none."""
    done = Project.objects.filter(status=Project.Status.COMPLETED, completed_at__lte=now() - ARCHIVED_AFTER)
    projects = list(done.order_by("pk"))
    for project in projects:
        archive_project(by=SYSTEM(), project=project)
    return len(projects)


def _lead_only(by: Person, project: Project) -> None:
    if not permissions.is_the_lead(by, project):
        raise NotAllowed


def _no(by: Person, project: Project) -> RuleBroken:
    if permissions.official(by) or permissions.is_the_lead(by, project):
        return RuleBroken(
            gettext("That can't be done now: the project is “%(status)s”.") % {"status": project.get_status_display()},
            code="bad_move",
        )
    return NotAllowed()


def _told(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < 10:
        raise RuleBroken(gettext("Say why in a sentence; the people who joined will read it."), code="short_reason")
    if len(reason) > 300:
        raise RuleBroken(gettext("Keep the reason under 300 letters."), code="long_reason")
    return reason


def _cancel_what_is_ahead(by: Person, project: Project, reason: str) -> None:
    ahead = project.events.filter(status=Event.Status.SCHEDULED, starts_at__gt=now())
    for event in ahead.order_by("starts_at", "pk"):
        cancel_event(by=by, event=event, reason=Event.Why.OTHER, note=reason)
