"""Links in a letter that stop letters, without signing in: the letter's ref, signed. Alone it stops letters of its category.

With `about` it stops letters about one thing: "poll-12" of that poll; "subject-34", "place-5" or "kind-green" of what is followed.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext

from core.errors import RuleBroken
from people.models import Person

from .kinds import CATEGORIES, KINDS, Category, Kind
from .models import Letter

_signer = Signer(sep=".", salt="notices.stop")
_undoing = Signer(salt="notices.undo")


class Stop(NamedTuple):
    """Whose letter a link stands in, of which kind, and the one thing it is about, if it stops that alone."""

    person: Person
    kind: Kind
    about: str
    ref: str


def token_of(ref: str, about: str = "") -> str:
    return _signer.sign(f"{ref}~{about}" if about else ref)


def about_of(category: Category, context: Mapping[str, Any]) -> str:
    """The one thing that a letter's facts say it is about."""
    poll = context.get("poll") or getattr(context.get("idea"), "poll", None)
    if poll is not None and poll.pk and category in (CATEGORIES["polls"], CATEGORIES["votes"]):
        return f"poll-{poll.pk}"
    return str(context.get("about", ""))


def read(token: str) -> Stop:
    """Raises RuleBroken if it is forged, or its letter is gone."""
    try:
        ref, _mark, about = _signer.unsign(token).partition("~")
    except BadSignature:
        ref = about = ""
    letter = Letter.objects.select_related("person__user").filter(ref=ref, person__isnull=False).first()
    if letter is None or letter.person is None or letter.kind not in KINDS:
        raise RuleBroken(
            gettext("This link is damaged or too old. Take the link from a newer letter, or sign in and choose there."),
            code="no_letter",
        )
    return Stop(letter.person, KINDS[letter.kind], about, ref)


def undo_of(ref: str, stopped: Iterable[str]) -> str:
    """What the page that stopped more than the letter's own category needs to undo just that, again without signing in."""
    return _undoing.sign_object([ref, *stopped])


def stopped_before(undo: str, ref: str) -> list[str]:
    """The other categories that a press on this letter's page stopped; none if that is made up."""
    try:
        letter, *stopped = _undoing.unsign_object(undo)
    except BadSignature:
        return []
    return stopped if letter == ref else []
