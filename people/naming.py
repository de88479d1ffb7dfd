"""How people are named where others read it: young people count, and are never named."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from core.words import listed

from .models import Person


def named(people: Iterable[Person]) -> str:
    """“Ana T., Tom B. and 4 young people”: grown-ups by first name and initial, whoever is under 18 as a number."""
    everybody = list(people)
    names = [person.public_name for person in everybody if not person.is_minor]
    if young := len(everybody) - len(names):
        names.append(ngettext("%(n)s young person", "%(n)s young people", young) % {"n": young})
    return listed(names)
