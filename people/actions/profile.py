"""What people say about themselves."""

from django.db import transaction
from django.utils.translation import gettext

from city.models import Neighborhood
from core.errors import NotAllowed, RuleBroken
from people.models import Person


@transaction.atomic
def set_profile(
    *,
    by: Person,
    person: Person,
    first_name: str,
    last_name: str,
    neighborhood: Neighborhood | None,
    language: str,
    thanks: str,
) -> Person:
    """Change my name, my neighborhood, the language of my letters, and how I like to be thanked."""
    if by.pk != person.pk:
        raise NotAllowed
    if not first_name.strip():
        raise RuleBroken(gettext("Please keep a first name, so that others can greet you."), code="no_name")
    person.first_name, person.last_name = first_name.strip(), last_name.strip()
    person.neighborhood, person.language, person.thanks = neighborhood, language, thanks
    person.save(update_fields=["first_name", "last_name", "neighborhood", "language", "thanks"])
    return person
