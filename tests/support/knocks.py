"""Knocking at the doors of the site: the same six people stand before every address, and nothing stays behind a knock.

Used by tests/test_doors.py (each address with each person) and by tests/proofs/doors.py (every cell, and the controls).
"""

import re
from collections.abc import Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from engage.doors import PREFIXES
from tests.doors_table import ROLES, THIRD_PARTY, Row, Scene
from tests.support.visitors import session_for

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
Cell = tuple[str, str]  # method and role
Answers = dict[Cell, str]


def named(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its room, or path; path as text; pattern) of every address."""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named(pattern, path, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield (space + pattern.name if pattern.name else path), path, pattern


def every_address() -> list[tuple[str, str, URLPattern]]:
    return list(named(get_resolver()))


def ours() -> dict[str, URLPattern]:
    return {name: pattern for name, _path, pattern in every_address() if hasattr(pattern.callback, "door")}


def theirs() -> list[str]:
    """The paths of included addresses; where one of ours stands before theirs, ours answers."""
    shadowed = {path for _name, path, pattern in every_address() if hasattr(pattern.callback, "door")}
    return [
        path
        for _name, path, pattern in every_address()
        if not hasattr(pattern.callback, "door") and path not in shadowed
    ]


class Visitors:
    """Six people, each with a session, who knock again and again. Needs an open transaction."""

    def __init__(self) -> None:
        self.scene = Scene()
        people = {role: self.scene.person(role) for role in ROLES}
        self.keys = {role: session_for(person) if person else "" for role, person in people.items()}
        self.client = Client(raise_request_exception=False)

    def knock(self, role: str, method: str, where: str, data: dict[str, Any] | None = None) -> HttpResponse:
        """What `role` gets there; whatever it changed is as before again."""
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.keys[role]} if self.keys[role] else {})
        with transaction.atomic():
            response = getattr(self.client, method.lower())(where, data if method == "POST" else None)
            transaction.set_rollback(True)
        return response


def address(line: Row, scene: Scene) -> str:
    """Where the thing of this line stands; makes the thing."""
    kwargs = line.kwargs(scene)
    try:
        return reverse(line.name, kwargs=kwargs) + line.query
    except NoReverseMatch:
        if "/" in line.name:
            return "/" + line.name + line.query
        return reverse(line.name, args=list(kwargs.values())) + line.query


def outcome(response: Any) -> str:
    """A status, or `in` for the way to sign in."""
    to_sign_in = response.status_code == 302 and re.match(r"/people/sign-in/\?next=", response.url)
    return "in" if to_sign_in else str(response.status_code)


def cells(taken: Iterable[str], *, every: bool) -> list[Cell]:
    """All methods × all people; or, quicker, all people for what the door takes, and one for each other method.

    Which methods a door takes is decided before anybody asks who is there, and HEAD is GET without a body.
    """
    whole = set(METHODS if every else taken) - (set() if every else {"HEAD"})
    return [
        (method, role)
        for n, method in enumerate(METHODS)
        for role in (ROLES if method in whole else (ROLES[n % len(ROLES)],))
    ]


def expected(line: Row, cell: Cell) -> str:
    """What the table says; 405 to everybody for a method that the door does not take."""
    method, role = cell
    words = line.expected.get("GET" if method == "HEAD" else method)
    return words[ROLES.index(role)] if words else "405"


def wrong_answers(line: Row, which: Iterable[Cell], visitors: Visitors) -> dict[Cell, str]:
    """Try these cells of one address: those that answered otherwise than declared."""
    wrong = {}
    with transaction.atomic():
        where = address(line, visitors.scene)
        data = line.data(visitors.scene) if callable(line.data) else line.data
        for method, role in which:
            got, wanted = outcome(visitors.knock(role, method, where, data)), expected(line, (method, role))
            if got != wanted:
                wrong[method, role] = f"{got} instead of {wanted}"
        transaction.set_rollback(True)
    visitors.scene.forget()
    return wrong


# ── what is included from others ──

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


def wrong_answer_of_theirs(path: str, cell: Cell, visitors: Visitors) -> str:
    """Try one cell of an included address: what it answered otherwise than its prefix declares, or nothing."""
    method, role = cell
    words = THIRD_PARTY[prefix_of(path)].split()
    word = "405" if method in ("PUT", "PATCH", "DELETE") else words[ROLES.index(role)] if len(words) > 1 else words[0]
    got = outcome(visitors.knock(role, method, sample(path)))
    # Wagtail trips over a few forms without a word in them (moving or locking the root page): staff passed the door all right.
    passed = got != "in" and (int(got) < 500 or method == "POST")
    fits = got == word or (word == "open" and passed)
    return "" if fits else f"{got} instead of {word}"
