"""To follow something, and to stop."""

from typing import Any

from django.db import transaction

from city.models import Neighborhood
from conversations import kinds
from conversations.models import Follow
from conversations.permissions import can_follow
from core.errors import NotAllowed
from people.models import Person

from .subjects import subject_of


@transaction.atomic
def follow(*, by: Person, thing: Any = None, neighborhood: Neighborhood | None = None, category: str = "") -> None:
    """From now on they hear what happens with one thing, in one neighborhood, or of one kind. Twice is once."""
    if thing is not None:
        if not can_follow(by, thing):
            raise NotAllowed
        target: dict[str, Any] = {"subject": subject_of(thing=thing)}
    else:
        target = _of_a_place(neighborhood, category)
    Follow.objects.get_or_create(person=by, **target)


@transaction.atomic
def unfollow(*, by: Person, thing: Any = None, neighborhood: Neighborhood | None = None, category: str = "") -> None:
    """No more. Who does not follow it is not told off."""
    target = {"subject": thing.subject_id} if thing is not None else _of_a_place(neighborhood, category)
    if None not in target.values():
        Follow.objects.filter(person=by, **target).delete()


@transaction.atomic
def stop(*, by: Person, follow: Follow) -> None:
    """No more, from one's own list: also of what is not public any more."""
    if follow.person_id != by.pk:
        raise NotAllowed
    follow.delete()


def _of_a_place(neighborhood: Neighborhood | None, category: str) -> dict[str, Any]:
    if neighborhood is not None:
        return {"neighborhood": neighborhood}
    if not kinds.category_words(category):
        raise NotAllowed
    return {"category": category}
