"""The poll's lock. Saving a ballot shares it, the freeze holds it alone: so the freeze waits for every save that has begun,
and whatever begins afterwards sees that the poll is frozen.

PostgreSQL: an advisory lock until the end of the transaction. SQLite needs none: its transactions begin IMMEDIATE, so there is
one writer at a time.
"""

from django.db import connection

NAMESPACE = 0x1DEA  # keeps these keys apart from other advisory locks on the same database


def share(poll_id: int) -> None:
    """Together with other ballots; waits for a freeze that is under way."""
    _take("pg_advisory_xact_lock_shared", poll_id)


def hold_alone(poll_id: int) -> None:
    """Waits for every ballot being saved, keeps further ones waiting."""
    _take("pg_advisory_xact_lock", poll_id)


def _take(function: str, poll_id: int) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a poll's lock lasts as long as its transaction, and there is none")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [NAMESPACE, poll_id])
