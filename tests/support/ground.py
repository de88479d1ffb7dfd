"""The database a test stands on: migrated once, copied for each worker, put back after a test that commits.

Migrating takes longer than most test files, so the result is kept as a template. By hand it is used again until a
migration, a model or a trigger changes; `dev.py test` throws it away first, and then every migration really runs.
Called as a program, this makes the template for tests that come later.
Putting back the whole template also brings back what a flush loses: Wagtail's root page, the locale, and triggers.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tests.settings import TEST_DATA, WORKER
from tests.support import moment, thrift
from tests.tooling.prepared import schema_files


def fingerprint() -> str:
    digest = hashlib.sha256(f"{version('django')} {version('wagtail')} {version('wagtail-localize')}".encode())
    digest.update(version("django-allauth").encode())
    for path in schema_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def alone() -> Iterator[None]:
    """One process makes the template, the others wait for it."""
    TEST_DATA.mkdir(parents=True, exist_ok=True)
    with (TEST_DATA / f"ground-{connection.vendor}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Ground(Protocol):
    @property
    def template(self) -> str | Path:
        """The migrated database itself, which nobody writes to."""

    def make_template(self) -> None:
        """Migrate an empty database, unless the template is there."""

    def copy(self) -> None:
        """Give this worker a database of its own."""

    def put_back(self) -> None:
        """After a test that committed: the database is as migrated again."""

    def remove(self) -> None:
        """Throw this worker's database away."""


def under_this_database() -> Ground:
    return OnPostgreSQL() if connection.vendor == "postgresql" else OnSQLite()


def lay() -> Ground:
    """Point Django at this worker's own copy of the migrated database."""
    ground = under_this_database()
    with alone():
        ground.make_template()
        ground.copy()
    return ground


def point_to(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


class OnSQLite:
    """A file, because in memory there is no second connection, and so no race to test."""

    def __init__(self) -> None:
        self.template = TEST_DATA / f"ground-{fingerprint()}.sqlite3"
        self.own = TEST_DATA / f"{WORKER}-{os.getpid()}.sqlite3"

    def make_template(self) -> None:
        if self.template.exists():
            return
        for stale in TEST_DATA.glob("ground-*.sqlite3*"):
            stale.unlink()
        unfinished = self.template.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        point_to(str(unfinished))
        migrate()
        with closing(sqlite3.connect(unfinished)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unfinished.rename(self.template)

    def copy(self) -> None:
        shutil.copyfile(self.template, self.own)
        point_to(str(self.own))

    def put_back(self) -> None:
        connections.close_all()
        with closing(sqlite3.connect(self.template)) as template, closing(sqlite3.connect(self.own, timeout=20)) as own:
            template.backup(own)

    def remove(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.own}{suffix}").unlink(missing_ok=True)


class OnPostgreSQL:
    """The server copies databases by itself, from a template nobody is connected to."""

    def __init__(self) -> None:
        self.home = connection.settings_dict["NAME"]  # where to stand while the other databases come and go
        self.template = f"engage_ground_{fingerprint()}"
        self.own = f"engage_test_{WORKER}_{os.getpid()}"

    def order(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        own = connection.settings_dict["NAME"]
        point_to(self.home)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            point_to(own)

    def make_template(self) -> None:
        if self.order("SELECT 1 FROM pg_database WHERE datname = %s", self.template):
            return
        unfinished = f"{self.template}_unfinished"
        self.order(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
        self.order(f"CREATE DATABASE {unfinished}")
        point_to(unfinished)
        migrate()
        self.order(f"ALTER DATABASE {unfinished} RENAME TO {self.template}")

    def copy(self) -> None:
        self.order(f"DROP DATABASE IF EXISTS {self.own} WITH (FORCE)")
        self.order(f"CREATE DATABASE {self.own} TEMPLATE {self.template} STRATEGY FILE_COPY")
        point_to(self.own)

    def put_back(self) -> None:
        self.copy()

    def remove(self) -> None:
        self.order(f"DROP DATABASE IF EXISTS {self.own} WITH (FORCE)")


if __name__ == "__main__":
    thrift.collect_no_garbage()
    django.setup()
    moment.start()
    with alone():
        under_this_database().make_template()
