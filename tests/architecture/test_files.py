"""Each file of a room holds what its name says: rules know nothing of requests, and writes live in actions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tooling.house import ROOT, rooms

pytestmark = pytest.mark.once

PURE = ("actions", "models", "permissions")
WEB = ("django.http", "django.shortcuts", "django.urls", "django.contrib.messages", "celery")


def files(name: str) -> Iterator[Path]:
    """`actions.py` of every room, or every file of a room's `actions/` package."""
    for room in rooms():
        yield from (ROOT / room).glob(f"{name}.py")
        yield from (ROOT / room / name).rglob("*.py")


def imports(path: Path) -> Iterator[str]:
    """Every module imported anywhere in the file, also inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_web(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in WEB)


@pytest.mark.parametrize("name", PURE)
def test_rules_know_nothing_of_requests_and_queues(name):
    found = [
        f"{path.relative_to(ROOT)}: {module}" for path in files(name) for module in imports(path) if is_web(module)
    ]
    assert found == []


def test_actions_are_keyword_only():
    found = []
    for path in files("actions"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [each.arg for each in [*node.args.kwonlyargs, *node.args.args]]
                if "by" in names and (node.args.args or node.args.posonlyargs):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert found == []


def test_every_page_of_the_back_office_has_a_title():
    """Wagtail's base names the page only where it was given breadcrumbs."""
    base = '{% extends "wagtailadmin/generic/base.html" %}'
    pages = [path for path in (ROOT / "templates").rglob("*.html") if base in path.read_text()]
    assert pages and [path.name for path in pages if "{% block titletag %}" not in path.read_text()] == []


def test_migrations_call_no_actions():
    found = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in ROOT.glob("*/migrations/*.py")
        for module in imports(path)
        if ".actions" in module
    ]
    assert found == []


def test_migrations_are_named_by_hand():
    found = [
        path.name for path in ROOT.glob("*/migrations/*.py") if "_auto_" in path.name or path.stem.endswith("_initial")
    ]
    assert found == []


def test_journeys_are_in_their_folder():
    """The run in a browser collects this folder alone, and its conftest.py marks all that is in it."""
    marked = [path for path in (ROOT / "tests").rglob("*.py") if f"mark.{'journey'}" in path.read_text()]
    assert marked == [ROOT / "tests" / "journeys" / "conftest.py"]


def test_forms_write_no_html_and_no_addresses():
    html = ("django.urls", "django.utils.html", "django.utils.safestring", "django.template")
    found = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in files("forms")
        for module in imports(path)
        if module.startswith(html)
    ]
    assert found == []
