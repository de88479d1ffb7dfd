"""Who organizes a project with the lead: leave, be taken off, hand the lead over. Joining is an invitation's."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person
from people.permissions import same_household
from projects import bells, permissions
from projects.models import Project, ProjectRole

from .transitions import hold

Role = ProjectRole.Role
OVER = (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED)
COUNTED_ON = (Project.Status.SUBMITTED, Project.Status.PUBLISHED, Project.Status.ACTIVE, Project.Status.PAUSED)
NEEDS_TWO_HOUSEHOLDS = (Project.Risk.MINORS, Project.Risk.ONE_TO_ONE)


@transaction.atomic
def leave_team(*, by: Person, project: Project) -> None:
    """Stop organizing. The lead hands over first, so that nobody who joined waits in vain."""
    hold(project)
    role = _role(project, by)
    if role.role == Role.LEAD:
        raise RuleBroken(
            gettext("You lead this project. Ask somebody of the team to take the lead first."), code="leads"
        )
    _can_do_without(role)
    role.delete()
    bells.team_left.ring(by=by, on=project, project=project.pk, person=by.pk)


@transaction.atomic
def remove_from_team(*, by: Person, project: Project, person: Person) -> None:
    """The lead, or an official, takes a co-lead or helper off the team; they hear it."""
    hold(project)
    if not permissions.can_manage_team(by, project):
        raise NotAllowed
    role = _role(project, person)
    if role.role == Role.LEAD:
        raise RuleBroken(gettext("A project needs a lead. Let somebody else take the lead first."), code="leads")
    _can_do_without(role)
    role.delete()
    bells.team_left.ring(by=by, on=project, project=project.pk, person=person.pk)


@transaction.atomic
def offer_lead(*, by: Person, project: Project, person: Person) -> ProjectRole:
    """Ask somebody of the team to take the lead. Nothing changes until they say yes; a new question replaces the old."""
    hold(project)
    if not permissions.can_manage_team(by, project):
        raise NotAllowed
    _must_go_on(project)
    role = _role(project, person)
    if role.role == Role.LEAD:
        raise RuleBroken(gettext("They lead it already."), code="leads")
    if not person.adult:
        raise RuleBroken(gettext("An organizer must be 18 or older."), code="not_adult")
    project.organizers.update(lead_offered_at=None)
    role.lead_offered_at = now()
    role.save(update_fields=["lead_offered_at"])
    bells.lead_offered.ring(by=by, on=project, project=project.pk, person=person.pk)
    return role


@transaction.atomic
def answer_lead(*, by: Person, project: Project, yes: bool) -> None:
    """Take the lead over: who led until now stays as co-lead. Or leave it with them."""
    hold(project)
    role = _role(project, by)
    if role.lead_offered_at is None:
        raise RuleBroken(gettext("Nobody asks you to take the lead any more."), code="not_asked")
    ProjectRole.objects.filter(pk=role.pk).update(lead_offered_at=None)
    if not yes:
        return
    _must_go_on(project)
    before = project.organizers.filter(role=Role.LEAD).first()
    project.organizers.filter(role=Role.LEAD).update(role=Role.CO_LEAD)
    ProjectRole.objects.filter(pk=role.pk).update(role=Role.LEAD)
    bells.lead_taken.ring(
        by=by, on=project, project=project.pk, person=by.pk, before=before.person_id if before else None
    )


# ── the rules ──


def _role(project: Project, person: Person) -> ProjectRole:
    role = ProjectRole.objects.select_related("person").filter(project=project, person=person).first()
    if role is None:
        raise NotAllowed
    role.project = project
    return role


def _must_go_on(project: Project) -> None:
    if project.status in OVER:
        raise RuleBroken(gettext("This project is over."), code="over")


def _can_do_without(role: ProjectRole) -> None:
    """With children or young people, two adults of different households stay in charge."""
    project = role.project
    if project.risk not in NEEDS_TWO_HOUSEHOLDS or project.status not in COUNTED_ON or role.role == Role.HELPER:
        return
    rest = project.organizers.filter(role__in=ProjectRole.LEADS).exclude(pk=role.pk).select_related("person")
    people = [each.person for each in rest]
    if not any(not same_household(one, other) for one in people for other in people if one.pk < other.pk):
        raise RuleBroken(
            gettext(
                "Children or young people take part, so two organizers from different households must stay. Find a second one first."
            ),
            code="one_household",
        )
