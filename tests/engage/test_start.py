"""A process serves only when everything it needs holds."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from engage import start


@pytest.mark.django_db
def test_a_migrated_database_has_no_faults():
    assert list(start.faults()) == []


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_is_refused_by_name():
    MigrationRecorder(connection).record_unapplied("people", "0002_roles_codes_deeds")
    (fault,) = start.faults()
    assert fault == (
        "The database is not migrated: it lacks people.0002_roles_codes_deeds. Run `manage.py migrate`, then start again."
    )


@pytest.mark.django_db
def test_the_refusal_ends_the_process_and_says_why(capsys, monkeypatch):
    monkeypatch.setattr(start.connections, "close_all", lambda: None)
    MigrationRecorder(connection).record_unapplied("people", "0002_roles_codes_deeds")
    with pytest.raises(SystemExit) as ended:
        start.refuse_if_faulty()
    assert ended.value.code == start.NOT_AGAIN
    assert "Engage can't start:" in capsys.readouterr().err
