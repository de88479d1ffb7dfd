"""Confirm or release: where people wait, those with a place are asked whether they still come."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.deeds import deliver_all
from projects import ahead, answer_keys
from projects.actions import (
    ask_who_comes,
    join_slot,
    move_to_front,
    release_unanswered,
    remind_who_comes,
    say_still_coming,
    set_release,
)
from projects.models import Attendance, Event, QueueMove, SignUp, Slot
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters, the_letter
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(ana):
    """Full, at noon local time ten days ahead, with somebody waiting and the switch on."""
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(days=10), releases=True)
    noon = event.local_start.replace(hour=12, minute=0, second=0, microsecond=0)
    Event.objects.filter(pk=event.pk).update(starts_at=noon, ends_at=noon + timedelta(hours=2))
    return make_slot(Event.objects.get(pk=event.pk), capacity=1)


@pytest.fixture
def seat(slot):
    return join_slot(by=make_person("Bea"), slot=slot)


@pytest.fixture
def waiting(slot, seat):
    return join_slot(by=make_person("Cy"), slot=slot)


def wait_until(slot, *, hours):
    """So many hours before the start."""
    clock.shift(slot.event.starts_at - timedelta(hours=hours) - now())


def still(signup):
    return reverse("projects:signup_still", args=[signup.ref])


def test_two_days_before_whoever_has_a_place_is_asked_once(slot, seat, waiting):
    wait_until(slot, hours=49)
    assert ask_who_comes() == 0
    wait_until(slot, hours=48)
    assert (ask_who_comes(), ask_who_comes()) == (1, 0)
    deliver_all()
    letter = the_letter("still_coming")
    assert letter.person == seat.person and answer_keys.key_of(seat) in letter.text


def test_nobody_is_asked_where_nobody_waits_or_who_has_just_joined(slot, seat):
    wait_until(slot, hours=60)
    other = make_slot(slot.event, capacity=1)
    join_slot(by=make_person("Dag"), slot=other)
    join_slot(by=make_person("Eli"), slot=other)
    wait_until(slot, hours=47)
    assert ask_who_comes() == 0


def test_nobody_is_asked_at_night(slot, seat, waiting):
    wait_until(slot, hours=38)  # 22:00
    assert ask_who_comes() == 0
    wait_until(slot, hours=28)  # 8:00
    assert ask_who_comes() == 1


def test_silence_is_reminded_of_and_then_the_place_goes_on(slot, seat, waiting):
    wait_until(slot, hours=48)
    ask_who_comes()
    wait_until(slot, hours=24)
    assert (remind_who_comes(), remind_who_comes()) == (1, 0)
    assert release_unanswered() == 0
    wait_until(slot, hours=18)
    assert release_unanswered() == 1
    seat.refresh_from_db(), waiting.refresh_from_db()
    assert (seat.state, waiting.state) == ("released", "offered")
    deliver_all()
    assert the_letter("seat_released").person == seat.person


def test_an_answer_keeps_the_place(slot, seat, waiting):
    wait_until(slot, hours=48)
    ask_who_comes()
    say_still_coming(by=seat.person, signup=seat)
    wait_until(slot, hours=18)
    assert remind_who_comes() + release_unanswered() == 0


def test_without_the_switch_silence_keeps_the_place(ana, slot, seat, waiting):
    set_release(by=ana, event=slot.event, on=False)
    with pytest.raises(NotAllowed):
        set_release(by=seat.person, event=slot.event, on=True)
    wait_until(slot, hours=48)
    ask_who_comes()
    wait_until(slot, hours=18)
    assert release_unanswered() == 0


def test_a_place_that_helps_nobody_is_kept(slot, seat):
    Slot.objects.filter(pk=slot.pk).update(capacity=2)
    join_slot(by=make_person("Dag"), slot=slot)
    big = join_slot(by=make_person("Cy"), slot=slot, party=2)
    wait_until(slot, hours=48)
    ask_who_comes()
    SignUp.objects.filter(pk=seat.pk).update(answered_at=now())
    wait_until(slot, hours=18)
    assert release_unanswered() == 0 and big.state == "waitlisted"


def test_a_sleeping_worker_leaves_time_to_answer(slot, seat, waiting):
    wait_until(slot, hours=20)
    ask_who_comes()
    wait_until(slot, hours=18)
    assert release_unanswered() == 0
    wait_until(slot, hours=6.5)
    assert release_unanswered() == 0  # 5:30 in the morning


def test_who_accepts_an_offer_late_is_not_asked_again(slot, seat, waiting):
    from projects.actions import accept_offer, leave_slot

    join_slot(by=make_person("Dag"), slot=slot)
    wait_until(slot, hours=50)
    leave_slot(by=seat.person, signup=seat)
    waiting.refresh_from_db()
    accept_offer(by=waiting.person, signup=waiting, token=waiting.offer_token)
    wait_until(slot, hours=47)
    assert ask_who_comes() == 0


def test_the_letter_is_answered_without_signing_in_and_only_by_a_press(client, slot, seat, waiting):
    wait_until(slot, hours=48)
    ask_who_comes()
    path = f"{still(seat)}?key={answer_keys.key_of(seat)}"
    assert "Still coming?" in client.get(path).content.decode()
    seat.refresh_from_db()
    assert seat.is_asked  # a scanner's GET answers nothing
    assert client.get(f"{still(seat)}?key=wrong").status_code == 404
    answer = client.post(still(seat), {"key": answer_keys.key_of(seat), "answer": "yes"})
    seat.refresh_from_db()
    assert seat.answered_at and "See you there!" in answer.content.decode()


def test_no_frees_the_place_and_fewer_frees_some(client, slot, seat, waiting):
    Slot.objects.filter(pk=slot.pk).update(capacity=4)
    three = make_seat(Slot.objects.get(pk=slot.pk), party=3)
    key = answer_keys.key_of(three)
    client.post(still(three), {"key": key, "answer": "fewer", "party": "2"})
    three.refresh_from_db(), waiting.refresh_from_db()
    assert (three.party, three.answered_at is not None, waiting.state) == (2, True, "offered")
    client.post(still(three), {"key": key, "answer": "no"})
    three.refresh_from_db()
    assert three.state == "cancelled"
    answer = client.post(still(three), {"key": key, "answer": "yes"})
    assert (answer.status_code, "no place here any more" in answer.content.decode()) == (422, True)


def test_my_page_asks_too(slot, seat, waiting):
    wait_until(slot, hours=48)
    ask_who_comes()
    client = client_of(seat.person)
    page = reverse("projects:signup_page", args=[seat.ref])
    assert "Still coming?" in client.get(page).content.decode()
    client.post(still(seat), {"answer": "yes"})
    assert "Still coming?" not in client.get(page).content.decode()


# ── moved by hand ──


def test_somebody_is_put_first_with_a_reason_that_those_waiting_can_read(ana, slot, seat, waiting):
    last = join_slot(by=make_person("Dag"), slot=slot)
    with pytest.raises(RuleBroken, match="Please say why"):
        move_to_front(by=ana, signup=last, reason="")
    with pytest.raises(NotAllowed):
        move_to_front(by=waiting.person, signup=waiting, reason="Me first.")
    move_to_front(by=ana, signup=last, reason="Brings the wheelbarrow.")
    assert list(SignUp.objects.queue().filter(slot=slot)) == [last, waiting]
    page = client_of(waiting.person).get(reverse("projects:signup_page", args=[waiting.ref])).content.decode()
    assert "Brings the wheelbarrow." in page and "number 2" in page and last.person.first_name not in page


def test_first_in_the_queue_stays_without_a_trace(ana, slot, seat, waiting):
    move_to_front(by=ana, signup=waiting, reason="First anyway.")
    assert not QueueMove.objects.exists()
    with pytest.raises(RuleBroken, match="not on the waitlist"):
        move_to_front(by=ana, signup=seat, reason="Sits already.")


def test_the_organizer_moves_and_switches_on_the_page(ana, slot, seat, waiting):
    last = join_slot(by=make_person("Dag"), slot=slot)
    client = client_of(ana)
    front = reverse("projects:signup_front", args=[last.ref])
    assert client.post(front, {"reason": ""}).status_code == 422
    client.post(front, {"reason": "Brings the wheelbarrow."})
    assert SignUp.objects.queue().filter(slot=slot).first() == last
    client.post(reverse("projects:event_releases", args=[slot.event.project.slug, slot.event.pk]), {"on": "no"})
    assert not Event.objects.get(pk=slot.event_id).releases


# ── too few places for all of them ──


def test_a_party_hears_once_that_it_does_not_fit_and_may_shrink(slot):
    Slot.objects.filter(pk=slot.pk).update(capacity=3)
    slot.refresh_from_db()
    make_seat(slot, party=2)
    big = join_slot(by=make_person("Cy"), slot=slot, party=3)
    for _ in range(2):
        join_slot(by=make_person("Dag"), slot=slot, party=2)
    deliver_all()
    letter = letters("party_skipped")[0]
    assert letter.person == big.person and "1 place is free" in letter.text
    assert len([one for one in letters("party_skipped") if one.person == big.person]) == 1
    page = client_of(big.person).get(reverse("projects:signup_page", args=[big.ref])).content.decode()
    assert "With fewer people you could have it." in page


# ── what an organizer should look at ──


def test_the_page_names_who_has_not_said_that_they_still_come(ana, slot, seat, waiting):
    wait_until(slot, hours=47)
    assert ahead.of(slot.event).unsure == []
    ask_who_comes()
    path = reverse("projects:event_ahead", args=[slot.event.project.slug, slot.event.pk])
    page = client_of(ana).get(path).content.decode()
    assert "Please say whether you still come" not in page and "No answer yet" in page
    assert [signup.person for signup in ahead.of(slot.event).unsure] == [seat.person]


def test_who_stayed_away_twice_lately_is_asked_even_where_nobody_waits(slot, seat):
    for days in (20, 5):
        past = make_event(starts_in=-timedelta(days=days), status="closed")
        Attendance.objects.create(
            event=past, person=seat.person, state="no_show", verified_at=now(), verified_by=make_person("Tom")
        )
    wait_until(slot, hours=47)
    assert ask_who_comes() == 1
