"""A process serves only when everything it needs holds."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from engage import env, start

WHOLE = {name: example for name, (_reason, example) in env.NEEDED.items()} | {"SECRET_KEY": "k" * 50}


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_setting_is_told_by_its_name_with_an_example(name):
    env.check(WHOLE)
    with pytest.raises(env.BadSettings, match=f"{name} is missing: .* Example: {name}"):
        env.check({key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.once
def test_missing_settings_are_told_without_a_traceback():
    empty = {name: value for name, value in os.environ.items() if name not in WHOLE} | {"ENGAGE_MODE": "production"}
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "help"],
        env=empty | {"DJANGO_SETTINGS_MODULE": "engage.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (start.NOT_AGAIN, "")
    assert ended.stderr.startswith("Engage can't start:") and "Traceback" not in ended.stderr


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
