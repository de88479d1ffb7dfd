"""My data: all of it, or none of it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.refs import new_ref
from people.bells import consent_revoked
from people.models import Code, Consent, ConsentAsk, ConsentQuerySet, Guardianship, Guesses, HouseholdAsk, Person, User
from people.permissions import can_erase, can_export
from people.personal import parts, plain, rows_of

from .addresses import end_sessions

ABOUT = ("first_name", "last_name", "neighborhood__name", "language", "adult", "thanks", "created_at")


def export_person(*, by: Person, person: Person) -> dict[str, Any]:
    """Everything the rooms keep of a person, ready for JSON."""
    if not can_export(by, person):
        raise NotAllowed
    found = _about(person)
    found["dependants"] = [_about(child) for child in Person.objects.children_of(person)]
    return found


def _about(person: Person) -> dict[str, Any]:
    about = Person.objects.filter(pk=person.pk).values(*ABOUT).get()
    found: dict[str, Any] = {
        "made_at": now().isoformat(),
        "person": {name: plain(value) for name, value in about.items()},
    }
    for part in parts():
        if part.columns and (rows := rows_of(part, person)):
            found.setdefault(part.model, []).extend(rows)
    return found


@transaction.atomic
def erase_person(*, by: Person, person: Person, remove_texts: bool = False) -> None:
    """Forget a person: what can go goes, what the city must keep belongs to nobody with a name.

    With `remove_texts` the words they wrote for others go too; a place stays where they stood.

    A room may refuse with a sentence, for example while others count on a project that this person leads alone.
    """
    if not can_erase(by, person):
        raise NotAllowed
    if person.role_grants.in_force().exists():
        raise RuleBroken(
            gettext("You hold an office of the city. Ask an administrator to end it first."), code="has_role"
        )
    others = Guardianship.objects.in_force().exclude(guardian=person)
    alone = Person.objects.children_of(person).filter(kind=Person.Kind.DEPENDANT).exclude(guardians__in=others)
    for child in list(alone):  # nobody else answers for them, and they have no account of their own
        forget(by=by, person=child, remove_texts=remove_texts)
    end_consents(by=by, given=Consent.objects.filter(guardian=person))
    forget(by=by, person=person, remove_texts=remove_texts)


def end_consents(*, by: Person, given: ConsentQuerySet) -> None:
    """A yes counts as long as whoever said it answers for the child. Call it inside a transaction."""
    for consent in given.in_force().order_by("pk"):
        Consent.objects.filter(pk=consent.pk).update(revoked_at=now())
        consent_revoked.ring(by=by, on=consent, consent=consent.pk)


def forget(*, by: Person, person: Person, remove_texts: bool = False) -> None:
    """What is left is a person without a name. Call it inside a transaction, after asking who may."""
    for part in parts():
        if remove_texts and part.texts is not None:
            part.texts(person)
        if part.erase is not None:
            part.erase(person)
    _forget_login(person)
    Person.objects.filter(pk=person.pk).update(
        ref=new_ref(), kind=Person.Kind.ERASED, first_name="Former member", last_name="", neighborhood=None,
        language="en", adult=False, thanks=Person.Thanks.NOT_AT_ALL,
    )  # fmt: skip


def _forget_login(person: Person) -> None:
    """The address, its codes and guesses, every session, and what allauth and Wagtail hang on a login."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    end_sessions(person=person)
    Guesses.objects.filter(email=user.email).delete()  # before the codes: the order in which guesses are counted
    Code.objects.filter(email=user.email).delete()
    HouseholdAsk.objects.filter(email=user.email).delete()
    ConsentAsk.objects.filter(email=user.email).delete()
    user.delete()
