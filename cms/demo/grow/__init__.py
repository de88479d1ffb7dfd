"""Let the demo city grow far beyond what could be lived through: rows in bulk, for measuring.

No action runs and no bell rings, so each module here keeps the invariants by itself; `manage.py doctor` checks them
afterwards, and tests replay the rooms' own reconciling over it, which must change nothing.
"""

from collections.abc import Callable
from random import Random

from django.conf import settings
from django.db import transaction

from core import clock

from .people import move_in
from .points import pay
from .polls import ask
from .projects import AROUND, work_together


def grow(*, projects: int, say: Callable[[str], None] = lambda words: None) -> None:
    """Add so many projects with all that belongs to them, and two open polls with as many ideas. The city must
    have been laid out. Raises RuntimeError on a real site."""
    if settings.PRODUCTION:
        raise RuntimeError("An invented city does not belong on a real site. Use ENGAGE_MODE=demo.")
    with transaction.atomic():
        _grow(projects, say)


def _grow(projects: int, say: Callable[[str], None]) -> None:
    random = Random(projects)
    people = move_in(projects + AROUND, random)
    say(f"{len(people)} people")
    came = work_together(people, projects, random, clock.now())
    say(f"{projects} projects, {2 * projects} dates, {len(came)} times that somebody came")
    say(f"{pay(came)} entries in the ledger")
    say(f"{ask(people, projects, random, clock.now())} ideas in three polls")
