"""The floor under the tests: whatever a test commits, the next one stands on a freshly migrated database."""

import pytest
from django.db import connection

from core.sql import missing_guards
from people.models import Person
from tests.builders import make_person


def wagtail_ground() -> tuple[int, int]:
    from wagtail.models import Locale, Page

    return Page.objects.filter(depth=1).count(), Locale.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_committed_is_gone_in_the_next(turn):
    assert not Person.objects.filter(first_name="Committed").exists()
    make_person("Committed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_page_tree_locale_and_triggers_outlive_a_test_that_commits(turn):
    assert wagtail_ground() == (1, 1)
    assert missing_guards() == []
    make_person()


@pytest.mark.django_db
def test_sqlite_runs_as_in_real_life():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            modes = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]
        assert modes == ["wal", 1]
