"""Person and login, households and guardians, consent, credentials, roles; the deeds that were done and who has to hear."""

from .absence import Absence, AbsenceQuerySet
from .addresses import AddressChange, FormerAddress, FormerAddressQuerySet, people_at, person_at
from .consent import (
    AgreementVersion,
    AgreementVersionQuerySet,
    Consent,
    ConsentAsk,
    ConsentQuerySet,
    PhotoConsent,
    Signature,
    hash_of,
)
from .credentials import Credential
from .deeds import Deed, Delivery
from .factors import FactorReset, FactorResetQuerySet
from .households import Guardianship, Household, HouseholdAsk, HouseholdMember
from .logins import Code, Guesses, User, UserManager
from .people import BirthDate, BirthDateReading, Person, PersonQuerySet
from .roles import STAFF_ROLES, Role, RoleGrant, RoleGrantQuerySet, Standing, StandingTransition

__all__ = [
    "STAFF_ROLES",
    "Absence",
    "AbsenceQuerySet",
    "AddressChange",
    "AgreementVersion",
    "AgreementVersionQuerySet",
    "BirthDate",
    "BirthDateReading",
    "Code",
    "Consent",
    "ConsentAsk",
    "ConsentQuerySet",
    "Credential",
    "Deed",
    "Delivery",
    "FactorReset",
    "FactorResetQuerySet",
    "FormerAddress",
    "FormerAddressQuerySet",
    "Guardianship",
    "Guesses",
    "Household",
    "HouseholdAsk",
    "HouseholdMember",
    "Person",
    "PersonQuerySet",
    "Role",
    "RoleGrant",
    "RoleGrantQuerySet",
    "PhotoConsent",
    "Signature",
    "Standing",
    "StandingTransition",
    "User",
    "UserManager",
    "hash_of",
    "people_at",
    "person_at",
]
