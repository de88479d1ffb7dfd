"""What somebody wanted to do before they were asked who they are: kept with their code, done in its transaction.

A room registers its intents in `AppConfig.ready()`: `register("projects.join_slot", handler)`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Handler = Callable[..., str]
"""`handler(*, by: Person, **intent_data)` does the deed and returns the path to go on to; it may raise RuleBroken."""


@dataclass(frozen=True)
class Words:
    """What the page of the code says about the intent."""

    button: str = ""
    steps: tuple[str, ...] = field(default=())
    back: str = ""
    back_url: str = ""


_handlers: dict[str, Handler] = {}
_words: dict[str, Callable[..., Words]] = {}


def register(name: str, handler: Handler, *, words: Callable[..., Words] | None = None) -> None:
    """Name an intent. `words(**intent_data)` may tell the page of the code its button and what happens next."""
    _handlers[name] = handler
    if words:
        _words[name] = words


def known(name: str) -> bool:
    return name in _handlers


def run(name: str, *, by: Any, data: dict[str, Any]) -> str:
    """Do what was intended; returns the path to go on to. Raises what the deed raises."""
    return _handlers[name](by=by, **data)


def words_of(name: str, data: dict[str, Any]) -> Words:
    """Never an error: the thing may be gone since the code was asked for."""
    return _words[name](**data) if name in _words else Words()
