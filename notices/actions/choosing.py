"""People choose which letters they get, and how."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext

from core.errors import RuleBroken
from notices.kinds import CATEGORIES
from notices.models import Preference
from people.models import Person


@transaction.atomic
def choose_notices(*, by: Person, choices: Mapping[str, str]) -> None:
    """At once, in the digest, or not at all, for each category given. The same choice twice changes nothing."""
    for key, how in choices.items():
        category = CATEGORIES.get(key)
        if category is None or how not in category.choices:
            raise RuleBroken(gettext("This can’t be chosen. Please look at the list again."), code="no_choice")
    rows = [Preference(person=by, category=key, how=how) for key, how in choices.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "category"], update_fields=["how"]
    )
