"""When the tests take place: a working morning of autumn, whatever the clock on the wall says.

Rules speak of local days, nights and clock changes, so a run after midnight would test something else than one at
noon. `ENGAGE_TEST_AT=2027-03-27T22:45Z python3 dev.py test` lets all of it happen at another moment.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import time_machine

MORNING = "2026-11-18T09:00Z"
_travel = time_machine.travel(os.environ.get("ENGAGE_TEST_AT", MORNING), tick=True)


def start() -> None:
    _travel.start()


@contextmanager
def as_on_the_wall() -> Iterator[None]:
    """The operating system's own time, for a test that starts processes beside itself."""
    _travel.stop()
    try:
        yield
    finally:
        _travel.start()
