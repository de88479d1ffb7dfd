"""What people agree to: officials publish a wording, everybody signs it once, and nobody can change that later."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people.bells import agreement_published, agreement_signed
from people.models import AgreementVersion, Person, Signature, hash_of
from people.permissions import can_publish_agreements, can_sign_for, same_household

SHORTEST = 20
NAME_AT_LEAST, NAME_AT_MOST = 3, 120


@transaction.atomic
def publish_agreement(
    *,
    by: Person,
    scope: str,
    title: str,
    text: str,
    about: str = "",
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    needs_guardian: bool = True,
) -> AgreementVersion:
    """Put a wording into force, now or later. The one before it is asked for no more; its signatures stay."""
    if not can_publish_agreements(by):
        raise NotAllowed
    title, text = title.strip(), text.strip().replace("\r\n", "\n")
    begins = valid_from or now()
    if not title or len(text) < SHORTEST:
        raise RuleBroken(gettext("An agreement needs a title and a text that people can read."), code="text")
    if (scope == AgreementVersion.Scope.SITE) == bool(about) or scope not in AgreementVersion.Scope.values:
        raise RuleBroken(
            gettext("Say whether this is for the whole site, one kind of project, or one project."), code="about"
        )
    if valid_until is not None and valid_until <= max(begins, now()):
        raise RuleBroken(gettext("It has to end after it begins, and after today."), code="valid_until")
    if valid_from is not None and valid_from < now():
        raise RuleBroken(gettext("A wording can’t begin in the past: nobody was asked for it then."), code="valid_from")
    try:
        with transaction.atomic():
            version = AgreementVersion.objects.create(
                scope=scope, about=about, title=title, text=text, hash=hash_of(text), valid_from=begins,
                valid_until=valid_until, needs_guardian=needs_guardian, by=by,
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken(gettext("Another wording begins at that very moment."), code="valid_from") from None
    agreement_published.ring(by=by, on=version, version=version.pk)
    return version


@transaction.atomic
def sign_agreement(
    *, by: Person, version: AgreementVersion, typed_name: str, person: Person | None = None
) -> Signature:
    """Agree to exactly these words, for oneself or for a child one answers for. Twice changes nothing."""
    return _sign(by, version, typed_name, person or by)


@transaction.atomic
def sign_on_paper(
    *, by: Person, signer: Person, version: AgreementVersion, typed_name: str, person: Person | None = None
) -> Signature:
    """Write down that `signer` put their name under exactly these words on paper, and that `by` saw it.

    The room above says who may see papers; nobody is a witness for their own household.
    """
    if same_household(by, signer):
        raise NotAllowed(gettext("Somebody else has to do this: nobody vouches for themselves or their household."))
    return _sign(signer, version, typed_name, person or signer, seen_by=by)


def _sign(
    by: Person, version: AgreementVersion, typed_name: str, person: Person, *, seen_by: Person | None = None
) -> Signature:
    if not can_sign_for(by, person, version):
        raise NotAllowed(gettext("Somebody under 18 needs a parent or guardian to sign this."))
    typed_name = kept(typed_name, NAME_AT_MOST)
    if len(typed_name) < NAME_AT_LEAST:
        raise RuleBroken(gettext("Please type your full name. It stands for your signature."), code="typed_name")
    if not AgreementVersion.objects.in_force().filter(pk=version.pk).exists():
        raise RuleBroken(gettext("There is a new wording now. Please read that one."), code="old")
    signature, made = Signature.objects.get_or_create(
        version=version,
        person=person,
        defaults={
            "signed_by": by, "typed_name": typed_name, "text_hash": hash_of(version.text), "seen_by": seen_by
        },
    )  # fmt: skip
    if made:
        agreement_signed.ring(by=seen_by or by, on=version, version=version.pk, person=person.pk)
    return signature
