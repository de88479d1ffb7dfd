"""What must not stand in the tree, and what has to be in step with its source."""

import subprocess

import pytest

from tests.tooling import catalogs, hosts

pytestmark = pytest.mark.once

HOST = "packages.city.example"


def found(tmp_path, name: str, text: str) -> list[str]:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return hosts.findings([path], {HOST})


def test_a_registry_host_is_found_in_any_file(tmp_path):
    assert found(tmp_path, "README.md", f"fine\nget it from https://{HOST}/simple\n") == [
        "README.md:2: names a registry host or a path of this machine"
    ]
    assert found(tmp_path, "README.md", "get it from somewhere\n") == []


@pytest.mark.parametrize("name", ["requirements.txt", "uv.lock", "package-lock.json", "requirements-dev.txt"])
def test_a_lock_holds_no_address_and_names_no_source(tmp_path, name):
    assert found(tmp_path, name, "one==1.0 --hash=sha256:00\n") == []
    assert found(tmp_path, name, "one @ " + "https" + "://files.city.example/one.whl\n")
    assert found(tmp_path, name, "--index" + "-url elsewhere\n")


def test_the_hosts_of_pip_itself_are_known():
    assert len(hosts.pips_own_hosts()) == 2


@pytest.fixture
def catalog(tmp_path):
    source = tmp_path / "django.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "seat"\nmsgstr "plaza"\n')
    subprocess.run(["msgfmt", "-o", source.with_suffix(".mo"), source], check=True)
    return source


@pytest.mark.gettext
def test_a_compiled_catalog_in_step_passes(catalog):
    assert catalogs.in_step(catalog)


@pytest.mark.gettext
def test_a_catalog_changed_after_compiling_is_noticed(catalog):
    catalog.write_text(catalog.read_text().replace("plaza", "asiento"))
    assert not catalogs.in_step(catalog)


@pytest.mark.gettext
def test_a_catalog_never_compiled_is_noticed(catalog):
    catalog.with_suffix(".mo").unlink()
    assert not catalogs.in_step(catalog)


@pytest.mark.gettext
def test_what_is_said_is_found_in_code_and_pages(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "words.py").write_text(
        'def words(n):\n    return ngettext("One seat", "%(n)s seats", n), pgettext("date", "May")\n'
    )
    (room / "page.html").write_text(
        "{% load i18n %}{% translate 'Join' %}{% blocktranslate trimmed %}\n  Leave\n it{% endblocktranslate %}"
    )
    assert catalogs.spoken([room]) - {""} == {"One seat", "date\x04May", "Join", "Leave it"}


def test_a_message_without_a_translation_and_one_that_nothing_says_are_told():
    good, told = catalogs.compare({"said", "new"}, {"es": {"said", "new"}, "ar": {"said", "old"}})
    assert not good and told == "ar: “new” has no translation\nar: nothing says “old” any more\n"
    assert catalogs.compare({"said"}, {"es": {"said"}}) == (True, "")
