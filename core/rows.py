"""Whole rows of joined tables, by a statement that is written once.

The ORM builds each SELECT anew. Where a whole city presses one button, that costs more than the database's own work; only what
is pressed most is read this way, everything else goes the ordinary one.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model

Converters = list[Callable[..., Any]]


class Rows:
    """`Rows("SELECT {slot}, {event} FROM … slot JOIN … event …", slot=Slot, event=Event)`: a name in braces stands for
    all columns of that table, under this name. What else is selected follows the tables."""

    def __init__(self, statement: str, **tables: type[Model]):
        self.statement, self.tables = statement, tables
        self._sql = ""
        self._converters: dict[str, list[tuple[int, Any, Converters]]] = {}

    def find(self, *params: Any) -> list[list[Any]]:
        """For each row an instance of each table, in the order given, and what else was selected."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return [self._split(list(row)) for row in rows]

    @property
    def sql(self) -> str:
        if not self._sql:
            self._sql = self.statement.format(**{name: columns(model, name) for name, model in self.tables.items()})
        return self._sql

    def _split(self, row: list[Any]) -> list[Any]:
        for at, expression, converters in self._of_this_database():
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        found, begin = [], 0
        for model in self.tables.values():
            names = [field.attname for field in model._meta.concrete_fields]
            found.append(model.from_db(connection.alias, names, row[begin : begin + len(names)]))
            begin += len(names)
        return found + row[begin:]

    def _of_this_database(self) -> list[tuple[int, Any, Converters]]:
        """Which values have to be made from what the driver gives: SQLite has no moments, for example."""
        if connection.vendor not in self._converters:
            fields = [field for model in self.tables.values() for field in model._meta.concrete_fields]
            cols = [field.get_col(field.model._meta.db_table) for field in fields]
            both = [connection.ops.get_db_converters(col) + col.get_db_converters(connection) for col in cols]
            self._converters[connection.vendor] = [
                (at, col, converters) for at, (col, converters) in enumerate(zip(cols, both, strict=True)) if converters
            ]
        return self._converters[connection.vendor]


def columns(model: type[Model], name: str) -> str:
    return ", ".join(f'{name}."{field.column}"' for field in model._meta.concrete_fields)
