"""Birth dates are read through here only: each reading is written down."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from core.clock import now

from .ages import GROWN_UP
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


def minors(path: str) -> Q:
    """The person at `path` has not shown to be grown up; see `Person.is_minor`."""
    return Q(**{f"{path}__adult": False, f"{path}__kind__in": Person.WITH_AGE})


def at_least(years: int, on: date, path: str) -> Q:
    """The person at `path` is a grown-up, or shown to be of that age on a local date. Nobody reads a date for it: the
    database compares. Who has not said is never old enough.
    """
    try:
        turned = on.replace(year=on.year - years)
    except ValueError:  # 29 February
        turned = on.replace(year=on.year - years, day=28)
    return ~minors(path) | Q(**{f"{path}__birth_date__day__lte": turned})


def young(on: date, path: str) -> Q:
    """The person at `path` is under 18 on a local date, or has not shown to be older."""
    return ~at_least(GROWN_UP, on, path)
