"""Every address × every method × six people: each cell is declared in the doors' table and tried."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from engage.doors import PREFIXES, by_prefix
from people.models import STAFF_ROLES, RoleGrant
from people.system import SYSTEM
from tests.builders import make_person
from tests.doors_table import ROLES, THIRD_PARTY, Scene, all_rows
from tests.support import knocks
from tests.support.visitors import client_of, session_for

# Who may enter is decided before the database is asked for the thing behind the door: once is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

OURS, THEIRS = knocks.ours(), knocks.theirs()
TABLE = all_rows()


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker) -> Iterator[knocks.Visitors]:
    """Six people with their sessions, made once; each test stands on them inside of one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield knocks.Visitors()
        transaction.set_rollback(True)


def test_every_address_of_ours_stands_in_the_table():
    assert sorted(set(OURS) - set(TABLE)) == [], "add lines to tests/<room>/doors.py"
    assert sorted(set(TABLE) - set(OURS)) == [], "these are gone from the site"


def test_every_method_of_a_door_is_declared():
    wrong = {
        name: sorted(pattern.callback.door.methods - {"HEAD"})
        for name, pattern in OURS.items()
        if name in TABLE and set(TABLE[name].expected) != pattern.callback.door.methods - {"HEAD"}
    }
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_door_of_ours(name, visitors):
    """Each person tries what the door takes, and each other method is refused; `prove doors` tries every cell."""
    taken = OURS[name].callback.door.methods
    assert knocks.wrong_answers(TABLE[name], knocks.cells(taken, every=False), visitors) == {}


def test_every_prefix_stands_in_the_table():
    assert set(THIRD_PARTY) == {prefix for prefix, _policy in PREFIXES}


@pytest.mark.parametrize("role", ROLES)
def test_the_doors_of_others(role, visitors):
    """No address of Wagtail or allauth lets in somebody whom its prefix keeps out; and none of them falls over."""
    found = {path: knocks.wrong_answer_of_theirs(path, ("GET", role), visitors) for path in THEIRS}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_an_official_without_a_second_factor_passes_no_official_door(visitors):
    everything = make_person("Ivo")  # some doors are of one role alone, and would refuse an administrator anyway
    RoleGrant.objects.bulk_create(RoleGrant(person=everything, role=role, by=SYSTEM()) for role in STAFF_ROLES)
    visitors.keys["everything"] = session_for(everything, second_factor=False)
    back_office = {name for name, path, _pattern in knocks.every_address() if path.startswith("admin/")}
    asking = {name for name, pattern in OURS.items() if getattr(pattern.callback.door.policy, "second_factor", False)}
    wrong = {}
    for name in asking | (back_office & set(OURS)):
        where = knocks.address(TABLE[name], visitors.scene)
        for method in OURS[name].callback.door.methods:
            response = visitors.knock("everything", method, where)
            if response.status_code != 302 or not response.url.startswith("/people/second-step/"):
                wrong[name, method] = response.status_code
    assert wrong == {}


def test_each_of_their_addresses_has_a_prefix():
    assert [path for path in THEIRS if by_prefix(path) is None] == []


@pytest.mark.parametrize("path", ["/", "/people/sign-in/", "/settings/", "/points/", "/styleguide/", "/nowhere/"])
def test_readers_get_no_session(path):
    response = client_of(None).get(path)
    assert "engage_session" not in response.cookies
    if path != "/people/sign-in/":  # a page that is a form carries the mark of a form
        assert not response.cookies


def test_no_page_allows_scripts_or_styles_from_elsewhere():
    policy = client_of(None).get("/styleguide/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert "*" not in policy and "http" not in policy


def test_only_staff_in_the_back_office_have_its_wider_policy():
    scene = Scene()
    assert "unsafe" not in client_of(None).get("/admin/").headers["Content-Security-Policy"]
    assert "unsafe" not in client_of(scene.owner).get("/admin/").headers["Content-Security-Policy"]
    assert "unsafe-inline" in client_of(scene.person("official")).get("/admin/").headers["Content-Security-Policy"]
