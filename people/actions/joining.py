"""Two accounts of one person become one. The person has proven both: signed in to one, and a code to the other's address."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.refs import new_ref
from people import factors
from people.bells import accounts_joined
from people.closed import hold
from people.models import AddressChange, FormerAddress, Person, person_at
from people.personal import from_the_ground

from .addresses import end_sessions


def plan_join(*, by: Person, change: AddressChange) -> list[str]:
    """What joining will do, in sentences. Changes nothing; raises RuleBroken where it would be refused."""
    return _sentences(by, _other(by, change))


@transaction.atomic
def join_accounts(*, by: Person, change: AddressChange) -> Person:
    """Everything of the other account is mine from now on, and its address leads to me. Nobody can undo it.

    Both people are locked in one order, so that two tries, or whatever either is doing, wait for each other.
    """
    gone = _other(by, change)
    for person in sorted((by, gone), key=lambda one: one.pk):
        hold(person)
    if not AddressChange.objects.filter(pk=change.pk, joined_at=None).update(joined_at=now()):
        raise RuleBroken(gettext("These accounts are joined already."), code="joined")
    kept = Person.objects.select_related("user").get(pk=by.pk)
    gone = Person.objects.select_related("user").get(pk=gone.pk)
    _sentences(kept, gone)
    for part in from_the_ground():
        part.merge(kept, gone)
    former = _close_login(kept, gone)
    _fill_in(kept, gone)
    Person.objects.filter(pk=gone.pk).update(
        ref=new_ref(), kind=Person.Kind.ERASED, first_name="Former member", last_name="", neighborhood=None,
        language="en", adult=False, thanks=Person.Thanks.NOT_AT_ALL,
    )  # fmt: skip
    accounts_joined.ring(by=kept, on=kept, kept=kept.pk, gone=gone.pk, former=former.pk)
    return kept


def _other(by: Person, change: AddressChange) -> Person:
    """Whose address was proven."""
    if change.person_id != by.pk:
        raise NotAllowed
    if not change.is_proven:
        raise RuleBroken(gettext("That took a little long. Please ask for a new code."), code="old")
    gone = person_at(change.new_email)
    if gone is None:
        raise RuleBroken(gettext("This address has no account any more. Please begin anew."), code="gone")
    if gone.pk == by.pk:
        raise RuleBroken(gettext("This address leads to your account already."), code="joined")
    return gone


def _sentences(kept: Person, gone: Person) -> list[str]:
    _must_be_two_of_one(kept, gone)
    return [sentence for part in from_the_ground() if part.says for sentence in part.says(kept, gone)]


def _must_be_two_of_one(kept: Person, gone: Person) -> None:
    if gone.kind not in (Person.Kind.RESIDENT, Person.Kind.WALK_IN) or kept.kind != Person.Kind.RESIDENT:
        raise NotAllowed
    login = getattr(gone, "user", None)
    if login is None or not login.is_active:
        raise RuleBroken(gettext("This account was closed. Please ask the office named below."), code="closed")
    lately = AddressChange.objects.filter(person__in=(kept, gone), changed_at__gt=now() - AddressChange.STOP_WITHIN)
    if lately.filter(stopped_at=None).exists():
        raise RuleBroken(
            gettext(
                "One of the accounts has had a new e-mail for less than a week. Please wait until the week is over."
            ),
            code="new_address",
        )
    if gone.role_grants.in_force().exists() or factors.is_set_up(login):
        raise RuleBroken(
            gettext(
                "The other account has a second step, or works for the city. Sign in there, and join this one into it."
            ),
            code="guarded",
        )
    if gone.kind == Person.Kind.RESIDENT and kept.is_minor != gone.is_minor:
        raise RuleBroken(
            gettext(
                "One account says “18 or older”, the other one does not. Ask the office named below to put it right first."
            ),
            code="age",
        )


def _close_login(kept: Person, gone: Person) -> FormerAddress:
    """Its sessions end, and its address leads to the kept person from now on."""
    login: Any = gone.user
    end_sessions(person=gone)
    former, _made = FormerAddress.objects.update_or_create(email=login.email, defaults={"person": kept, "until": None})
    login.delete()
    return former


def _fill_in(kept: Person, gone: Person) -> None:
    """What the kept person has not said, the other account may have."""
    blank = {
        name: getattr(gone, name)
        for name in ("last_name", "neighborhood_id")
        if not getattr(kept, name) and getattr(gone, name)
    }
    if blank:
        Person.objects.filter(pk=kept.pk).update(**blank)
