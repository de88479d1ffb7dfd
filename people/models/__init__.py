"""Person and login, households, roles, standing; the deeds that were done and who still has to hear of them."""

from .deeds import Deed, Delivery
from .households import Household, HouseholdMember
from .logins import Code, Guesses, User, UserManager
from .people import BirthDate, Person, PersonQuerySet
from .roles import STAFF_ROLES, Role, RoleGrant, RoleGrantQuerySet, Standing, StandingTransition

__all__ = [
    "STAFF_ROLES",
    "BirthDate",
    "Code",
    "Deed",
    "Delivery",
    "Guesses",
    "Household",
    "HouseholdMember",
    "Person",
    "PersonQuerySet",
    "Role",
    "RoleGrant",
    "RoleGrantQuerySet",
    "Standing",
    "StandingTransition",
    "User",
    "UserManager",
]
