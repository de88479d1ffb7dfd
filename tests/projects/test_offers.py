"""Places offered to those who wait: taken once, in time, by whom they were meant for."""

from datetime import timedelta

import pytest

from core import clock
from people.models import Deed
from projects.actions import (
    accept_offer,
    decline_offer,
    expire_offers,
    expire_waiting,
    join_slot,
    leave_slot,
    set_capacity,
)
from projects.models import Project, SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
S = SignUp.State


def offered(slot=None, waiting=0):
    """Somebody with an open offer, and more people waiting behind them."""
    slot = slot or make_slot(capacity=1)
    seated = join_slot(by=make_person("Ana"), slot=slot)
    first = join_slot(by=make_person("Bea"), slot=slot)
    rest = [join_slot(by=make_person("Cy"), slot=slot) for _ in range(waiting)]
    leave_slot(by=seated.person, signup=seated)
    first.refresh_from_db()
    assert first.state == S.OFFERED
    return first, rest


def state(signup):
    signup.refresh_from_db()
    return signup.state


def test_an_offer_is_accepted_once_and_a_second_press_is_harmless():
    first, _rest = offered()
    token = first.offer_token
    assert accept_offer(by=first.person, signup=first, token=token).state == S.CONFIRMED
    assert accept_offer(by=first.person, signup=first, token=token).state == S.CONFIRMED
    assert Deed.objects.filter(bell="projects.offer_accepted").count() == 1
    first.slot.refresh_from_db()
    assert (first.slot.seats_held, first.slot.waiting) == (1, 0)


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_another_token_takes_nothing(token):
    first, _rest = offered()
    with refused("offer_over"):
        accept_offer(by=first.person, signup=first, token=token)
    assert state(first) == S.OFFERED


def test_an_offer_belongs_to_its_person():
    first, _rest = offered()
    with refused("not_allowed"):
        accept_offer(by=make_person("Eve"), signup=first, token=first.offer_token)


def test_declining_serves_the_next():
    first, (second,) = offered(waiting=1)
    assert decline_offer(by=first.person, signup=first, token=first.offer_token).state == S.DECLINED
    assert state(second) == S.OFFERED


def test_accepting_too_late_gives_a_sentence_and_the_seat_goes_on():
    first, (second,) = offered(waiting=1)
    token = first.offer_token
    clock.shift(timedelta(hours=48))
    with refused("offer_over"):
        accept_offer(by=first.person, signup=first, token=token)
    assert (state(first), state(second)) == (S.WAITLISTED, S.OFFERED)
    assert first.offers_missed == 1


def test_the_second_missed_offer_ends_the_waiting():
    first, _rest = offered()
    clock.shift(timedelta(hours=48))
    expire_offers()
    assert state(first) == S.OFFERED  # alone in the queue: asked once more
    clock.shift(timedelta(hours=48))
    expire_offers()
    assert state(first) == S.REMOVED
    first.slot.refresh_from_db()
    assert (first.slot.seats_held, first.slot.waiting) == (0, 0)
    assert expire_offers() == 0


def test_any_deed_on_the_slot_lets_overdue_offers_lapse_first():
    first, _rest = offered()
    clock.shift(timedelta(hours=48))
    newcomer = join_slot(by=make_person("Dan"), slot=first.slot)
    assert (state(first), newcomer.state) == (S.OFFERED, S.WAITLISTED)  # asked again before anybody new


def test_more_places_are_offered_at_once():
    ana = make_person("Ana")
    slot = make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE)), capacity=1)
    join_slot(by=make_person(), slot=slot)
    one, two = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    set_capacity(by=ana, slot=slot, capacity=2)
    assert (state(one), state(two)) == (S.OFFERED, S.WAITLISTED)


def test_fewer_places_than_taken_is_refused_with_names():
    ana = make_person("Ana")
    slot = make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE)), capacity=3)
    join_slot(by=make_person("Bea"), slot=slot)
    join_slot(by=make_person("Zoe"), slot=slot, party=2)
    with refused("below_seats_held"):
        set_capacity(by=ana, slot=slot, capacity=2)
    slot.refresh_from_db()
    assert slot.capacity == 3
    with refused("not_allowed"):
        set_capacity(by=make_person("Eve"), slot=slot, capacity=9)


def test_the_refusal_names_who_came_last():
    ana = make_person("Ana")
    slot = make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE)), capacity=3)
    join_slot(by=make_person("Bea"), slot=slot)
    join_slot(by=make_person("Zoe"), slot=slot, party=2)
    with pytest.raises(Exception, match="Zoe") as found:
        set_capacity(by=ana, slot=slot, capacity=1)
    assert "Bea" not in str(found.value)


def test_who_frees_a_seat_elsewhere_is_served_by_the_clock():
    slot = make_slot(capacity=1)
    seated = join_slot(by=make_person("Ana"), slot=slot)
    bea = make_person("Bea")
    waiting = join_slot(by=bea, slot=slot)
    elsewhere = join_slot(by=bea, slot=make_slot())
    leave_slot(by=seated.person, signup=seated)
    assert state(waiting) == S.WAITLISTED
    leave_slot(by=bea, signup=elsewhere)
    expire_offers()
    assert state(waiting) == S.OFFERED


def test_who_took_another_seat_meanwhile_cannot_accept():
    first, _rest = offered()
    other = make_slot()
    SignUp.objects.create(slot=other, person=first.person, state=S.CONFIRMED)  # the race that locks can't order
    with refused("overlap"):
        accept_offer(by=first.person, signup=first, token=first.offer_token)


def test_waiting_ends_when_the_event_starts():
    slot = make_slot(make_event(starts_in=timedelta(hours=7)), capacity=1)
    join_slot(by=make_person(), slot=slot)
    waiting = join_slot(by=make_person(), slot=slot)
    clock.shift(timedelta(hours=7, minutes=1))
    assert (expire_waiting(), expire_waiting()) == (1, 0)
    slot.refresh_from_db()
    assert (state(waiting), slot.waiting, slot.seats_held) == (S.EXPIRED, 0, 1)
