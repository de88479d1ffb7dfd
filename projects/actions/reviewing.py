"""Somebody of the city reads a proposal and decides: ask for a change, approve, reject."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.deeds import Bell
from people.models import Person, RoleGrant
from projects import bells, permissions
from projects.models import Project, ProjectTransition

from .proposing import NEEDS_TWO_HOUSEHOLDS, REASON_LETTERS, has_two_households
from .transitions import hold, move

REASON_LIMIT = 2000
CHECKLIST = {
    "place": _("The place is described so that somebody new finds it, and it suits what is planned."),
    "land": _("No permission for the land is needed, or it is there or on its way."),
    "safety": _("The work is safe with what people bring: roads, water, tools, weather."),
    "accessibility": _("Steps, toilet, shade and seats are answered; “not checked” counts as an answer."),
    "insurance": _("The city's insurance covers it."),
    "organizer": _("The organizer can be reached, and what they promise is clear and can be counted."),
}
CHECKLIST_YOUNG = {
    "young": _("Two adults from different households are in charge, and how children are looked after is clear."),
}


def checklist_for(project: Project) -> dict[str, str]:
    """What a reviewer must have looked at before this project opens."""
    young = CHECKLIST_YOUNG if project.risk in NEEDS_TWO_HOUSEHOLDS else {}
    return {key: str(words) for key, words in {**CHECKLIST, **young}.items()}


def needs_two_officials(project: Project) -> bool:
    return project.risk in permissions.NEEDS_TWO_OFFICIALS


def first_approval(project: Project) -> ProjectTransition | None:
    """The first of two yeses to what was last sent, while the second is waited for."""
    last = project.transitions.order_by("at", "pk").last()
    return last if last is not None and last.from_status == last.to_status == Project.Status.SUBMITTED else None


@transaction.atomic
def request_changes(*, by: Person, project: Project, reason: str, seen: int | None = None) -> ProjectTransition:
    """Give it back with what must change; the proposer reads the reason word by word."""
    _check(by, project, seen)
    return _say_no(by, project, Project.Status.NEEDS_CHANGES, reason, bells.changes_requested)


@transaction.atomic
def reject_project(*, by: Person, project: Project, reason: str, seen: int | None = None) -> ProjectTransition:
    """Say no, and why. The proposer may ask once for a second look by somebody else."""
    _check(by, project, seen)
    return _say_no(by, project, Project.Status.REJECTED, reason, bells.project_rejected)


def _say_no(by: Person, project: Project, to: str, reason: str, bell: Bell) -> ProjectTransition:
    transition = move(
        project=project, to=to, by=by, reason=_reason(reason), department_id=_office(by), review_due_on=None
    )
    bell.ring(by=by, on=project, project=project.pk, transition=transition.pk)
    return transition


@transaction.atomic
def approve_project(
    *, by: Person, project: Project, checklist: dict[str, bool], reason: str = "", seen: int | None = None
) -> ProjectTransition:
    """Open it to everybody; with children or one to one, the second official's yes does.

    The first yes of two is a row from `submitted` to `submitted`: the project has not moved, the record has.
    """
    _check(by, project, seen)
    if not permissions.can_approve(by, project):
        raise RuleBroken(
            gettext(
                "Children or young people take part, so two officials say yes. You can ask for a change or reject."
            ),
            code="officials_only",
        )
    done = _complete(project, checklist)
    first = first_approval(project)
    if needs_two_officials(project) and first is None:
        return ProjectTransition.objects.create(
            project=project, actor=by, from_status=project.status, to_status=project.status,
            reason=reason.strip(), checklist=done, department_id=_office(by),
        )  # fmt: skip
    if first is not None and first.actor_id == by.pk:
        raise RuleBroken(
            gettext("You have said yes already. A second official must look at it too."), code="second_official"
        )
    transition = move(
        project=project, to=Project.Status.PUBLISHED, by=by, reason=reason.strip(), checklist=done,
        department_id=_office(by), published_at=now(), review_due_on=None,
    )  # fmt: skip
    bells.project_approved.ring(by=by, on=project, project=project.pk, transition=transition.pk)
    return transition


@transaction.atomic
def read_opened(
    *, by: Person, project: Project, checklist: dict[str, bool], reason: str = "", seen: int | None = None
) -> ProjectTransition:
    """Read what a Super User has opened, and find it fine. What is not fine is paused or cancelled, with the reason.

    It is a row from a state to the same one: the project has not moved, the record has.
    """
    _check(by, project, seen, afterwards=True)
    done = _complete(project, checklist)
    Project.objects.filter(pk=project.pk).update(review_due_on=None)
    project.refresh_from_db()
    return ProjectTransition.objects.create(
        project=project, actor=by, from_status=project.status, to_status=project.status,
        reason=reason.strip(), checklist=done, department_id=_office(by),
    )  # fmt: skip


def _check(by: Person, project: Project, seen: int | None, *, afterwards: bool = False) -> None:
    """May they decide, is there something to decide, and is it what they read? `seen` is the last transition they saw."""
    hold(project)
    if not permissions.reviewer(by):
        raise NotAllowed
    if not (project.is_unread if afterwards else project.status == Project.Status.SUBMITTED):
        raise RuleBroken(_already(project), code="decided_already")
    if permissions.belongs_to(by, project):
        raise RuleBroken(
            gettext("You organize this project or live with somebody who does, so a colleague must decide."),
            code="own_project",
        )
    if permissions.refused_by(by, project):
        raise RuleBroken(
            gettext("You rejected this project before. The second look is a colleague's."), code="same_reviewer"
        )
    last = project.transitions.order_by("at", "pk").last()
    if seen is not None and last is not None and last.pk != seen:
        raise RuleBroken(
            gettext("Something happened while you were reading. Read the page once more, then decide."), code="stale"
        )


def _already(project: Project) -> str:
    last = project.transitions.select_related("actor").order_by("at", "pk").last()
    if last is None or project.status == Project.Status.DRAFT:
        return gettext("This project has not been sent yet.")
    return gettext("%(who)s was first: the project is “%(status)s” now.") % {
        "who": last.actor.full_name,
        "status": project.get_status_display(),
    }


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < REASON_LETTERS:
        raise RuleBroken(
            gettext("Give the reason in 40 letters or more. The proposer reads it word by word."), code="short_reason"
        )
    if len(reason) > REASON_LIMIT:
        raise RuleBroken(gettext("Keep the reason under 2,000 letters."), code="long_reason")
    return reason


def _complete(project: Project, checklist: dict[str, bool]) -> dict[str, bool]:
    asked = checklist_for(project)
    if not all(checklist.get(key) for key in asked):
        raise RuleBroken(gettext("Tick every line of the checklist before you approve."), code="checklist")
    if "young" in asked and not has_two_households(project):
        raise RuleBroken(
            gettext("This project needs a second organizer from another household first."), code="one_household"
        )
    return dict.fromkeys(asked, True)


def _office(by: Person) -> int | None:
    """The department in whose name they decide."""
    return (
        RoleGrant.objects.in_force()
        .filter(person=by, department__isnull=False)
        .order_by("pk")
        .values_list("department", flat=True)
        .first()
    )
