"""Migrations of which one was made: a database that stopped among them is told so before `migrate` touches it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def check_no_database_stopped_halfway(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[Error]:
    """Django would leave the one out, find no tables, and end in a traceback that says nothing of the reason."""
    return [
        Error(
            f"The database has {had} of the {len(fold.replaces)} migrations that became {fold}. It can't go on from there.",
            hint="Run `manage.py migrate` with the last version before that (Engage: commit 77e4375), then with this one.",
            id="core.E001",
        )
        for using in databases or ()
        for fold, had in _halfway(using)
    ]


def _halfway(using: str) -> Iterator[tuple[Migration, int]]:
    """Each with how many of those before it are there, if some of the others are neither there nor in the code any more."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    for fold in loader.disk_migrations.values():
        had = [old in applied for old in fold.replaces]
        lost = [old for old in fold.replaces if old not in applied and old not in loader.disk_migrations]
        if any(had) and lost:
            yield fold, sum(had)
