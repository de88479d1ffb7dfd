"""What must hold before a process serves anybody: otherwise it says why, and does not start."""

import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

NOT_AGAIN = 4  # the exit code by which gunicorn knows that another try would not help


def faults() -> Iterator[str]:
    """Every reason not to start, as a sentence: a URL without a door, a database that does not answer or is not migrated."""
    yield from _serious(run_checks())
    try:
        halfway = list(_serious(run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])))
        missing = unapplied()
    except DatabaseError as problem:
        yield f"The database does not answer: {problem}".strip()
        return
    yield from halfway
    if missing and not halfway:
        names = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        yield f"The database is not migrated: it lacks {names}. Run `manage.py migrate`, then start again."


def _serious(messages: list[CheckMessage]) -> Iterator[str]:
    for found in messages:
        if found.is_serious():
            yield f"{found.msg} {found.hint or ''}".strip()


def unapplied() -> list[str]:
    """Names of migrations that the code has and the database has not."""
    loader = MigrationLoader(connection)
    return sorted(".".join(key) for key in loader.graph.nodes if key not in loader.applied_migrations)


def read_settings() -> None:
    """End this process with the reason, not with a traceback, if the settings describe no site."""
    try:
        settings.INSTALLED_APPS  # noqa: B018  (read at the first touch)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        sys.exit(NOT_AGAIN)


def refuse_if_faulty(**kwargs: object) -> None:
    """End this process with the reasons, if there are any. Also a receiver of Celery's `worker_init`."""
    found = list(faults())
    connections.close_all()  # gunicorn forks after this, and a connection can't be shared
    if found:
        print("Engage can't start:", *found, sep="\n  ", file=sys.stderr)  # noqa: T201
        sys.exit(NOT_AGAIN)
