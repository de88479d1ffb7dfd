"""Migrations that became one: a database that stopped among them is told where to go, before anything is touched."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from engage import start

pytestmark = pytest.mark.django_db


def stop_at(app: str, n: int) -> None:
    """As a database that had the first `n` of the old ones when they became one."""
    rows = MigrationRecorder(connection).migration_qs.filter(app=app)
    rows.exclude(name__in=[name for _app, name in fold(app).replaces[:n]]).delete()


def fold(app: str):
    loader = MigrationLoader(None)
    return next(one for one in loader.replacements.values() if one.app_label == app)


def migrate() -> None:
    call_command("migrate", skip_checks=False, verbosity=0)


def test_migrate_says_in_a_sentence_where_a_half_migrated_database_goes_first():
    stop_at("ideas", 20)
    with pytest.raises(SystemCheckError) as told:
        migrate()
    said = str(told.value)
    assert "The database has 20 of the 27 migrations that became ideas.0001_polls_and_what_belongs_to_them." in said
    assert "commit 77e4375" in said and "projects" not in said


def test_of_two_rooms_both_are_named():
    stop_at("ideas", 1)
    stop_at("projects", 39)
    with pytest.raises(SystemCheckError, match=r"1 of the 27 (.|\n)*39 of the 40 "):
        migrate()


@pytest.mark.parametrize("app", ["ideas", "projects"])
def test_the_site_does_not_start_on_it_either(app):
    stop_at(app, 20)
    assert any("20 of the" in fault and "commit 77e4375" in fault for fault in start.faults())


def test_a_database_with_all_of_the_old_ones_goes_on():
    stop_at("projects", 40)
    migrate()
    assert start.unapplied() == []


def test_old_ones_that_are_still_there_can_be_caught_up_with():
    """As with some of Wagtail's: Django goes on from where a database stopped."""
    old = MigrationRecorder(connection).migration_qs.filter(
        app="wagtailcore", name="0016_change_page_url_path_to_text_field"
    )
    assert old.delete()[0] == 1
    call_command("check", databases=["default"])
