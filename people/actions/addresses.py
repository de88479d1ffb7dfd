"""Another e-mail for my account: a code to the new address, a letter to the old one, and a way back for some days."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from core.addresses import reachable
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.locks import lock
from people.bells import address_changed, address_stopped, code_asked
from people.models import AddressChange, Code, FormerAddress, Person, User
from people.system import SYSTEM

from .codes import NEW_ADDRESS, guess, not_too_often, use_up

STOP = "people.address.stop"


@transaction.atomic
def ask_address(*, by: Person, email: str) -> AddressChange:
    """Name another address of mine: a code goes there. Whether somebody has it plays no part, so nobody can find out."""
    email = reachable(email)
    if not by.email:
        raise NotAllowed
    if email == by.email:
        raise RuleBroken(gettext("This is the address of your account already."), code="same")
    lock(by, field="kind")
    asked = AddressChange.objects.filter(person=by, asked_at__gt=now() - AddressChange.ASKS_WITHIN)
    if asked.count() >= AddressChange.ASKS:
        raise TooOften(
            gettext("We have sent several codes already. Please wait for a while."),
            code="too_often",
            minutes=AddressChange.ASKS_WITHIN.seconds // 60,
        )
    not_too_often(email)
    code = Code.objects.create(
        email=email, language=get_language() or "en", intent=NEW_ADDRESS, expires_at=now() + Code.LIFE
    )
    code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
    return AddressChange.objects.create(person=by, code=code, old_email=by.email, new_email=email)


def prove_address(*, by: Person, change: AddressChange, digits: str) -> AddressChange:
    """Type the code. My account has the address from now on; or, if it has an account of its own, I may join the two.

    As for signing in, the guess is counted first, in a transaction of its own.
    """
    code = change.code
    if change.person_id != by.pk:
        raise NotAllowed
    guess(code, digits)
    with transaction.atomic():
        use_up(code)
        lock(by, field="kind")
        AddressChange.objects.filter(pk=change.pk).update(proven_at=now())
        if _take(by, change):
            AddressChange.objects.filter(pk=change.pk).update(changed_at=now())
            address_changed.ring(by=by, on=change, change=change.pk)
    change.refresh_from_db()
    return change


def _take(person: Person, change: AddressChange) -> bool:
    """Give the login its new address, unless it is somebody's."""
    held = FormerAddress.objects.in_force().filter(email=change.new_email)
    if held.exclude(person=person).exists():
        raise RuleBroken(
            gettext("This address was given up a few days ago, and is held for its owner for a week."), code="held"
        )
    User.objects.filter(email=change.new_email, person__isnull=True).delete()
    try:
        with transaction.atomic():
            mine = User.objects.filter(person=person, email=change.old_email)
            if not mine.update(email=change.new_email):
                raise RuleBroken(gettext("Your address has changed meanwhile. Please begin anew."), code="moved")
    except IntegrityError:
        return False
    FormerAddress.objects.filter(email=change.new_email).delete()
    FormerAddress.objects.update_or_create(
        email=change.old_email, defaults={"person": person, "until": now() + AddressChange.STOP_WITHIN}
    )
    return True


def stop_key(change: AddressChange) -> str:
    """What makes the address in the letter a secret; it follows from the site's key."""
    return signing.dumps(change.pk, salt=STOP)


def change_of(key: str) -> AddressChange | None:
    try:
        found = signing.loads(key, salt=STOP)
    except signing.BadSignature:
        return None
    return AddressChange.objects.select_related("person").filter(pk=found).first()


@transaction.atomic
def stop_address(*, key: str) -> AddressChange:
    """It was not me: the account has its old address again, and everybody is signed out of it.

    Whoever reads the old address can do it, without an account. What was changed after that is undone with it.
    """
    change = change_of(key)
    if change is None:
        raise NotAllowed
    lock(change.person, field="kind")
    change.refresh_from_db()
    if not change.can_be_stopped:
        raise RuleBroken(gettext("This was taken back already, or is longer ago than a week."), code="over")
    later = AddressChange.objects.filter(person=change.person, changed_at__gte=change.changed_at, stopped_at=None)
    FormerAddress.objects.filter(email__in=[change.old_email, *later.values_list("old_email", flat=True)]).delete()
    User.objects.filter(person=change.person).update(email=change.old_email)
    later.update(stopped_at=now())
    end_sessions(person=change.person)
    address_stopped.ring(by=change.person, on=change, change=change.pk)
    change.refresh_from_db()
    return change


@transaction.atomic
def leave_address(*, by: Person, address: FormerAddress) -> None:
    """An address of an account that was joined leads here no more, and everybody is signed out: it may not have been mine."""
    if address.person_id != by.pk or address.until is not None:
        raise NotAllowed
    address.delete()
    end_sessions(person=by)


def end_session(*, by: Person, pk: int) -> None:
    """Signed out on one device; twice changes nothing."""
    _end(UserSession.objects.filter(user__person=by, pk=pk))


def end_sessions(*, person: Person) -> None:
    """Signed out everywhere, with the next page that is opened: also where nobody wrote the session down."""
    User.objects.filter(person=person).update(password=make_password(None))  # what every session was signed with
    _end(UserSession.objects.filter(user__person=person))


def _end(sessions: QuerySet[UserSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in sessions.values_list("session_key", flat=True):
        store.delete(key)
    sessions.delete()
