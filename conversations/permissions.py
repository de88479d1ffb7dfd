"""Who may do what with what people talk about. Nobody means no."""

from typing import Any

from people.models import Person

from . import kinds
from .models import Comment


def can_follow(person: Person | None, thing: Any) -> bool:
    """Anybody with an account, what its room lets them see."""
    if person is None:
        return False
    kind = kinds.kind_of(thing._meta.label_lower)
    return kind is not None and kind.can_follow(person, thing)


def can_write(person: Person | None, thing: Any) -> bool:
    """Whoever its room lets take part in it."""
    return person is not None and kinds.kind_for(thing).can_write(person, thing)


def can_find_helpful(person: Person | None, comment: Comment) -> bool:
    """Everybody with an account, what others said; never an official's words."""
    if person is None or person.pk == comment.by_id or not comment.may_be_liked:
        return False
    kind, thing = kinds.thing_of(comment.subject)
    return kind.can_see(person, thing)


def can_remove(person: Person | None, comment: Comment) -> bool:
    """Their author."""
    return person is not None and person.pk == comment.by_id and comment.state != Comment.State.REMOVED
