"""Who gets what organizers write. Reads only; nobody's address is in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Guardianship, Person

from .models import Attendance, Broadcast, Event, SignUp

Audience = Broadcast.Audience


@dataclass(frozen=True)
class Readers:
    """How many get it, and who, as organizers may know it: young people are a number.

    For a child its guardians get it; a guardian of two, or with a place of their own, is one reader.
    """

    count: int
    names: list[str]
    young: int
    by_phone: list[str]

    @classmethod
    def of(cls, people: list[Person]) -> "Readers":
        grown = [person for person in people if not person.is_minor]
        readers = {person.pk for person in (*people, *guardians_of(people)) if person.email}
        return cls(
            count=len(readers),
            names=[person.full_name for person in grown if person.email],
            young=len(people) - len(grown),
            by_phone=[person.full_name for person in grown if not person.email],
        )


def guardians_of(people: Iterable[Person]) -> dict[Person, list[Person]]:
    """Of the young among them, each with those they answer for."""
    found: dict[Person, list[Person]] = defaultdict(list)
    young = [person for person in people if person.is_minor]
    rows = Guardianship.objects.in_force().filter(dependant__in=young) if young else Guardianship.objects.none()
    for row in rows.select_related("guardian__user", "dependant").order_by("pk"):
        found[row.guardian].append(row.dependant)
    return found


def people_of(event: Event, audience: str, *, but: Person) -> list[Person]:
    """Each once, by name; not whoever writes."""
    state = SignUp.State.CONFIRMED if audience == Audience.COMING else SignUp.State.WAITLISTED
    rows: QuerySet = SignUp.objects.filter(slot__event=event, state=state)
    if audience == Audience.CAME:
        rows = Attendance.objects.filter(event=event, state__in=Attendance.HERE)
    people = Person.objects.filter(pk__in=rows.values("person")).exclude(pk=but.pk).select_related("user")
    return list(people.order_by("first_name", "last_name", "pk"))


def readers_by_audience(event: Event, but: Person) -> dict[str, Readers]:
    """Of those lists on which somebody is."""
    found = {audience: Readers.of(people_of(event, audience, but=but)) for audience in Audience.values}
    return {audience: readers for audience, readers in found.items() if readers.count or readers.by_phone}
