"""Who is away today, and who stands in for them."""

from datetime import date

from city.context import the_city
from core.clock import now
from core.when import local

from .models import Absence, Person

LINKS = 5  # a deputy may be away too; nobody follows a chain for ever


def today() -> date:
    """The day in the city."""
    return local(now(), the_city()).date()


def deputy_of(person: Person) -> Person | None:
    """Who does their duties today; None when they are there. A deputy who is away too has a deputy of their own."""
    found, seen = person, {person.pk}
    for _ in range(LINKS):
        absence = Absence.objects.on(today()).filter(person=found).select_related("deputy__user").first()
        if absence is None or absence.deputy_id in seen:
            break
        found = absence.deputy
        seen.add(found.pk)
    return None if found.pk == person.pk else found


def there(people: list[Person]) -> list[Person]:
    """These people, those who are away replaced by who stands in, each once."""
    away = set(Absence.objects.on(today()).filter(person__in=people).values_list("person", flat=True))
    found = [deputy_of(person) or person if person.pk in away else person for person in people]
    return list({person.pk: person for person in found}.values())


def away_now() -> list[Absence]:
    """Everybody who is away today, with their deputies, for the desks."""
    rows = Absence.objects.on(today()).select_related("person", "deputy").order_by("person__first_name", "pk")
    return list(rows)
