"""Leading a project together: a link that the lead hands to somebody. It says nothing about who has an account here."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects import permissions
from projects.models import Project, ProjectRole

from .transitions import hold

SALT = "projects.lead_with"
GOOD_FOR = timedelta(days=30)


def invite_co_lead(*, by: Person, project: Project) -> str:
    """What the link says: whoever brings it within thirty days may lead this project too."""
    if not permissions.is_the_lead(by, project):
        raise NotAllowed
    return signing.dumps([project.pk, by.pk], salt=SALT)


def invited_to(token: str) -> Project:
    """The project of an invitation. Raises RuleBroken for one that is made up, too old, or from somebody who left."""
    try:
        pk, lead = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
        return Project.objects.get(pk=pk, organizers__person=lead, organizers__role=ProjectRole.Role.LEAD)
    except (signing.BadSignature, ValueError, TypeError, Project.DoesNotExist):
        raise RuleBroken(
            gettext("This invitation is not good any more. Ask for a new one."), code="bad_invitation"
        ) from None


@transaction.atomic
def accept_co_lead(*, by: Person, token: str) -> ProjectRole:
    """Somebody who got the lead's invitation says yes. Twice is the same as once."""
    project = invited_to(token)
    hold(project)
    if project.status in (Project.Status.COMPLETED, Project.Status.CANCELLED, Project.Status.ARCHIVED):
        raise RuleBroken(gettext("This project is over, so it needs no second organizer."), code="over")
    if not by.adult:
        raise RuleBroken(gettext("An organizer must be 18 or older."), code="not_adult")
    role, new = ProjectRole.objects.get_or_create(
        project=project, person=by, defaults={"role": ProjectRole.Role.CO_LEAD}
    )
    if not new and role.role == ProjectRole.Role.HELPER:
        role.role = ProjectRole.Role.CO_LEAD
        role.save(update_fields=["role"])
    return role
