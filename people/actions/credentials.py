"""Checks and trainings: an official has seen the paper, and writes down its kind and its dates."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.when import local
from people.bells import credential_recorded, credential_withdrawn
from people.models import Credential, Person
from people.permissions import can_keep_credentials

LONGEST = timedelta(days=5 * 366)
REASON_LETTERS = 10


@transaction.atomic
def record_credential(*, by: Person, person: Person, kind: str, issued_on: date, expires_on: date) -> Credential:
    """Somebody showed it. Nobody records their own; what it says is not kept."""
    if not can_keep_credentials(by):
        raise NotAllowed
    if by.pk == person.pk:
        raise RuleBroken(gettext("Nobody records their own. Ask a colleague."), code="oneself")
    if not person.adult:
        raise RuleBroken(gettext("Only grown-ups are checked or trained for this."), code="person")
    if kind not in Credential.Kind.values:
        raise RuleBroken(gettext("Please choose what it is."), code="kind")
    today = local(now()).date()
    if issued_on > today:
        raise RuleBroken(gettext("It can’t have been issued in the future."), code="issued_on")
    if expires_on <= today or expires_on - issued_on > LONGEST:
        raise RuleBroken(gettext("It ends after today, and at most five years after it was issued."), code="expires_on")
    row = Credential.objects.create(person=person, kind=kind, issued_on=issued_on, expires_on=expires_on, checked_by=by)
    credential_recorded.ring(by=by, on=row, credential=row.pk, person=person.pk)
    return row


@transaction.atomic
def withdraw_credential(*, by: Person, credential: Credential, why: str) -> Credential:
    """It holds no more from now on, for a reason that colleagues can read."""
    if not can_keep_credentials(by):
        raise NotAllowed
    if len(why.strip()) < REASON_LETTERS:
        raise RuleBroken(gettext("Say why in a few words. Your colleagues read it."), code="why")
    if len(why.strip()) > 300:
        raise RuleBroken(gettext("Keep the reason under 300 letters."), code="why")
    still = Credential.objects.filter(pk=credential.pk, withdrawn_at__isnull=True)
    if not still.update(withdrawn_at=now(), withdrawn_by=by, withdrawn_why=why.strip()):
        raise RuleBroken(gettext("This was withdrawn already."), code="withdrawn")
    credential.refresh_from_db()
    credential_withdrawn.ring(by=by, on=credential, credential=credential.pk, person=credential.person_id)
    return credential
