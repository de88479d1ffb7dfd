"""Who may do what with what people talk about. Nobody means no."""

from typing import Any

from people.models import Person

from . import kinds


def can_follow(person: Person | None, thing: Any) -> bool:
    """Anybody with an account, what its room lets them see."""
    if person is None:
        return False
    kind = kinds.kind_of(thing._meta.label_lower)
    return kind is not None and kind.can_follow(person, thing)
