"""Ana votes, and again as Bea; Mei is the second official."""

import pytest

from tests.builders import make_person
from tests.ideas.builders import make_ideas, make_poll, opened

from .cases import two


@pytest.fixture
def poll(db):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 3)
    return opened(poll)


@pytest.fixture
def second(poll):
    return make_person("Mei", role="administrator")


@pytest.fixture
def pair(poll):
    """One person twice: Ana voted first, Bea is her later account."""
    return two(poll)
