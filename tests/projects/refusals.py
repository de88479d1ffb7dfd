"""Refusals, asked for by name."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.errors import RuleBroken


@contextmanager
def refused(code: str) -> Iterator[None]:
    """`with refused("past"):` — the rule says no, with this code and a sentence, not a word."""
    with pytest.raises(RuleBroken) as found:
        yield
    assert found.value.code == code
    assert len(str(found.value)) > 15
