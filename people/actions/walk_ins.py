"""People who came without signing up. They are known by a first name, and by an address if they gave one."""

from django.db import transaction

from core.addresses import reachable
from people.models import Person, User, person_at


def meet_walk_in(*, first_name: str, email: str = "", last_name: str = "", adult: bool = False) -> Person:
    """Whoever has this address, or somebody new. With the address they can claim their hours later, by a code.

    `adult` is what an organizer was told, on the phone or at the site.
    """
    email = reachable(email) if email.strip() else ""
    with transaction.atomic():
        known = person_at(email) if email else None
        if known is not None:
            return _as_told(known, adult)
        user = User.objects.filter(email=email).first() if email else None
        person = Person.objects.create(
            kind=Person.Kind.WALK_IN, first_name=first_name, last_name=last_name, adult=adult
        )
        if user is not None:
            User.objects.filter(pk=user.pk).update(person=person)
        elif email:
            User.objects.create_user(email, person)
        return person


def _as_told(person: Person, adult: bool) -> Person:
    """Of somebody with an account nobody else says how old they are."""
    if adult and person.kind == Person.Kind.WALK_IN and not person.adult:
        Person.objects.filter(pk=person.pk).update(adult=True)
        person.adult = True
    return person
