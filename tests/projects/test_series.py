"""Dates that repeat: made some weeks ahead, changed from one on, ended; who is on them hears it once."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError

from core import clock
from people.models import Deed
from projects.actions import (
    Later,
    add_slot,
    cancel_event,
    change_event,
    change_later,
    end_series,
    fill_series,
    join_slot,
    pause_project,
    plan_later,
    set_release,
    start_series,
)
from projects.models import Event, Project, Series, SignUp
from tests.builders import make_person, make_project, make_slot
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
AMS = "Europe/Amsterdam"
TASKS = [{"name": "Helpers", "capacity": 5}]


def in_days(n):
    return (clock.now() + timedelta(days=n)).date()


@pytest.fixture
def project(ana):
    return make_project(ana)


def begin(ana, project, **more):
    first = more.pop("first_day", in_days(7))
    given = {
        "rule": weekly(first), "first_day": first, "begins": time(9), "ends": time(11, 30), "zone": AMS,
        "until": first + timedelta(weeks=20), "meeting_point": "Blue sign", "slots": TASKS, **more,
    }  # fmt: skip
    return start_series(by=ana, project=project, **given)


def weekly(day):
    from projects.recurrence import weekly

    return weekly(day)


def dates(series):
    return list(series.events.order_by("starts_at"))


def later(series, event, **more):
    day = more.pop("day", event.recurrence_id)
    given = {
        "rule": weekly(day), "day": day, "begins": series.begins, "ends": series.ends.time(), "until": series.until,
        "meeting_point": series.meeting_point, **more,
    }  # fmt: skip
    return Later(**given)


def test_a_series_makes_its_dates_eight_weeks_ahead(ana, project):
    series = begin(ana, project)
    made = dates(series)
    assert len(made) == 8 and made[0].slots.get().capacity == 5
    assert {event.local_start.hour for event in made} == {9}
    project.refresh_from_db()
    assert project.status == Project.Status.ACTIVE
    assert fill_series() == 0 and fill_series() == 0
    clock.shift(timedelta(weeks=2))
    assert fill_series() == 2 and fill_series() == 0


def test_a_series_that_begins_later_shows_its_first_date(ana, project):
    assert len(dates(begin(ana, project, first_day=in_days(100)))) == 1


def test_a_series_ends_on_its_last_day(ana, project):
    series = begin(ana, project, until=in_days(14))
    clock.shift(timedelta(days=10))
    fill_series()
    assert [event.recurrence_id for event in dates(series)] == [series.first_day, series.until]


def test_the_database_knows_each_day_of_a_series_once(ana, project):
    series = begin(ana, project)
    event = dates(series)[0]
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(recurrence_id=dates(series)[1].recurrence_id)


@pytest.mark.parametrize("start", [datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 10, 4, 12, tzinfo=UTC)])
def test_a_series_stays_on_the_wall_clock_over_a_clock_change(ana, project, start):
    with time_machine.travel(start, tick=False):
        made = dates(begin(ana, project))
        assert {(event.local_start.hour, event.local_end.minute) for event in made} == {(9, 30)}
        assert len({event.starts_at.hour for event in made}) == 2


def test_what_cannot_be_a_series_is_refused(ana, project):
    with refused("past"):
        begin(ana, project, first_day=in_days(-7))
    with refused("ends_early"):
        begin(ana, project, ends=time(8))
    with refused("one_date"):
        begin(ana, project, until=in_days(8))
    with refused("until"):
        begin(ana, project, until=in_days(6))
    with refused("until_far"):
        begin(ana, project, until=in_days(2000))
    with refused("slots"):
        begin(ana, project, slots=[])
    with refused("capacity"):
        begin(ana, project, slots=[{"name": "Helpers", "capacity": 0}])
    with refused("not_allowed"):
        begin(make_person("Eve"), project)
    assert not Series.objects.exists() and not Event.objects.exists()


def test_a_stopped_project_gets_no_more_dates(ana, project):
    series = begin(ana, project)
    pause_project(by=ana, project=project, reason="The river is too high for all of us.")
    clock.shift(timedelta(weeks=3))
    assert fill_series() == 0
    assert {event.status for event in dates(series)} == {"cancelled"}


def test_only_this_date_changes_and_is_left_alone_later(ana, project):
    series = begin(ana, project)
    second = dates(series)[1]
    change_event(by=ana, event=second, starts_at=second.starts_at + timedelta(hours=1))
    second.refresh_from_db()
    assert second.detached
    first = dates(series)[0]
    change_later(by=ana, event=first, later=later(series, first, meeting_point="Red gate"), seen=series.version)
    second.refresh_from_db()
    assert (second.meeting_point, second.local_start.hour) == ("Blue sign", 10)
    assert {event.meeting_point for event in dates(series) if event.pk != second.pk} == {"Red gate"}


def test_this_and_all_later_move_and_earlier_ones_stay(ana, project):
    series = begin(ana, project)
    made = dates(series)
    third = made[2]
    moved = later(series, third, day=third.recurrence_id + timedelta(days=1), begins=time(10), ends=time(12))
    change_later(by=ana, event=third, later=moved, seen=series.version)
    now_there = dates(series)
    assert [event.pk for event in now_there] == [event.pk for event in made]
    assert [event.starts_at for event in now_there[:2]] == [event.starts_at for event in made[:2]]
    assert all(event.recurrence_id == old.recurrence_id + timedelta(days=1) for event, old in zip(now_there[2:], made[2:], strict=True))  # fmt: skip
    assert {event.local_start.hour for event in now_there[2:]} == {10}
    assert {event.ics_sequence for event in now_there[2:]} == {1}
    assert fill_series() == 0


def test_the_switch_for_silent_places_stays_with_one_date_or_goes_with_the_series(ana, project):
    series = begin(ana, project)
    first, second, third = dates(series)[:3]
    set_release(by=ana, event=first, on=True)
    assert [event.releases for event in dates(series)[:3]] == [True, False, False]
    change_event(by=ana, event=third, starts_at=third.starts_at + timedelta(hours=1))
    set_release(by=ana, event=second, on=True, later=True)
    assert [event.releases for event in dates(series)[:4]] == [True, True, False, True]
    clock.shift(timedelta(weeks=1))
    assert fill_series() == 1
    assert dates(series)[-1].releases


def test_past_dates_never_change(ana, project):
    series = begin(ana, project)
    clock.shift(timedelta(days=10))
    first, second = dates(series)[:2]
    with refused("not_ahead"):
        change_later(by=ana, event=first, later=later(series, first), seen=series.version)
    change_later(by=ana, event=second, later=later(series, second, begins=time(8)), seen=series.version)
    assert [event.local_start.hour for event in dates(series)[:3]] == [9, 8, 8]


def test_dates_that_fall_out_are_cancelled_with_their_people(ana, project):
    series = begin(ana, project)
    first, second = dates(series)[:2]
    bea = make_person("Bea")
    for event in (first, second):
        join_slot(by=bea, slot=event.slots.get())
    wanted = later(series, first, rule=f"{weekly(first.recurrence_id)};INTERVAL=2")
    does = {step.event.pk: (step.does, step.people) for step in plan_later(by=ana, event=first, later=wanted)}
    assert does[first.pk] == ("stays", 1) and does[second.pk] == ("ends", 1)
    change_later(by=ana, event=first, later=wanted, seen=series.version)
    second.refresh_from_db()
    assert (second.status, second.recurrence_id) == ("cancelled", None)
    assert SignUp.objects.get(slot__event=second).state == "cancelled"
    assert SignUp.objects.get(slot__event=first).state == "confirmed"


def test_a_cancelled_date_does_not_come_back(ana, project):
    series = begin(ana, project)
    first, second = dates(series)[:2]
    cancel_event(by=ana, event=second, reason="weather")
    assert fill_series() == 0
    sunday = later(series, first, day=first.recurrence_id + timedelta(days=1))
    change_later(by=ana, event=first, later=sunday, seen=series.version)
    assert fill_series() == 0 and len(dates(series)) == 8


def test_two_tabs_do_not_change_a_series_behind_each_other(ana, project):
    series = begin(ana, project)
    first = dates(series)[0]
    change_later(by=ana, event=first, later=later(series, first, begins=time(8)), seen=series.version)
    with refused("stale"):
        change_later(by=ana, event=first, later=later(series, first, begins=time(7)), seen=series.version)
    with refused("stale"):
        end_series(by=ana, event=first, seen=series.version)


def test_an_ended_series_has_no_dates_from_there_on(ana, project):
    series = begin(ana, project)
    made = dates(series)
    end_series(by=ana, event=made[3], seen=series.version)
    assert [event.status for event in dates(series)] == ["scheduled"] * 3 + ["cancelled"] * 5
    clock.shift(timedelta(weeks=1))
    assert fill_series() == 0


def test_a_series_made_longer_gets_its_new_dates(ana, project):
    series = begin(ana, project, until=in_days(14))
    first = dates(series)[0]
    change_later(by=ana, event=first, later=later(series, first, until=in_days(28)), seen=series.version)
    assert len(dates(series)) == 4


def test_only_leads_change_a_series(ana, project):
    series = begin(ana, project)
    first = dates(series)[0]
    with refused("not_allowed"):
        change_later(by=make_person("Eve"), event=first, later=later(series, first), seen=series.version)
    single = make_slot(capacity=3).event
    with refused("not_allowed"):
        end_series(by=ana, event=single, seen=0)


def test_a_single_date_is_no_series(ana, project):
    series = begin(ana, project)
    first = dates(series)[0]
    Event.objects.filter(pk=first.pk).update(series=None)
    with refused("no_series"):
        end_series(by=ana, event=first, seen=0)
    add_slot(by=ana, event=first, words={"name": "Sorting"})


def test_everything_rings_once_for_the_series(ana, project):
    series = begin(ana, project)
    first = dates(series)[0]
    change_later(by=ana, event=first, later=later(series, first, begins=time(8)), seen=series.version)
    deed = Deed.objects.get(bell="projects.series_changed")
    assert len(deed.ids["changed"]) == 8 and deed.ids["ended"] == []
