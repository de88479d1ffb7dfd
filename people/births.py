"""Birth dates are read through here only: each reading is written down."""

from collections.abc import Iterable
from datetime import date

from core.clock import now

from .models import BirthDate, BirthDateReading, Person


def read(people: Iterable[Person], *, by: Person, why: str) -> dict[int, BirthDate]:
    """Birth dates by the person's key; who has not given one is missing. One's own is nobody's business."""
    found = {row.person_id: row for row in BirthDate.objects.filter(person__in=people)}
    today = now().date()
    BirthDateReading.objects.bulk_create(
        [BirthDateReading(person_id=pk, by=by, why=why, day=today) for pk in found if pk != by.pk],
        ignore_conflicts=True,
    )
    return found


def ages(people: Iterable[Person], on: date, *, by: Person, why: str) -> dict[int, int]:
    """Full years on a local date, by the person's key."""
    return {pk: row.age_on(on) for pk, row in read(people, by=by, why=why).items()}
