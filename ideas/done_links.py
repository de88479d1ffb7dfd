"""What a letter's link carries that asks whether an idea is done: it answers for one person, in one round."""

from django.core import signing
from django.utils.translation import gettext

from core.errors import RuleBroken
from people.models import Person

from .models import DoneCheck

SALT = "ideas.done"


def token_of(check: DoneCheck, person: Person) -> str:
    return signing.dumps([check.pk, person.ref], salt=SALT)


def read(token: str) -> tuple[DoneCheck, Person]:
    """Raises RuleBroken if it is forged, or what it names is gone."""
    try:
        pk, ref = signing.loads(token, salt=SALT)
        return DoneCheck.objects.select_related("idea__poll").get(pk=pk), Person.objects.real().get(ref=ref)
    except (signing.BadSignature, DoneCheck.DoesNotExist, Person.DoesNotExist):
        raise RuleBroken(
            gettext("This link is damaged or too old. Take the link from a newer letter."), code="no_letter"
        ) from None
