"""For which office somebody speaks."""

from .models import Person, Role, RoleGrant


def office_of(person: Person) -> RoleGrant | None:
    """The oldest grant that makes somebody an official now; None for everybody else."""
    grants = person.role_grants.in_force().filter(role=Role.OFFICIAL).select_related("department")
    return grants.order_by("pk").first()
