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
