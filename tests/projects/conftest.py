"""After each test the clock shows the real time again."""

from collections.abc import Iterator

import pytest

from core import clock


@pytest.fixture(autouse=True)
def real_time_again() -> Iterator[None]:
    yield
    clock.reset()
