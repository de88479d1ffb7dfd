"""The acceptance test is a test too: on a new database of the kind this run uses, and its reader of pages is no blind one."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from engage.story.pages import Unexpected, read
from tests.support.ground import under_this_database
from tests.support.throwaway import free_port

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_whole_story_holds(tmp_path):
    env = {**os.environ, "ENGAGE_MODE": "demo", "ENGAGE_DATA": str(tmp_path), "ENGAGE_DEMO_SECRET": "one tap"}
    port = free_port()
    env |= {"DJANGO_SETTINGS_MODULE": "engage.settings", "SITE_URL": f"http://127.0.0.1:{port}"}
    env.pop("DATABASE_URL", None)
    name, migrated = f"story_{secrets.token_hex(4)}", under_this_database().template
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        place = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        env |= {"DATABASE_URL": f"postgres://{place}/{name}", "ENGAGE_THROWAWAY": "1"}
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}")
    else:
        shutil.copyfile(migrated, tmp_path / "engage.sqlite3")
    try:
        command = [sys.executable, "manage.py", "check_story", f"--port={port}"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "The whole story holds" in done.stdout
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name}")


PAGE = """<p>You have <b>a place</b>.</p><script>no words</script><a href="/find/">Find <span>more</span></a>
<form method="post" action="/join/"><input type="hidden" name="csrf" value="x"><input name="name" value="Nora">
<input type="checkbox" name="adult" value="1"><input type="radio" name="kind" value="a"><input type="radio" name="kind"
value="b" checked><select name="n"><option value="1">1</option><option value="2" selected>2</option></select>
<textarea name="text">kept</textarea><button name="do" value="go">Join <i>now</i></button></form>"""


@pytest.fixture
def page():
    return read("http://site/", 200, PAGE, {})


def test_a_page_is_its_words_links_and_forms(page):
    page.sees("You have a place .", "Find more").misses("no words").is_(200)
    assert page.link("Find") == "/find/" and page.buttons() == ["Join now"]
    sent = page.form("Join").filled({"adult": True, "name": "Bea"}, "Join")
    assert sorted(sent) == sorted(
        [("csrf", "x"), ("kind", "b"), ("n", "2"), ("text", "kept"), ("adult", "1"), ("name", "Bea"), ("do", "go")]
    )


@pytest.mark.parametrize(
    "look",
    [
        lambda page: page.sees("You have no place"),
        lambda page: page.misses("a place"),
        lambda page: page.is_(422),
        lambda page: page.link("Leave"),
        lambda page: page.form("Leave"),
        lambda page: page.form("Join").filled({"age": "7"}, "Join"),
        lambda page: page.form("Join").filled({}, "Leave"),
    ],
)
def test_what_is_not_there_is_noticed(page, look):
    with pytest.raises(Unexpected):
        look(page)
