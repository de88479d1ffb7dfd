"""Keys and imports point down: import-linter sees imports, this sees foreign keys, which are often strings."""

import tomllib

import pytest
from django.apps import apps

from tests.tooling.house import ROOMS, ROOT, rooms

pytestmark = pytest.mark.once


def floor(app_label: str) -> int | None:
    """0 is the ground; None is a library."""
    return len(ROOMS) - ROOMS.index(app_label) if app_label in ROOMS else None


def upward_keys() -> list[str]:
    found = []
    for model in apps.get_models(include_auto_created=True):
        here = floor(model._meta.app_label)
        for field in model._meta.get_fields():
            if here is None or field.auto_created or not field.is_relation or field.related_model in (None, "self"):
                continue
            there = floor(field.related_model._meta.app_label)
            if there is not None and there > here:
                found.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    return found


def test_every_foreign_key_points_to_the_same_or_a_lower_floor():
    assert upward_keys() == []


def test_no_library_points_a_key_into_a_room_but_to_its_user_and_image():
    allowed = {"people.User", "cms.CustomImage", "cms.CustomRendition"}
    pointed = {
        field.related_model._meta.label
        for model in apps.get_models()
        if floor(model._meta.app_label) is None
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model not in (None, "self")
        if floor(field.related_model._meta.app_label) is not None
    }
    assert pointed <= allowed


def test_core_holds_no_tables():
    assert list(apps.get_app_config("core").get_models()) == []


def test_import_linter_knows_every_room_that_stands():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors, staircase = linter["contracts"]
    assert linter["root_packages"] == rooms()
    assert [layer.strip("()") for layer in floors["layers"]] == list(ROOMS)
    assert staircase["containers"] == [room for room in rooms() if room not in ("engage", "core")]


def test_every_folder_of_python_at_the_top_is_a_room():
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert there - {"tests"} == set(rooms())
