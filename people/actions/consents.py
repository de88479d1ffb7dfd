"""A guardian's yes for somebody under 18, asked for by letter or given at once, and taken back at any time."""

import secrets

from django.db import transaction
from django.utils.translation import gettext

from core.addresses import reachable
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from people.bells import consent_asked, consent_given, consent_refused, consent_revoked, person_joined, photos_answered
from people.models import Consent, ConsentAsk, Guardianship, Person, PhotoConsent, User, person_at
from people.permissions import can_answer_photos, can_be_guardian, can_revoke_consent, is_guardian, is_minor

from .family import home_of, move_in


@transaction.atomic
def give_consent(*, by: Person, minor: Person, project: int | None = None) -> Consent:
    """Allow one project, or (without one) all of them for a year. Again: it holds for a year from now."""
    if not is_guardian(by, minor):
        raise NotAllowed
    key, until = ("", now() + Consent.YEAR) if project is None else (str(project), now() + Consent.PROJECT)
    consent, _made = Consent.objects.update_or_create(
        minor=minor, guardian=by, project=key, revoked_at=None, defaults={"until": until}
    )
    consent_given.ring(by=by, on=consent, consent=consent.pk)
    return consent


@transaction.atomic
def revoke_consent(*, by: Person, consent: Consent) -> Consent:
    """Take the yes back. The rooms above free the places in the same moment."""
    if not can_revoke_consent(by, consent):
        raise NotAllowed
    if not Consent.objects.filter(pk=consent.pk, revoked_at__isnull=True).update(revoked_at=now()):
        raise RuleBroken(gettext("You have taken this back already."), code="revoked")
    consent.refresh_from_db()
    consent_revoked.ring(by=by, on=consent, consent=consent.pk)
    return consent


@transaction.atomic
def answer_photos(*, by: Person, person: Person, allowed: bool) -> PhotoConsent:
    """May pictures in which people can recognise this person be public? The newest answer counts, at once."""
    if not can_answer_photos(by, person):
        raise NotAllowed
    answer, _made = PhotoConsent.objects.update_or_create(
        person=person, defaults={"by": by, "allowed": allowed, "at": now()}
    )
    photos_answered.ring(by=by, on=person, person=person.pk, allowed=allowed)
    return answer


@transaction.atomic
def ask_consent(*, by: Person, email: str, project: int) -> ConsentAsk:
    """A young person asks a grown-up's address for their yes. Whether the address is known plays no part."""
    if not is_minor(by):
        raise NotAllowed
    email = reachable(email)
    if email == by.email:
        raise RuleBroken(gettext("This is your own address. We need your parent’s or guardian’s."), code="bad_address")
    lock(by, field="kind")
    waiting = ConsentAsk.objects.filter(minor=by, answered_at__isnull=True, expires_at__gt=now())
    if waiting.filter(email=email, project=str(project)).exists():
        raise RuleBroken(gettext("We have written to this address already. Please ask them to look."), code="already")
    if waiting.count() >= ConsentAsk.OPEN_AT_MOST:
        raise RuleBroken(
            gettext("Five letters of yours wait for an answer. Please wait for one of them."), code="too_many"
        )
    ask = ConsentAsk.objects.create(
        token=secrets.token_urlsafe(24), minor=by, email=email, project=str(project), expires_at=now() + ConsentAsk.LIFE
    )
    consent_asked.ring(by=by, on=ask, ask=ask.pk)
    return ask


@transaction.atomic
def answer_consent_ask(
    *, token: str, allowed: bool, first_name: str = "", for_the_year: bool = False
) -> tuple[Person | None, Consent | None]:
    """Say yes or no from the letter, without an account: whoever has the letter has the address.

    A yes makes the address's person (a new one, if nobody has it) the guardian. Returns guardian and consent.
    """
    ask = ConsentAsk.objects.select_related("minor").filter(token=token).first()
    if ask is None:
        raise NotAllowed
    still = ConsentAsk.objects.filter(pk=ask.pk, answered_at__isnull=True, expires_at__gt=now())
    if not still.update(answered_at=now(), allowed=allowed):
        raise RuleBroken(gettext("This letter was answered already, or is too old."), code="over")
    if not allowed:
        consent_refused.ring(by=ask.minor, on=ask, ask=ask.pk)
        return None, None
    guardian = _grown_up(ask.email, first_name.strip(), ask.minor.language)
    Guardianship.objects.get_or_create(guardian=guardian, dependant=ask.minor, ended_at=None)
    move_in(home_of(guardian), [ask.minor])
    return guardian, give_consent(by=guardian, minor=ask.minor, project=None if for_the_year else int(ask.project))


def _grown_up(email: str, first_name: str, language: str) -> Person:
    """Whoever has this address, as a grown-up: they have said so, and read a letter that only they got."""
    user, person = User.objects.filter(email=email).first(), person_at(email)
    if person is not None and person.kind == Person.Kind.RESIDENT:
        if not can_be_guardian(person):
            raise RuleBroken(gettext("Only a grown-up can say yes to this."), code="not_grown_up")
        return person
    if not first_name:
        raise RuleBroken(gettext("Please type your first name."), code="first_name")
    if person is None:
        person = Person.objects.create(first_name=first_name, language=language, adult=True)
        if user is None:
            User.objects.create_user(email, person)
        else:
            User.objects.filter(pk=user.pk).update(person=person)
    else:  # a walk-in claims what an organizer wrote down
        Person.objects.filter(pk=person.pk).update(kind=Person.Kind.RESIDENT, first_name=first_name, adult=True)
        person.refresh_from_db()
    person_joined.ring(by=person, on=person, person=person.pk)
    return person
