"""Who reads the letters of a family, and how these say whom they are about."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import lazy

from core.words import listed
from people.models import Person


def readers(person: Person) -> list[Person]:
    """They themselves; of a child without an address its guardians."""
    if person.email or person.kind != Person.Kind.DEPENDANT:
        return [person]
    guardians = Person.objects.filter(guardianships__dependant=person, guardianships__ended_at__isnull=True)
    return list(guardians.select_related("user").order_by("pk"))


def about_whom(reader: Person, family: Iterable[Person]) -> dict[str, Any]:
    """For the words of a letter: whose news it is, where that is not the reader's alone. Named in the letter's language."""
    people = list(dict.fromkeys(family))
    if len(people) > 1:
        return {"together": lazy(listed, str)([person.first_name for person in people])}
    return {} if people == [reader] else {"for_child": people[0]}
