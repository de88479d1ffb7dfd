"""Who gets what organizers write. Reads only; nobody's address is in it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Person

from .models import Attendance, Broadcast, Event, SignUp

Audience = Broadcast.Audience


@dataclass(frozen=True)
class Readers:
    """How many, and who, as organizers may know it: young people are a number."""

    names: list[str]
    young: int
    by_phone: list[str]

    @property
    def count(self) -> int:
        return len(self.names) + self.young

    @classmethod
    def of(cls, people: list[Person]) -> "Readers":
        grown = [person for person in people if not person.is_minor]
        return cls(
            names=[person.full_name for person in grown if person.email],
            young=len(people) - len(grown),
            by_phone=[person.full_name for person in grown if not person.email],
        )


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
