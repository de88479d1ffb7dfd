"""Moves between states: only along the map, and only one person at a time."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext

from .errors import RuleBroken


def advance(thing: Model, to: str, *, field: str = "status", **also: Any) -> None:
    """Move `thing` to `to` by one guarded UPDATE, writing the fields of `also` with it.

    The model holds `MOVES`: state → states that may follow. Raises RuleBroken (code `bad_move`) when the map
    does not allow it, and (code `moved_already`) when somebody else moved it first: then zero rows were updated.
    """
    here = getattr(thing, field)
    moves: Mapping[str, tuple[str, ...]] = thing.MOVES  # type: ignore[attr-defined]
    if to not in moves.get(here, ()):
        raise RuleBroken(
            gettext("That can't be done now. Look at the page again to see how it stands."), code="bad_move"
        )
    changed = type(thing)._default_manager.filter(pk=thing.pk, **{field: here}).update(**{field: to, **also})
    if not changed:
        raise RuleBroken(
            gettext("Somebody else was first. Look at the page again to see how it stands."), code="moved_already"
        )
    for name, value in {field: to, **also}.items():
        setattr(thing, name, value)
