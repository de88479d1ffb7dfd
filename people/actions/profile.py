"""What people say about themselves."""

from django.db import transaction
from django.utils.translation import gettext

from city.models import Neighborhood
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.when import local
from people import births
from people.ages import GROWN_UP
from people.models import BirthDate, Person


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


def come_of_age() -> int:
    """Whose 18th birthday has come is a grown-up, and the birth date is kept no longer. Returns how many.

    Only those with an account: a child on a guardian's list goes on with an address of their own.
    """
    today, done = local(now()).date(), 0
    young = Person.objects.filter(kind=Person.Kind.RESIDENT, adult=False).values("pk")
    turned = BirthDate.objects.filter(births.at_least(GROWN_UP, today, "person"), person__in=young)
    for birth_date in turned.order_by("pk"):
        with transaction.atomic():
            done += Person.objects.filter(pk=birth_date.person_id, adult=False).update(adult=True)
            birth_date.delete()
    return done
