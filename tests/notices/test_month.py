"""Some days of a small city, each job run twice and each bell heard five times. `prove month` lives through a month."""

import pytest

from tests.support.month import Month, naive

pytestmark = pytest.mark.django_db


def test_every_letter_leaves_once_in_time_and_by_day():
    days = Month(people=6, projects=3, days=3, away=range(1, 2)).go(every=6, deeds=6)
    assert days.wrong == []
    assert sum(days.kinds.values()) > 10 and len(days.kinds) > 3, days.kinds


def test_an_outbox_without_its_key_is_noticed():
    with naive():
        assert any(line.startswith("twice") for line in Month(people=4, projects=2, days=1).go(every=6, deeds=6).wrong)
