"""A new wording begins: whoever has a coming place and did not sign it hears so, once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.clock import now
from people.models import AgreementVersion, Deed, Guardianship, Person, Signature
from people.permissions import can_sign_for
from people.system import SYSTEM
from projects import bells
from projects.models import Event, SignUp, SignUpQuerySet

# A worker that slept longer asks nobody: they read it beside their place, and at the gate.
NOT_OLDER = timedelta(days=7)


def announce_wordings() -> int:
    """Each wording once, after it has begun. Returns how many began since the last time."""
    fresh = AgreementVersion.objects.in_force().filter(valid_from__gt=now() - NOT_OLDER).order_by("pk")
    return sum(_announce(version) for version in fresh)


@transaction.atomic
def _announce(version: AgreementVersion) -> bool:
    ids = {"version": version.pk}
    if Deed.objects.filter(bell=bells.wording_begins.name, ids=ids).exists():
        return False
    bells.wording_begins.ring(by=SYSTEM(), on=version, **ids)
    return True


def who_signs(version: AgreementVersion) -> dict[Person, list[SignUp]]:
    """By whoever signs: the coming places that need it, their own and their children's, in the order of the dates."""
    found: dict[Person, list[SignUp]] = {}
    for signup in _unsigned(version):
        for signer in _signers(signup.person, version):
            found.setdefault(signer, []).append(signup)
    return found


def _unsigned(version: AgreementVersion) -> SignUpQuerySet:
    about = {
        AgreementVersion.Scope.SITE: Q(),
        AgreementVersion.Scope.CATEGORY: Q(slot__event__project__category=version.about),
        AgreementVersion.Scope.PROJECT: Q(slot__event__project__pk=version.about or None),
    }[AgreementVersion.Scope(version.scope)]
    coming = SignUp.objects.live().filter(
        about, slot__event__status=Event.Status.SCHEDULED, slot__event__starts_at__gt=now()
    )
    signed = Signature.objects.filter(version=version, person=OuterRef("person"))
    wanted = coming.exclude(Exists(signed)).select_related("person__user", "slot__event__project")
    return wanted.order_by("slot__event__starts_at", "pk")


def _signers(person: Person, version: AgreementVersion) -> list[Person]:
    """They themselves; of a child, or where the wording wants it, the guardians."""
    if can_sign_for(person, person, version) and person.kind != Person.Kind.DEPENDANT:
        return [person]
    rows = Guardianship.objects.in_force().filter(dependant=person).select_related("guardian__user").order_by("pk")
    return [row.guardian for row in rows if can_sign_for(row.guardian, person, version)]
