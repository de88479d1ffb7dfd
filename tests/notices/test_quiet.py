"""At night what can wait waits; of what somebody follows three letters a day leave at once; what is stale never leaves."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from core.clock import now
from notices import kinds
from notices.actions import post, post_to_all, send_due
from notices.models import Letter
from tests.builders import make_event, make_person
from tests.notices.test_choices import thank

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")
EVENING, MORNING = datetime(2026, 11, 18, 22, 30, tzinfo=HERE), datetime(2026, 11, 19, 8, 0, tzinfo=HERE)


@pytest.fixture
def evening():
    with time_machine.travel(EVENING, tick=True) as moment:
        yield moment


def changed(event, **more) -> Letter:
    context = {"event": event, "project": event.project, "signup": None, "slot": None}
    letter = post(kind="event_changed", to=make_person(), event_key=f"x:{event.pk}", context=context, **more)
    assert letter
    return letter


def test_thanks_wait_until_eight_by_the_clock_of_the_event(evening):
    letter = thank(make_person(), make_event())
    assert letter.due_at == MORNING
    assert send_due() == 0
    evening.move_to(MORNING + timedelta(minutes=1))
    assert send_due() == 1


def test_elsewhere_it_is_not_night_yet(evening):
    assert thank(make_person(), make_event(zone="Atlantic/Azores")).due_at <= now()


def test_by_day_letters_leave_at_once():
    with time_machine.travel(datetime(2026, 11, 18, 20, 59, tzinfo=HERE)):
        assert thank(make_person(), make_event()).due_at <= now()


def test_a_change_of_a_date_in_a_week_waits_and_one_of_tomorrow_morning_does_not(evening):
    week, soon = make_event(starts_in=timedelta(days=7)), make_event(starts_in=timedelta(hours=10))
    assert changed(week).due_at == MORNING
    assert changed(soon).due_at <= now()


def test_what_nobody_needs_in_the_morning_leaves_now(evening):
    event = make_event(starts_in=timedelta(days=7))
    assert changed(event, good_until=now() + timedelta(hours=2)).due_at <= now()


def test_codes_and_the_fast_lane_know_no_night(evening, letter_to):
    assert letter_to("amal@mail.example").due_at <= now()
    assert changed(make_event(starts_in=timedelta(days=7)), lane=Letter.Lane.FAST).due_at <= now()


def test_letters_to_many_wait_for_the_morning_too(evening):
    event = make_event()
    context = {"event": event, "others": 0, "given": 60, "minutes": 60}
    post_to_all(kind="thanks", people=[make_person()], event_key="x", context=context)
    assert Letter.objects.get().due_at == MORNING


def test_a_worker_that_was_away_for_two_days_sends_no_stale_letter(evening):
    event = make_event(starts_in=timedelta(hours=40))
    stale, fresh = changed(event, good_until=event.starts_at), thank(make_person(), event)
    evening.move_to(EVENING + timedelta(days=2))
    assert send_due() == 1
    stale.refresh_from_db()
    fresh.refresh_from_db()
    assert (stale.sent_at, stale.attempts) == (None, 0) and fresh.sent_at


@pytest.fixture
def limited(monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "thanks", kinds.Kind("thanks", kinds.CATEGORIES["talk"]))


def lanes() -> list[int]:
    return sorted(Letter.objects.values_list("lane", flat=True))


def test_the_fourth_letter_of_a_day_is_a_line_of_the_digest(limited):
    amal, events = make_person("Amal"), [make_event() for _ in range(5)]
    for event in [*events, *events]:  # every job runs twice
        thank(amal, event)
    assert lanes() == [Letter.Lane.NORMAL] * 3 + [Letter.Lane.DIGEST] * 2
    line = Letter.objects.filter(lane=Letter.Lane.DIGEST, person=amal).first()
    assert (line.html, line.link) == ("", "https://x.example/me/") and "because you were there" in line.text
    assert thank(make_person("Bea"), events[0]).lane == Letter.Lane.NORMAL
    with time_machine.travel(now() + timedelta(days=1)):
        assert thank(amal, make_event()).lane == Letter.Lane.NORMAL


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_many_write_at_once(limited):
    amal, events = make_person("Amal"), [make_event() for _ in range(8)]

    def work(event):
        thank(amal, event)
        connection.close()

    threads = [threading.Thread(target=work, args=[event]) for event in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lanes() == [Letter.Lane.NORMAL] * 3 + [Letter.Lane.DIGEST] * 5
