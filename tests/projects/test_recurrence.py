"""Repeating dates on the wall clock, over both clock changes, and the rules that are refused."""

from datetime import UTC, date, datetime, time

import pytest

from projects import recurrence
from tests.projects.refusals import refused

AMS = "Europe/Amsterdam"
SATURDAY = date(2026, 12, 5)


def test_every_saturday_until_the_last_day_included():
    found = recurrence.days(recurrence.weekly(SATURDAY), SATURDAY, date(2026, 12, 19))
    assert found == [date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]


def test_every_second_week():
    found = recurrence.days(recurrence.weekly(SATURDAY, 2), SATURDAY, date(2027, 1, 2))
    assert found == [date(2026, 12, 5), date(2026, 12, 19), date(2027, 1, 2)]


def test_every_first_saturday_of_the_month():
    rule = recurrence.monthly(SATURDAY)
    assert rule == "FREQ=MONTHLY;BYDAY=1SA"
    assert recurrence.days(rule, SATURDAY, date(2027, 2, 28)) == [SATURDAY, date(2027, 1, 2), date(2027, 2, 6)]


def test_the_fifth_one_of_a_month_is_its_last():
    assert recurrence.monthly(date(2026, 10, 31)) == "FREQ=MONTHLY;BYDAY=-1SA"


def test_the_wall_clock_stays_over_both_clock_changes():
    spring = [recurrence.moments(day, time(9), 90, AMS)[0] for day in (date(2027, 3, 27), date(2027, 3, 28))]
    autumn = [recurrence.moments(day, time(9), 90, AMS)[0] for day in (date(2026, 10, 24), date(2026, 10, 25))]
    assert [moment.hour for moment in spring] == [8, 7]
    assert [moment.hour for moment in autumn] == [7, 8]


def test_an_hour_that_is_skipped_comes_an_hour_later_and_one_that_is_repeated_is_the_first():
    skipped, _ = recurrence.moments(date(2027, 3, 28), time(2, 30), 60, AMS)
    twice, ends = recurrence.moments(date(2026, 10, 25), time(2, 30), 60, AMS)
    assert skipped == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 3:30 on the wall
    assert (twice, ends) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=SA;COUNT=3",
        "FREQ=WEEKLY;BYDAY=SA;UNTIL=20270101T000000Z",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1SA",
        "FREQ=MONTHLY;BYDAY=SA",
        "FREQ=MONTHLY;BYDAY=5SA",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=SA",
        "FREQ=WEEKLY;INTERVAL=9999999;BYDAY=SA",
        "FREQ=WEEKLY;INTERVAL=²;BYDAY=SA",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=WEEKLY;BYDAY=SA\nEXDATE:20261205",
        "nonsense",
    ],
)
def test_rules_we_do_not_understand_are_refused(rule):
    with refused("rule"):
        recurrence.days(rule, SATURDAY, date(2027, 1, 1))


def test_a_series_ends_and_never_yields_hundreds():
    with refused("until"):
        recurrence.days(recurrence.weekly(SATURDAY), SATURDAY, date(2026, 12, 4))
    with refused("until_far"):
        recurrence.days(recurrence.weekly(SATURDAY), SATURDAY, date(9999, 12, 31))
    with refused("too_many_dates"):
        recurrence.days("FREQ=DAILY", SATURDAY, date(2027, 11, 30))


def test_days_are_paired_week_for_week():
    old = [date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]
    sundays = [date(2026, 12, 6), date(2026, 12, 13), date(2026, 12, 20)]
    weekly, fortnightly = recurrence.weekly(SATURDAY), recurrence.weekly(SATURDAY, 2)
    assert recurrence.pairs(weekly, "FREQ=WEEKLY;BYDAY=SU", old, sundays) == dict(zip(old, sundays, strict=True))
    assert recurrence.pairs(weekly, fortnightly, old, [old[0], old[2]]) == {old[0]: old[0], old[2]: old[2]}


def test_from_weeks_to_months_only_the_same_day_is_the_same():
    old = [date(2026, 12, 5), date(2026, 12, 12), date(2027, 1, 2)]
    new = [date(2026, 12, 6), date(2027, 1, 2)]
    assert recurrence.pairs(recurrence.weekly(SATURDAY), recurrence.monthly(SATURDAY), old, new) == {
        old[0]: new[0], old[2]: old[2],
    }  # fmt: skip


def test_rules_are_put_into_words():
    assert recurrence.words(recurrence.weekly(SATURDAY)) == "Every week on Saturday"
    assert recurrence.words(recurrence.weekly(SATURDAY, 2)) == "Every 2 weeks on Saturday"
    assert recurrence.words(recurrence.monthly(SATURDAY)) == "Every first Saturday of the month"
    assert recurrence.words("FREQ=DAILY") == "Every day"
