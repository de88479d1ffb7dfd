"""The link at the foot of a letter that stops letters like it, without signing in: the letter's ref, signed."""

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext

from core.errors import RuleBroken
from people.models import Person

from .kinds import KINDS, Kind
from .models import Letter

_signer = Signer(sep=".", salt="notices.stop")


def token_of(ref: str) -> str:
    return _signer.sign(ref)


def read(token: str) -> tuple[Person, Kind]:
    """Whose letter a link stands in, and of which kind. Raises RuleBroken if it is forged, or its letter is gone."""
    try:
        ref = _signer.unsign(token)
    except BadSignature:
        ref = ""
    letter = Letter.objects.select_related("person__user").filter(ref=ref, person__isnull=False).first()
    if letter is None or letter.person is None or letter.kind not in KINDS:
        raise RuleBroken(
            gettext("This link is damaged or too old. Take the link from a newer letter, or sign in and choose there."),
            code="no_letter",
        )
    return letter.person, KINDS[letter.kind]
