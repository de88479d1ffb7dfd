"""Random deeds on a few slots; after each of them the rules hold. `prove seats` walks much further."""

import pytest

from projects.actions import queue
from tests.support.seat_walk import Broken, Walk

pytestmark = pytest.mark.django_db


def test_the_rules_hold_after_every_step():
    walk = Walk(1).go(250)
    assert len(+walk.done) >= 12, walk.done


def test_a_queue_that_nobody_serves_is_noticed(monkeypatch):
    monkeypatch.setattr(queue, "promote", lambda slot, freed=False: None)
    with pytest.raises(Broken, match="I5"):
        Walk(1).go(250)
