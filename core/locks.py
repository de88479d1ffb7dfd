"""Locks that hold on every database: a row is locked by writing it.

`SELECT … FOR UPDATE` does nothing on SQLite; an UPDATE that changes nothing locks the row until the transaction ends on
PostgreSQL, and the whole database on SQLite. Where several are taken, the order is person → slot → sign-up.
"""

from django.db import connection, models, transaction


def lock(row: models.Model, *, field: str) -> None:
    """Hold this row until the transaction ends, by writing the column `field` (a small one, without an index) as it is."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock outside a transaction is gone at once")
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {row._meta.db_table} SET "{field}" = "{field}" WHERE id = %s', [row.pk])  # noqa: S608
