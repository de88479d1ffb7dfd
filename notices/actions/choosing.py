"""People choose which letters they get, and how."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import RuleBroken
from notices.kinds import CATEGORIES, KINDS, in_use
from notices.models import How, Letter, Preference
from people.models import Person


@transaction.atomic
def choose_notices(*, by: Person, choices: Mapping[str, str]) -> None:
    """At once, in the digest, or not at all, for each category given. The same choice twice changes nothing."""
    for key, how in choices.items():
        category = CATEGORIES.get(key)
        if category is None or how not in category.choices:
            raise RuleBroken(gettext("This can’t be chosen. Please look at the list again."), code="no_choice")
    off = [name for name, kind in KINDS.items() if choices.get(kind.category.key) == How.OFF]
    Letter.objects.unsent().filter(person=by, kind__in=off).update(good_until=now())  # nor what waits already
    rows = [Preference(person=by, category=key, how=how) for key, how in choices.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "category"], update_fields=["how"]
    )


def stopped_with(*, by: Person, kind: str) -> list[str]:
    """Who stops the digest wants no digest at all: the other categories that would stand in it."""
    if kind != "digest":
        return []
    mine = dict(Preference.objects.filter(person=by).values_list("category", "how"))
    return [one.key for one in in_use() if one.can_be_off and mine.get(one.key, one.default) == How.DIGEST]
