"""Tests that need a program of the system say so with a marker; without the program they are skipped, with the reason."""

import importlib
import os
import shutil

import pytest

from tests.support.throwaway import postgres_binaries
from tests.tooling.system import chromium


def lacking() -> dict[str, str]:
    """Marker → why its tests can't run here."""
    found = {}
    if not chromium():
        found["journey"] = "needs a browser: install chromium"
    if not postgres_binaries() or not shutil.which("redis-server"):
        found["servers"] = "needs the programs of PostgreSQL and Redis: install postgresql and redis-server"
    if not shutil.which("msgfmt"):
        found["gettext"] = "needs msgfmt: install gettext"
    if not can_print():
        found["pdf"] = "needs WeasyPrint with Pango, and pypdf: install the extras of the test lock and libpango"
    if not os.environ.get("ENGAGE_TEST_REDIS_URL"):
        found["redis"] = "needs a Redis server: dev.py test starts one, or set ENGAGE_TEST_REDIS_URL"
    return found


def can_print() -> bool:
    """Whether PDF files can be made and read here."""
    try:
        return all(importlib.import_module(name) for name in ("weasyprint", "pypdf"))
    except (ImportError, OSError):
        return False


def mark(config: pytest.Config, items: list[pytest.Item]) -> None:
    from django.db import connection

    reasons = lacking()
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    if connection.vendor != "postgresql" and (
        elsewhere := [item for item in items if item.get_closest_marker("postgresql")]
    ):
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)
