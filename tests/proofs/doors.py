"""Every door has a rule: each cell of address × method × six people is declared and tried; an undeclared address stops the start.

The controls: the same start with the same address behind a door goes well, so it is the missing rule that stops it. And
each door is opened to everybody in turn, here and not in the product: the table must notice every single one.
"""

import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from tests.tooling.house import ROOT

START = """
import os
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
django.setup()
import engage.urls
from core.doors import anyone, door
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path

def forgotten(request):
    return HttpResponse("nobody thought of me")

engage.urls.urlpatterns.insert(0, path("forgotten/", VIEW))
call_command("check")
"""


def start_with(view: str) -> subprocess.CompletedProcess[str]:
    """Start a site that has one address more."""
    command = [sys.executable, "-c", START.replace("VIEW", view)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def main(argv: list[str] | None = None) -> int:
    refused, with_door = start_with("forgotten"), start_with("door(anyone)(forgotten)")
    stops = refused.returncode != 0 and "engage.E001" in refused.stderr
    starts = with_door.returncode == 0
    print(f"a site with an undeclared address {'does not start' if stops else 'STARTS'}")
    print(f"control: with a door before it, it {'starts' if starts else 'DOES NOT START'}", flush=True)
    with a_city():
        undeclared = not_in_the_table()
        tried, wrong = every_cell()
        noticed, opened = every_door_opened()
    for line in [*undeclared, *wrong][:40]:
        print(f"  {line}")
    print(f"control: {noticed} of {opened} doors were missed when their policy was taken away (must be all)")
    kept = stops and starts and not undeclared and not wrong and 0 < noticed == opened
    print(
        f"doors: {tried - len(wrong)} of {tried} cells as declared, {len(undeclared)} undeclared; {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


@contextmanager
def a_city() -> Iterator[None]:
    """A migrated database, and one transaction that is taken back in the end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import transaction
    from django.test.utils import setup_test_environment

    from tests.support import ground

    logging.disable(logging.CRITICAL)  # a refusal is what is asked for here
    warnings.simplefilter("ignore")
    setup_test_environment()
    own = ground.lay()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        own.remove()


def not_in_the_table() -> list[str]:
    """Addresses and methods that the table does not speak of, and lines about what is gone."""
    from tests.doors_table import all_rows
    from tests.support import knocks

    table, ours = all_rows(), knocks.ours()
    takes = {name: pattern.callback.door.methods - {"HEAD"} for name, pattern in ours.items()}
    return [f"{name} is not in the table" for name in sorted(set(ours) - set(table))] + [
        f"{name}: the table has other methods" for name in sorted(table) if set(table[name].expected) != takes.get(name)
    ]


def every_cell() -> tuple[int, list[str]]:
    """Each of our addresses × method × person, then the same for what is included from others, by its prefix."""
    from tests.doors_table import ROLES, all_rows
    from tests.support import knocks

    visitors, table, wrong, tried = knocks.Visitors(), all_rows(), [], 0
    whole = knocks.cells((), every=True)
    for name in sorted(set(table) & set(knocks.ours())):
        found = knocks.wrong_answers(table[name], whole, visitors)
        wrong += [f"{name} {method} as {role}: {what}" for (method, role), what in found.items()]
        tried += len(whole)
    print(
        f"{tried} cells of our own addresses, for {len(ROLES)} people and {len(knocks.METHODS)} methods: {len(wrong)} wrong",
        flush=True,
    )
    ours = tried
    for path in knocks.theirs():
        for cell in whole:
            if what := knocks.wrong_answer_of_theirs(path, cell, visitors):
                wrong.append(f"{path} {cell[0]} as {cell[1]}: {what}")
        tried += len(whole)
    print(f"{tried - ours} cells of included addresses", flush=True)
    return tried, wrong


def every_door_opened() -> tuple[int, int]:
    """The negative control: one door after the other lets everybody in, and its line of the table must say so.

    Returns how many were noticed, and how many were opened.
    """
    from core.doors import Door, anyone
    from tests.doors_table import ROLES, all_rows
    from tests.support import knocks

    visitors, table, noticed, opened = knocks.Visitors(), all_rows(), 0, 0
    for name, pattern in knocks.ours().items():
        door = pattern.callback.door
        if door.policy is anyone or name not in table:
            continue
        method = "GET" if "GET" in door.methods else "POST"
        pattern.callback.door = Door(anyone, door.methods)
        try:
            wrong = knocks.wrong_answers(table[name], [(method, role) for role in ROLES], visitors)
        finally:
            pattern.callback.door = door
        opened, noticed = opened + 1, noticed + bool(wrong)
        if not wrong:
            print(f"  {name} stood open, and nobody noticed")
    return noticed, opened


if __name__ == "__main__":
    sys.exit(main())
