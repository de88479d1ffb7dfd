"""Accounts that end while somebody still presses a button there."""

from django.db import connection, transaction
from django.utils.translation import gettext

from core.errors import RuleBroken

from .models import Person


def hold(person: Person) -> None:
    """Lock the person until the transaction ends, as `core.locks.lock` does. Raises RuleBroken if they are gone by now:
    nothing new may begin for a person without a name.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock outside a transaction is gone at once")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET kind = kind WHERE id = %s AND kind <> %s", [person.pk, Person.Kind.ERASED.value]
        )
        if not cursor.rowcount:
            raise RuleBroken(gettext("This account was closed meanwhile. Please sign in again."), code="closed")
