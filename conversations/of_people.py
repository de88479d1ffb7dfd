"""Somebody as the subject of a report: reached by the random name that pages about them carry."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person

from .kinds import Kind, Named, register
from .models import Subject


def find(person: Person | None, key: str) -> Person | None:
    return Person.objects.real().filter(ref=key).first()


def public(subjects: Iterable[int]) -> QuerySet[Person]:
    """Nobody is followed."""
    return Person.objects.none()


def named(person: Person) -> Named:
    """People have no page."""
    return Named(person.public_name, "")


def those(subjects: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(subject__in=subjects).annotate(subject_id=F("subject"))


def key(person: Person) -> str:
    return person.ref


def can_see(person: Person | None, whom: Person) -> bool:
    """Whoever came by their random name."""
    return person is not None


def people(person: Person) -> list[Person]:
    return [person]


def register_all() -> None:
    register(
        Kind(
            Subject.PERSON, _("Person"), find=find, public=public, named=named, those=those, key=key, can_see=can_see,
            people=people,
        )
    )  # fmt: skip
