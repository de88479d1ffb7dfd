"""Constraints and triggers that Django's models can't say, for each database vendor.

Rooms register statements in their AppConfig; they are installed idempotently after every `migrate`, because
SQLite drops a table's triggers when a later migration rebuilds it.
"""

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections


@dataclass(frozen=True)
class AppendOnly:
    """Rows of `table` can be added, never changed or removed: UPDATE and DELETE raise in the database itself."""

    table: str

    @property
    def names(self) -> tuple[str, str]:
        return f"{self.table}_no_update", f"{self.table}_no_delete"

    def install(self, vendor: str) -> list[str]:
        message = f"{self.table} is append-only"
        if vendor == "postgresql":
            function = f"{self.table}_append_only"
            statements = [
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
            ]
            for name, verb in zip(self.names, ("UPDATE", "DELETE"), strict=True):
                statements += [
                    f"DROP TRIGGER IF EXISTS {name} ON {self.table}",
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {function}()",
                ]
            return statements
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for name, verb in zip(self.names, ("UPDATE", "DELETE"), strict=True)
        ]


@dataclass(frozen=True)
class Exclusion:
    """No two rows of `table` may clash: `EXCLUDE USING gist (<clash>) WHERE (<where>)`.

    PostgreSQL only (an ExclusionConstraint in a model's Meta breaks SQLite). Elsewhere the action checks under a lock.
    Integers take part as `int8range(n, n, '[]')`, so that no extension of the server is needed.
    """

    table: str
    name: str
    clash: str
    where: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def install(self, vendor: str) -> list[str]:
        if vendor != "postgresql":
            return []
        return [
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{self.name}') THEN "
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} "
            f"EXCLUDE USING gist ({self.clash}) WHERE ({self.where}); END IF; END $$"
        ]


@dataclass(frozen=True)
class Trigrams:
    """A column that is searched for parts of words, typing errors forgiven: an index of its triples of letters, if need be
    of no other rows than those `where` a column is true.

    PostgreSQL only, and only where the server lets us have pg_trgm: without it people find the same, at a higher cost.
    """

    table: str
    column: str
    where: str = ""

    names = ()  # nothing breaks where it is missing

    def install(self, vendor: str) -> list[str]:
        if vendor != "postgresql":
            return []
        name = f"{self.table}_{self.where or self.column}_words"
        rows = f" WHERE {self.where}" if self.where else ""
        return [
            "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; EXCEPTION WHEN OTHERS THEN "
            "RAISE NOTICE 'pg_trgm is not there: %', SQLERRM; END $$",
            "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN "
            f"CREATE INDEX IF NOT EXISTS {name} ON {self.table} "
            f"USING gin (UPPER({self.column}) gin_trgm_ops){rows}; END IF; END $$",
        ]


Guard = AppendOnly | Exclusion | Trigrams
_guards: list[Guard] = []


def guard(rule: Guard) -> None:
    """Register a guard; called from AppConfig.ready()."""
    if rule not in _guards:
        _guards.append(rule)


def _run(statements: list[str], using: str) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_guards(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Put every registered guard in place whose table exists; safe to run again and again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for rule in _guards:
        if rule.table in tables:
            _run(rule.install(connection.vendor), using)


def missing_guards(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers and constraints that should stand in the database and don't."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT conname FROM pg_constraint"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    kept = [rule for rule in _guards if rule.install(connection.vendor)]
    return [name for rule in kept for name in rule.names if name not in there]
