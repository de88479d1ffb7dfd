"""What a subject is: each room says of its things how they are found, named and reached, and who may do what there."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from city.models import Department
from people.models import Person

from .models import Comment, Subject


@dataclass(frozen=True)
class Named:
    """A thing on a list: its words and its page."""

    title: str
    url: str


@dataclass(frozen=True)
class Voice:
    """As what somebody speaks on a subject."""

    voice: str = Comment.Voice.RESIDENT
    department: Department | None = None


def _nobody(person: Person | None, thing: Any) -> bool:
    return False


def _resident(person: Person, thing: Any) -> Voice:
    return Voice()


def _none(thing: Any) -> list[Person]:
    return []


def _name_alone(thing: Any) -> str:
    return ""


def _no_words(thing: Any) -> str:
    return ""


def _never_changed(thing: Any, since: datetime) -> list[str]:
    return []


@dataclass(frozen=True)
class Talk:
    """What is said on the page on which people talk about a thing: its name, the first press, and the labels to choose from."""

    title: Any
    lead: Any
    ask: Any
    empty: Any
    page: Callable[[Any], str]
    labels: tuple[str, ...] = ()
    hint: Any = ""  # who reads what is written, where that is not everybody
    asks: bool = False  # first words are questions to those who answer for the thing
    rests: Callable[[Any], str] = _no_words  # why nobody writes there at the moment, staff neither; "" if they may
    top: str = ""  # a template for what is talked about, where it has no page of its own


@dataclass(frozen=True)
class Kind:
    """One kind of subject: `find` gives what a person may see, by what stands in its address; `public` those of these
    subjects that everybody may see; `those` all of these subjects, seen or not; `people` whose it is, first of all who
    answers for it, `whose` the way from a subject to all of them; `text` its own words, also while nobody else reads them, `before` those that its author has changed since a moment; `hides` whether its room takes it out of
    sight when a case says so.
    """

    name: str
    words: Any
    find: Callable[[Person | None, str], Any]
    public: Callable[[Iterable[int]], Iterable[Any]]
    named: Callable[[Any], Named]
    those: Callable[[Iterable[int]], QuerySet[Any]]
    key: Callable[[Any], str]
    can_follow: Callable[[Person | None, Any], bool] = _nobody
    can_see: Callable[[Person | None, Any], bool] = _nobody
    can_write: Callable[[Person | None, Any], bool] = _nobody
    voice: Callable[[Person, Any], Voice] = _resident
    people: Callable[[Any], list[Person]] = _none
    whose: str = ""
    text: Callable[[Any], str] = _name_alone
    before: Callable[[Any, datetime], list[str]] = _never_changed
    hides: bool = False
    talk: Talk | None = None


_kinds: dict[str, Kind] = {}
_categories: dict[str, Any] = {}


def register(kind: Kind) -> None:
    """Called from the owner's `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def kind_for(thing: Any) -> Kind:
    """The kind of a thing that is known to be a subject."""
    return _kinds[thing._meta.label_lower]


def thing_of(subject: Subject) -> tuple[Kind, Any]:
    """What it is. A subject without a thing is an error: whoever removes a thing removes its subject."""
    kind = _kinds[subject.kind]
    return kind, kind.those([subject.pk]).get()


def still_there(subject: Subject) -> tuple[Kind, Any | None]:
    """Its kind, and the thing unless it was thrown away."""
    try:
        return thing_of(subject)
    except ObjectDoesNotExist:
        return _kinds[subject.kind], None


def mark(thing: Any) -> str:
    """Of the words as they are now: another one, once its author has changed them."""
    return hashlib.sha256(kind_for(thing).text(thing).encode()).hexdigest()[:12]


def things(subjects: Iterable[Subject]) -> dict[int, Any]:
    """Those of many subjects that are still there, by the subject's key: one query for each kind."""
    keys: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        keys[subject.kind].append(subject.pk)
    return {thing.subject_id: thing for kind, some in keys.items() for thing in _kinds[kind].those(some)}


def of_people(people: Iterable[int]) -> Iterator[QuerySet[Subject]]:
    """The subjects that some of them answer for, kind by kind."""
    for kind in _kinds.values():
        if kind.whose:
            yield Subject.objects.filter(**{f"{kind.whose}__in": people})


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
