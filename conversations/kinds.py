"""What a subject is: each room says of its things how they are found, named and reached, and who may do what there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from people.models import Person


@dataclass(frozen=True)
class Named:
    """A thing on a list: its words and its page."""

    title: str
    url: str


def _nobody(person: Person | None, thing: Any) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """One kind of subject: `find` gives what a person may see, by what stands in its address; `public` those of these
    subjects that everybody may see.
    """

    name: str
    words: Any
    find: Callable[[Person | None, str], Any]
    public: Callable[[Iterable[int]], Iterable[Any]]
    named: Callable[[Any], Named]
    can_follow: Callable[[Person | None, Any], bool] = _nobody


_kinds: dict[str, Kind] = {}
_categories: dict[str, Any] = {}


def register(kind: Kind) -> None:
    """Called from the owner's `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def register_categories(words: dict[str, Any]) -> None:
    """The kinds of projects that can be followed: key → words."""
    _categories.update(words)


def category_words(key: str) -> str:
    """ "" for a kind that does not exist."""
    return str(_categories.get(key, ""))


def named(name: str, subjects: Iterable[int]) -> dict[int, Named]:
    """Words and pages of subjects of one kind, by the subject's key; what is gone, or not public, is missing."""
    kind = kind_of(name)
    return {thing.subject_id: kind.named(thing) for thing in kind.public(subjects)} if kind else {}
