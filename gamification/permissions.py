"""Who may thank, and who may decide about Super Users. Nobody means no."""

from people.models import Person, Standing
from people.permissions import official, same_household

from .models import Commendation


def can_commend(by: Person | None, person: Person) -> bool:
    """Officials; not themselves, their household, young people, or somebody who asked not to be thanked."""
    return (
        by is not None
        and official(by)
        and person.kind == Person.Kind.RESIDENT
        and not person.is_minor
        and person.thanks != Person.Thanks.NOT_AT_ALL
        and not same_household(by, person)
    )


def can_answer_commendation(person: Person | None, commendation: Commendation) -> bool:
    """Only the one who was thanked says who may see it."""
    return person is not None and commendation.person_id == person.pk


def can_answer_invitation(person: Person | None, standing: Standing) -> bool:
    """Only the one who was invited."""
    return person is not None and standing.person_id == person.pk


def can_decide_standing(by: Person | None, standing: Standing) -> bool:
    """Officials, but not about themselves or their household."""
    return by is not None and official(by) and not same_household(by, standing.person)
