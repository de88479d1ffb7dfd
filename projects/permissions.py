"""Who may do what with projects, events and sign-ups. Pure questions; nobody means no."""

from core.doors import with_second_factor
from people.models import Person, Role
from people.permissions import has_role, official, same_household

from .models import Project, ProjectRole, ProjectTransition

LEADS = (ProjectRole.Role.LEAD, ProjectRole.Role.CO_LEAD)


def leads(person: Person | None, project: Project) -> bool:
    """Lead or co-lead of this project."""
    return person is not None and project.organizers.filter(person=person, role__in=LEADS).exists()


def is_the_lead(person: Person | None, project: Project) -> bool:
    """The one who proposed it, or took it over."""
    return person is not None and project.organizers.filter(person=person, role=ProjectRole.Role.LEAD).exists()


@with_second_factor
def reviewer(person: Person | None) -> bool:
    """Reads proposals for the city."""
    return official(person) or has_role(person, Role.REVIEWER)


def can_change_answers(person: Person | None, project: Project) -> bool:
    """Its leads, as long as it lies with them."""
    return project.status in (Project.Status.DRAFT, Project.Status.NEEDS_CHANGES) and leads(person, project)


def can_send(person: Person | None, project: Project) -> bool:
    """The lead; a draft, or one that was given back."""
    return project.status in (Project.Status.DRAFT, Project.Status.NEEDS_CHANGES) and is_the_lead(person, project)


def can_appeal(person: Person | None, project: Project) -> bool:
    """The lead of a rejected project, once."""
    return (
        project.status == Project.Status.REJECTED
        and is_the_lead(person, project)
        and not project.transitions.filter(from_status=Project.Status.REJECTED).exists()
    )


def belongs_to(person: Person, project: Project) -> bool:
    """Organizes it, or lives with somebody who does."""
    organizers = project.organizers.select_related("person")
    return any(same_household(person, organizer.person) for organizer in organizers)


def refused_by(person: Person, project: Project) -> bool:
    """Said no to it before: the appeal is read by somebody else."""
    return ProjectTransition.objects.filter(project=project, to_status=Project.Status.REJECTED, actor=person).exists()


def can_review(person: Person | None, project: Project) -> bool:
    """Somebody of the city who has no part in it and has not rejected it before."""
    return (
        person is not None and reviewer(person) and not belongs_to(person, project) and not refused_by(person, project)
    )


def can_see_proposal(person: Person | None, project: Project) -> bool:
    """What was asked and answered before a project is public: its organizers and those who review."""
    return reviewer(person) or (person is not None and project.organizers.filter(person=person).exists())


def can_finish(person: Person | None, project: Project) -> bool:
    return project.status == Project.Status.ACTIVE and is_the_lead(person, project)


def can_pause(person: Person | None, project: Project) -> bool:
    return project.status in (Project.Status.PUBLISHED, Project.Status.ACTIVE) and _in_charge(person, project)


def can_resume(person: Person | None, project: Project) -> bool:
    return project.status == Project.Status.PAUSED and _in_charge(person, project)


def can_cancel(person: Person | None, project: Project) -> bool:
    running = (Project.Status.PUBLISHED, Project.Status.ACTIVE, Project.Status.PAUSED)
    return project.status in running and _in_charge(person, project)


def _in_charge(person: Person | None, project: Project) -> bool:
    return official(person) or is_the_lead(person, project)
