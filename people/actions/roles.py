"""Who works for the city, and as what. Granted and ended by administrators, recorded, never by oneself."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from city.models import Department
from core.addresses import reachable
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.bells import role_ended, role_granted
from people.groups import follow_roles
from people.models import Person, Role, RoleGrant, User
from people.permissions import can_end_role, can_grant_roles
from people.system import SYSTEM


@transaction.atomic
def grant_role(*, by: Person, person: Person, role: str, department: Department | None = None) -> RoleGrant:
    """Trust somebody with a role, perhaps within one department."""
    if not can_grant_roles(by):
        raise NotAllowed
    if by.pk == person.pk:
        raise RuleBroken(gettext("Nobody grants a role to themselves. Ask another administrator."), code="oneself")
    if not User.objects.filter(person=person, is_active=True).exists():
        raise RuleBroken(gettext("Only somebody who can sign in can have a role."), code="no_login")
    return _grant(by, person, role, department)


@transaction.atomic
def end_role(*, by: Person, grant: RoleGrant) -> None:
    """Take a role back. It is over with the next page that is opened."""
    if not can_end_role(by, grant):
        if can_grant_roles(by):
            raise RuleBroken(gettext("Nobody ends their own role. Ask another administrator."), code="oneself")
        raise NotAllowed
    moment = now()
    still = RoleGrant.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), pk=grant.pk)
    if not still.update(ends_at=moment):
        raise RuleBroken(gettext("This role has ended already."), code="ended")
    follow_roles(grant.person)
    role_ended.ring(by=by, on=grant, grant=grant.pk)


@transaction.atomic
def appoint_administrator(*, email: str, first_name: str) -> RoleGrant:
    """The first administrator of a city, from the command line of its server: nobody is there yet who could grant it."""
    email = reachable(email)
    user = User.objects.select_related("person").filter(email=email).first()
    person = user.person if user else None
    if person is None:
        person = Person.objects.create(first_name=first_name, adult=True)
        User.objects.create_user(email, person)
    return _grant(SYSTEM(), person, Role.ADMINISTRATOR, None)


def _grant(by: Person, person: Person, role: str, department: Department | None) -> RoleGrant:
    # A grant that has an end in the future is no open one for the constraint, but it is in force.
    if RoleGrant.objects.in_force().filter(person=person, role=role, department=department).exists():
        raise _already()
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(person=person, role=role, department=department, by=by)
    except IntegrityError:
        raise _already() from None
    follow_roles(person)
    role_granted.ring(by=by, on=grant, grant=grant.pk)
    return grant


def _already() -> RuleBroken:
    return RuleBroken(gettext("They have this role already."), code="already")
