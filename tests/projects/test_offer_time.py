"""How long a place is held, and that no clock runs while people sleep."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from projects.offer_time import hold_for, hold_until

AMS = ZoneInfo("Europe/Amsterdam")
H = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In the week of Mon 2 Nov 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=AMS)


@pytest.mark.parametrize(
    ("left", "held"),
    [
        (8 * 24 * H, 24 * H),
        (7 * 24 * H, 24 * H),
        (7 * 24 * H - timedelta(seconds=1), 12 * H),
        (48 * H, 12 * H),
        (47 * H, 4 * H),
        (24 * H, 4 * H),
        (23 * H, H),
        (6 * H, H),
        (6 * H - timedelta(seconds=1), None),
        (timedelta(0), None),
    ],
)
def test_the_ladder(left, held):
    assert hold_for(left) == held


def test_by_day_the_clock_runs_through():
    assert hold_until(at(3, 10), at(4, 20), AMS) == at(3, 14)


def test_no_clock_runs_from_nine_in_the_evening_to_eight():
    assert hold_until(at(3, 20), at(5, 12), AMS) == at(4, 11)  # one hour before nine, three after eight


def test_an_offer_at_night_starts_to_run_in_the_morning():
    assert hold_until(at(3, 23), at(5, 12), AMS) == at(4, 12)


def test_twenty_four_hours_are_waking_hours():
    assert hold_until(at(3, 9), at(20, 9), AMS) == at(4, 20)  # 12 on the first day, 12 on the second


def test_within_twelve_hours_of_the_start_the_clock_runs_at_night():
    assert hold_until(at(3, 22), at(4, 9), AMS) == at(3, 23)


def test_the_night_ends_for_the_clock_twelve_hours_before_the_start():
    assert hold_until(at(3, 20, 40), at(4, 10), AMS) == at(3, 22, 40)  # 20 min, pause 21:00–22:00, 40 min


def test_a_clock_change_in_the_night_moves_nothing():
    start = datetime(2026, 10, 26, 12, tzinfo=AMS)  # clocks go back on Sun 25 Oct
    assert hold_until(datetime(2026, 10, 24, 20, tzinfo=AMS), start, AMS) == datetime(2026, 10, 25, 11, tzinfo=AMS)
