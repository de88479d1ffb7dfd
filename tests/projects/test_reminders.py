"""A week and two hours before a date: one letter to each reader, by day, never late, never twice for the same time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.clock import now
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Person
from projects.actions import add_need, cancel_event, claim_need, join_slot, leave_slot, remind_of_dates
from projects.models import Event, SignUp
from tests.builders import make_child, make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import entry, letters, the_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(ana):
    """At noon local time ten days ahead."""
    event = make_event(make_project(ana, status="active", bring="gloves"), starts_in=timedelta(days=10))
    return make_slot(at_hour(event, 12))


@pytest.fixture
def bea(slot):
    return make_seat(slot, make_person("Bea")).person


def at_hour(event, hour):
    start = event.local_start.replace(hour=hour, minute=0, second=0, microsecond=0)
    Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    return Event.objects.get(pk=event.pk)


def wait_until(event, **before):
    clock.shift(event.starts_at - timedelta(**before) - now())


def reminded(event, **before):
    """How many letters the task brings at that time; asked for twice, heard twice."""
    wait_until(event, **before)
    already = len(letters("date_reminder"))
    for _ in range(2):
        remind_of_dates()
        deliver_all()
    return len(letters("date_reminder")) - already


def test_a_week_and_two_hours_before_whoever_has_a_place_is_reminded(slot, bea, ana):
    need = add_need(by=ana, event=slot.event, item="wheelbarrow", wanted=2, source="bring")
    claim_need(by=bea, need=need, amount=2)
    event = slot.event
    assert [reminded(event, days=days) for days in (8, 7, 6.5, 3)] == [0, 1, 0, 0]
    letter = the_letter("date_reminder")
    assert letter.person == bea and letter.subject.startswith("In a week: ")
    for words in ("2 × wheelbarrow", "Please bring: gloves", event.meeting_point, "Can’t make it?", "/signups/"):
        assert words in letter.text
    assert entry(letter)["uid"].startswith(f"event-{event.pk}@")
    assert letter.good_until == event.starts_at - timedelta(days=6)
    assert [reminded(event, hours=hours) for hours in (3, 2, 1)] == [0, 1, 0]
    assert letters("date_reminder")[1].subject.startswith("See you soon: ")


def test_before_an_early_date_the_evening_is_the_time(slot, bea):
    event = at_hour(slot.event, 9)
    assert reminded(event, hours=14) == 0  # 19:00
    assert reminded(event, hours=13) == 1  # 20:00
    assert reminded(event, hours=1) == 0


def test_nothing_is_said_at_night(slot, bea):
    event = at_hour(slot.event, 7)
    assert reminded(event, days=7) == 0
    assert reminded(event, days=6, hours=23) == 1  # 8:00


def test_after_two_days_without_a_worker_nothing_late_is_said(slot, bea):
    assert reminded(slot.event, days=5) == 0
    assert reminded(slot.event, minutes=29) == 0


def test_who_has_just_joined_or_has_no_place_is_not_reminded(slot):
    wait_until(slot.event, days=7, hours=20)
    join_slot(by=make_person("Cy"), slot=slot)
    gone = join_slot(by=make_person("Dag"), slot=slot)
    SignUp.objects.filter(pk=gone.pk).update(created_at=now() - timedelta(days=30))
    leave_slot(by=gone.person, signup=gone)
    assert reminded(slot.event, days=7) == 0


def test_a_moved_date_is_reminded_of_anew_but_never_twice_for_one_time(slot, bea):
    event = slot.event
    assert reminded(event, days=7) == 1
    later = event.starts_at + timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(starts_at=later, ends_at=later + timedelta(hours=2))
    assert reminded(Event.objects.get(pk=event.pk), days=7) == 1
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at, ends_at=event.ends_at)
    clock.reset()
    assert reminded(event, days=7) == 0


def test_a_cancelled_date_takes_its_waiting_reminders_back(slot, bea, ana):
    assert reminded(slot.event, days=7) == 1
    cancel_event(by=ana, event=slot.event, reason="weather")
    deliver_all()
    assert not Letter.objects.unsent().filter(kind="date_reminder").exists()
    assert Letter.objects.unsent().filter(kind="event_cancelled").exists()


def test_a_family_gets_one_letter_that_names_them_all(slot):
    guardian = make_person("Gil")
    child = make_child(guardian, "Noa")
    for person in (guardian, child, make_child(guardian, "Ben")):
        make_seat(slot, Person.objects.get(pk=person.pk))
    slot.refresh_from_db()
    SignUp.objects.update(created_at=now() - timedelta(days=3))
    assert reminded(slot.event, days=7) == 1
    (letter,) = letters("date_reminder")
    assert letter.person == guardian and letter.subject.startswith("Gil, Noa and Ben: ")
    assert letter.text.count("/signups/") == 3


def test_the_task_asks_the_database_alike_for_each_near_date_and_not_for_each_person(slot, bea):
    many = [at_hour(make_event(slot.event.project, starts_in=timedelta(days=12)), 12) for _ in range(4)]
    for event in many:
        for name in ("Cy", "Dee", "Eve"):
            make_seat(make_slot(event), make_person(name))
    asked = []
    for event, dates in ((slot.event, 1), (many[0], 4), (many[0], 0)):
        wait_until(event, days=7)
        with CaptureQueriesContext(connection) as queries:
            assert remind_of_dates() == dates
        asked.append(len(queries))
    one, four, none = asked
    assert none == 2 and four - none <= 4 * (one - none)
