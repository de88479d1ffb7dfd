"""A lost second factor: another administrator asks, the person is told at once and may stop it, and a day later it is gone."""

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people import factors
from people.bells import factor_reset_asked, factor_reset_done, factor_reset_stopped
from people.closed import hold
from people.models import FactorReset, Person, User
from people.permissions import administrator
from people.system import SYSTEM

from .addresses import end_sessions

STOP = "people.factor.stop"
SHORTEST = 20


@transaction.atomic
def ask_factor_reset(*, by: Person, person: Person, reason: str) -> FactorReset:
    """Somebody has lost phone and printed codes, and has shown the administrator who they are."""
    if not administrator(by):
        raise NotAllowed
    if by.pk == person.pk:
        raise RuleBroken(gettext("Nobody does this for themselves. Ask another administrator."), code="person")
    if len(reason.strip()) < SHORTEST:
        raise RuleBroken(
            gettext("Say in a sentence how you know that it is them. Your colleagues read it."), code="reason"
        )
    hold(person)
    login = User.objects.filter(person=person, is_active=True).first()
    if login is None or not factors.is_set_up(login):
        raise RuleBroken(gettext("This account has no second step that could be lost."), code="person")
    try:
        with transaction.atomic():
            reset = FactorReset.objects.create(person=person, asked_by=by, reason=kept(reason, 300))
    except IntegrityError:
        raise RuleBroken(gettext("This was asked for already. It happens after a day."), code="person") from None
    factor_reset_asked.ring(by=by, on=reset, reset=reset.pk)
    return reset


def reset_key(reset: FactorReset) -> str:
    """What makes the address in the letter a secret; it follows from the site's key."""
    return signing.dumps(reset.pk, salt=STOP)


def reset_of(key: str) -> FactorReset | None:
    try:
        found = signing.loads(key, salt=STOP)
    except signing.BadSignature:
        return None
    return FactorReset.objects.select_related("person").filter(pk=found).first()


@transaction.atomic
def stop_factor_reset(*, reset: FactorReset, by: Person | None = None) -> None:
    """It is not lost, or it was not them. Whoever reads the person's letters may, and every administrator."""
    if by is not None and not administrator(by):
        raise NotAllowed
    if not FactorReset.objects.waiting().filter(pk=reset.pk).update(stopped_at=now()):
        raise RuleBroken(gettext("This is over already."), code="over")
    factor_reset_stopped.ring(by=by or reset.person, on=reset, reset=reset.pk)


def carry_out_factor_resets() -> int:
    """Those asked for a day ago: the second factor goes, and every session; with the next sign-in a new one is set up."""
    done = 0
    due = FactorReset.objects.waiting().filter(asked_at__lte=now() - FactorReset.WAITS)
    for reset in due.select_related("person", "asked_by").order_by("pk"):
        with transaction.atomic():
            if not administrator(reset.asked_by):  # not any more: somebody who is asks again
                FactorReset.objects.waiting().filter(pk=reset.pk).update(stopped_at=now())
            elif FactorReset.objects.waiting().filter(pk=reset.pk).update(done_at=now()):
                Authenticator.objects.filter(user__person=reset.person).delete()
                end_sessions(person=reset.person)
                factor_reset_done.ring(by=SYSTEM(), on=reset, reset=reset.pk)
                done += 1
    return done
