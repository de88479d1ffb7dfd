"""Leading a project together: a link that the lead hands to somebody. It says nothing about who has an account here."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects import bells, permissions
from projects.models import Project, ProjectRole

from .transitions import hold

SALT = "projects.lead_with"
GOOD_FOR = timedelta(days=30)


def invite_co_lead(*, by: Person, project: Project, role: str = ProjectRole.Role.CO_LEAD) -> str:
    """What the link says: whoever brings it within thirty days may organize this project too, as co-lead or helper."""
    if not permissions.is_the_lead(by, project):
        raise NotAllowed
    return signing.dumps([project.pk, by.pk, role], salt=SALT)


def invited_to(token: str) -> Project:
    """The project of an invitation. Raises RuleBroken for one that is made up, too old, or from somebody who left."""
    return _read(token)[0]


def invited_as(token: str) -> str:
    """Co-lead or helper."""
    return _read(token)[1]


def _read(token: str) -> tuple[Project, str]:
    try:
        pk, lead, *more = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
        role = ProjectRole.Role.HELPER if more == [ProjectRole.Role.HELPER] else ProjectRole.Role.CO_LEAD
        return Project.objects.get(pk=pk, organizers__person=lead, organizers__role=ProjectRole.Role.LEAD), role
    except (signing.BadSignature, ValueError, TypeError, Project.DoesNotExist):
        raise RuleBroken(
            gettext("This invitation is not good any more. Ask for a new one."), code="bad_invitation"
        ) from None


@transaction.atomic
def accept_co_lead(*, by: Person, token: str) -> ProjectRole:
    """Somebody who got the lead's invitation says yes. Twice is the same as once."""
    project, wanted = _read(token)
    hold(project)
    if project.status in (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED):
        raise RuleBroken(gettext("This project is over, so it needs no second organizer."), code="over")
    if not by.adult:
        raise RuleBroken(gettext("An organizer must be 18 or older."), code="not_adult")
    role, new = ProjectRole.objects.get_or_create(project=project, person=by, defaults={"role": wanted})
    more = wanted == ProjectRole.Role.CO_LEAD and role.role == ProjectRole.Role.HELPER
    if more:
        role.role = wanted
        role.save(update_fields=["role"])
    if new or more:
        bells.team_joined.ring(by=by, on=project, project=project.pk, person=by.pk)
    return role
