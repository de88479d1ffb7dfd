"""Who gets what behind every door: one line for each address of ours, six people, each method that the door takes.

A room adds its lines to `tests/<room>/doors.py` as `ROWS = [row(…), …]`:

    row("projects:project_finish", lambda s: {"slug": s.project.slug}, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404")

The words stand for nobody, a stranger, the owner, an official, an editor and an administrator. A number is a status; `in` is
the way to sign in. One word alone holds for everybody. Methods that a door does not take are tried without being listed.
The owner is whoever the thing belongs to: the lead of the project, the author of the idea, the person of the sign-up.

What stands behind a door is real and in a state in which those who may act can act, so that "may" and "may not" look
different. `data` is what is posted; without it, or with a word too little, those who may are asked again (422, or 200
for a body without anything).
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from city.models import Department
from people import actions
from people.models import Code, Person, RoleGrant
from tests.builders import make_department, make_event, make_person, make_project, make_slot
from tests.tooling.house import rooms

ROLES = ("nobody", "stranger", "owner", "official", "editor", "administrator")


class Scene:
    """The people who try the doors, and what stands behind them; each is made when somebody asks for it."""

    @cached_property
    def owner(self) -> Person:
        return make_person("Ana", role="")

    @cached_property
    def project(self) -> Any:
        return make_project(self.owner, status="active")

    @cached_property
    def event(self) -> Any:
        return make_event(self.project)

    @cached_property
    def slot(self) -> Any:
        return make_slot(self.event)

    @cached_property
    def code(self) -> Code:
        return actions.ask_code(email="somebody@mail.example")

    @cached_property
    def department(self) -> Department:
        return make_department()

    @cached_property
    def grant(self) -> RoleGrant:
        return make_person("Mia", role="editor").role_grants.get()

    def forget(self) -> None:
        """What was made behind the doors is gone; the owner stays."""
        self.__dict__ = {name: thing for name, thing in self.__dict__.items() if name == "owner"}

    def person(self, role: str) -> Person | None:
        if role == "nobody":
            return None
        return self.owner if role == "owner" else make_person(role.title(), role="" if role == "stranger" else role)


Make = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One address: what it needs, and what each of the six gets for each method."""

    name: str
    kwargs: Make
    expected: dict[str, tuple[str, ...]]
    data: dict[str, Any] | Make = field(default_factory=dict)
    query: str = ""


def row(
    name: str,
    kwargs: Make = lambda scene: {},
    *,
    data: dict[str, Any] | Make | None = None,
    query: str = "",
    **methods: str,
) -> Row:
    """`name` is the name of the URL with its room, or (without a name) its path."""
    expected = {}
    for method, words in methods.items():
        each = tuple(words.split())
        expected[method] = each * len(ROLES) if len(each) == 1 else each
        if len(expected[method]) != len(ROLES):
            raise ValueError(f"{name} {method}: {len(each)} words for {len(ROLES)} people")
    return Row(name, kwargs, expected, data or {}, query)


def all_rows() -> dict[str, Row]:
    """The lines below and those of every room."""
    found = list(ROWS)
    for room in rooms():
        try:
            found += importlib.import_module(f"tests.{room}.doors").ROWS
        except ModuleNotFoundError:
            continue
    names = [each.name for each in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"these doors are in the table twice: {sorted(twice)}")
    return {each.name: each for each in found}


ROWS = [
    row("healthz", GET="200"),
    row("feeds", GET="200"),
    row("service_worker", GET="200"),
    row("admin/login/", GET="302", POST="302"),
    row("styleguide/", GET="200"),
    row("own_account", GET="in 403 403 200 200 200", POST="in 403 403 200 200 200"),
    row("wagtail_serve", lambda s: {"path": ""}, GET="200"),
]

# What is included from others is declared by prefix; a GET of each of its addresses must end like this.
# "open": the door lets them pass, and what stands behind it decides; never an error.
THIRD_PARTY = {
    "admin/users/": "in 403 403 403 403 403",
    "admin/groups/": "in 403 403 403 403 403",
    "admin/password_reset/": "in 403 403 403 403 403",
    "admin/failwhale/": "in 403 403 403 403 403",
    "admin/": "in 403 403 open open open",
    "account/2fa/authenticate/": "open",
    "account/2fa/webauthn/login/": "open",
    "account/": "in open open open open open",
    "documents/": "open",
    "pages/": "open",
    "api/": "open",
}
