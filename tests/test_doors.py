"""Every address × every method × six people: each cell is declared in the doors' table and tried."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from engage.doors import PREFIXES, by_prefix
from tests.doors_table import ROLES, THIRD_PARTY, Row, Scene, all_rows
from tests.support.visitors import client_of, session_for

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def named(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its room, or path; path as text; pattern) of every address."""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named(pattern, path, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield (space + pattern.name if pattern.name else path), path, pattern


EVERY = list(named(get_resolver()))
OURS = {name: pattern for name, _path, pattern in EVERY if hasattr(pattern.callback, "door")}
THEIRS = [path for _name, path, pattern in EVERY if not hasattr(pattern.callback, "door")]
SHADOWED = {path for _name, path, pattern in EVERY if hasattr(pattern.callback, "door")}  # ours stand before theirs
TABLE = all_rows()


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


def address(line: Row, scene: Scene) -> str:
    try:
        return reverse(line.name, kwargs=line.kwargs(scene)) + line.query
    except NoReverseMatch:
        if "/" in line.name:
            return "/" + line.name + line.query
        return reverse(line.name, args=list(line.kwargs(scene).values())) + line.query


def outcome(response) -> str:
    """A status, or `in` for the way to sign in."""
    to_sign_in = response.status_code == 302 and re.match(r"/people/sign-in/\?next=", response.url)
    return "in" if to_sign_in else str(response.status_code)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_door_of_ours(name):
    """Each cell that is taken begins with a fresh scene and leaves nothing behind; all others answer 405 to everybody."""
    line, taken = TABLE[name], OURS[name].callback.door.methods
    expected, found = {}, {}
    for method in [each for each in METHODS if each in taken]:
        for role, word in zip(ROLES, line.expected["GET" if method == "HEAD" else method], strict=True):
            expected[method, role] = word
            with transaction.atomic():
                scene = Scene()
                found[method, role] = knock(client_of(scene.person(role)), method, address(line, scene), line)
                transaction.set_rollback(True)
    scene = Scene()
    where = address(line, scene)
    for role in ROLES:
        client = client_of(scene.person(role))
        for method in [each for each in METHODS if each not in taken]:
            expected[method, role], found[method, role] = "405", knock(client, method, where, line)
    assert {cell: found[cell] for cell in found if found[cell] != expected[cell]} == {}


def knock(client, method: str, where: str, line: Row) -> str:
    data = line.data if method == "POST" else None
    return outcome(getattr(client, method.lower())(where, data))


SAMPLES = {"int": "1", "str": "1", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def sample(path: str) -> str:
    """An address of a pattern, with things that don't exist in its holes."""
    path = re.sub(r"<(\w+):\w+>", lambda hole: SAMPLES[hole[1]], path)
    path = re.sub(r"<\w+>", "x", path)
    path = path.replace("(live|earliest|\\d+)", "1").replace("(live|latest|\\d+)", "1")
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "").lstrip("/")


def prefix_of(path: str) -> str:
    return next(prefix for prefix, _policy in PREFIXES if path.replace("^", "").startswith(prefix))


def test_every_prefix_stands_in_the_table():
    assert set(THIRD_PARTY) == {prefix for prefix, _policy in PREFIXES}


@pytest.mark.parametrize("role", ROLES)
def test_the_doors_of_others(role):
    """No address of Wagtail or allauth lets in somebody whom its prefix keeps out; and none of them falls over."""
    scene, wrong = Scene(), {}
    person = scene.person(role)
    for path in [each for each in THEIRS if each not in SHADOWED]:
        words = THIRD_PARTY[prefix_of(path)].split()
        word = words[ROLES.index(role)] if len(words) > 1 else words[0]
        with transaction.atomic():
            client = client_of(person)
            client.raise_request_exception = False
            got = outcome(client.get(sample(path)))
            transaction.set_rollback(True)
        if got != word and not (word == "open" and got != "in" and int(got) < 500):
            wrong[path] = f"{got} instead of {word}"
    assert wrong == {}


def test_an_official_without_a_second_factor_passes_no_official_door():
    scene = Scene()
    official = scene.person("administrator")
    wrong = {}
    for name, pattern in OURS.items():
        door = pattern.callback.door
        if not getattr(door.policy, "second_factor", False) and not reverse_starts_admin(name):
            continue
        client = client_of(None)
        client.cookies["engage_session"] = session_for(official, second_factor=False)
        where = address(TABLE[name], scene)
        for method in door.methods:
            response = getattr(client, method.lower())(where)
            if response.status_code != 302 or not response.url.startswith("/people/second-step/"):
                wrong[name, method] = response.status_code
    assert wrong == {}


def reverse_starts_admin(name: str) -> bool:
    return any(each == name and path.startswith("admin/") for each, path, _pattern in EVERY)


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
