"""Links in letters that answer without signing in: each names one thing the city asks about, and one person."""

from typing import Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from people.joined import survivor
from people.models import Person

from .models import DoneCheck, MergeLink, Rewording

Row = TypeVar("Row", bound=Model)


class LetterLink(Generic[Row]):
    """The links of one kind. Letters that left hold theirs for good: signer and `person`, the column, stay as they are."""

    def __init__(self, rows: QuerySet[Row], signer: Signer, person: str = "pk") -> None:
        self._rows, self._signer, self._person = rows, signer, person

    def token_of(self, row: Row, person: Person) -> str:
        return self._signer.sign_object([row.pk, getattr(person, self._person)])

    def read(self, token: str) -> tuple[Row, Person]:
        """The row, and whose account theirs is now. Raises RuleBroken if the link is damaged or what it is about is gone, and
        NotAllowed if the account is."""
        try:
            pk, who = self._signer.unsign_object(token)
            row, person = self._rows.get(pk=pk), Person.objects.select_related("user").get(**{self._person: who})
        except (BadSignature, ObjectDoesNotExist):
            raise RuleBroken(gettext("This link is damaged. Open it from the letter again."), code="damaged") from None
        person = survivor(person)
        if person.kind == Person.Kind.ERASED:
            raise NotAllowed()
        return row, person


MERGED = LetterLink(
    MergeLink.objects.filter(only_noted=False).select_related("duplicate__poll", "kept__poll"),
    Signer(salt="ideas.merges"),
)
REWORDED = LetterLink(
    Rewording.objects.select_related("idea__poll", "idea__author", "by"), Signer(salt="ideas.rewordings")
)
DONE = LetterLink(DoneCheck.objects.select_related("idea__poll"), TimestampSigner(salt="ideas.done"), person="ref")
