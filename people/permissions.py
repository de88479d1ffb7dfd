"""Who may do what with people, and the policies of doors. Nobody means no."""

from core.doors import with_second_factor

from .models import (
    STAFF_ROLES,
    AgreementVersion,
    Consent,
    Guardianship,
    HouseholdAsk,
    HouseholdMember,
    Person,
    Role,
    RoleGrant,
    Standing,
)


def nobody(person: Person | None) -> bool:
    """A door that is walled up."""
    return False


def signed_in(person: Person | None) -> bool:
    """Anybody with an account."""
    return person is not None


def has_role(person: Person | None, *roles: str) -> bool:
    """One of these roles, in force now."""
    return person is not None and bool(person.roles & set(roles))


@with_second_factor
def official(person: Person | None) -> bool:
    """Reviews, runs polls, answers, recognizes."""
    return has_role(person, Role.OFFICIAL, Role.ADMINISTRATOR)


@with_second_factor
def editor(person: Person | None) -> bool:
    """Changes pages of the site."""
    return has_role(person, Role.EDITOR, Role.ADMINISTRATOR)


@with_second_factor
def administrator(person: Person | None) -> bool:
    """Grants roles."""
    return has_role(person, Role.ADMINISTRATOR)


@with_second_factor
def staff(person: Person | None) -> bool:
    """Works for the city: may enter the back office, earns no points, stands on no board."""
    return has_role(person, *STAFF_ROLES)


def can_grant_roles(person: Person | None) -> bool:
    """Administrators do."""
    return administrator(person)


def can_end_role(person: Person | None, grant: RoleGrant) -> bool:
    """Administrators, but not their own: so there is always one left."""
    return person is not None and administrator(person) and grant.person_id != person.pk


def can_export(person: Person | None, whose: Person) -> bool:
    """Everybody their own."""
    return person is not None and person.pk == whose.pk


def can_erase(person: Person | None, whose: Person) -> bool:
    """Everybody themselves; an administrator for somebody who asked on paper."""
    return person is not None and (person.pk == whose.pk or administrator(person))


def same_household(one: Person, other: Person) -> bool:
    """Live together, as far as both confirmed; oneself counts."""
    if one.pk == other.pk:
        return True
    theirs = HouseholdMember.objects.in_force().filter(person=other).values("household")
    return HouseholdMember.objects.in_force().filter(person=one, household__in=theirs).exists()


def can_be_guardian(person: Person | None) -> bool:
    """A grown-up with an account."""
    return person is not None and person.kind == Person.Kind.RESIDENT and person.adult


def is_guardian(person: Person | None, child: Person) -> bool:
    """Answers for this child now."""
    return person is not None and Guardianship.objects.in_force().filter(guardian=person, dependant=child).exists()


def is_minor(person: Person | None) -> bool:
    """Has not shown to be grown up: a child on a list, or a young person with an account."""
    return person is not None and person.is_minor


def can_answer_photos(person: Person | None, whose: Person) -> bool:
    """Say whether pictures of somebody may be public: grown-ups for themselves, guardians for their children."""
    if person is None:
        return False
    return is_guardian(person, whose) if whose.is_minor else person.pk == whose.pk


def can_sign_for(person: Person | None, whose: Person, version: AgreementVersion) -> bool:
    """Grown-ups for themselves; guardians for their children; young people for themselves where that is enough."""
    if person is None:
        return False
    if person.pk != whose.pk:
        return not whose.adult and is_guardian(person, whose)
    return person.adult or not version.needs_guardian


def can_revoke_consent(person: Person | None, consent: Consent) -> bool:
    """Any guardian of the child, whoever of them said yes."""
    return person is not None and (person.pk == consent.guardian_id or is_guardian(person, consent.minor))


@with_second_factor
def can_publish_agreements(person: Person | None) -> bool:
    """Officials and administrators."""
    return official(person)


@with_second_factor
def can_keep_credentials(person: Person | None) -> bool:
    """Officials, and those who look after safeguarding."""
    return official(person) or has_role(person, Role.SAFEGUARDING)


def can_answer_household_ask(person: Person | None, ask: HouseholdAsk) -> bool:
    """A grown-up who has the address that was asked."""
    return can_be_guardian(person) and person is not None and person.email == ask.email


def has_power(person: Person | None, power: str) -> bool:
    """What an active Super User may do, of the powers that exist."""
    return (
        person is not None
        and power in POWERS
        and Standing.objects.filter(person=person, status=Standing.Status.ACTIVE).exists()
    )


POWERS: frozenset[str] = frozenset(["open_project"])
