"""Joining and leaving: places, the queue, and every refusal with its sentence."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import NotAllowed
from people.models import BirthDate, Deed
from projects.actions import (
    accept_offer,
    approve_signup,
    expire_offers,
    join_slot,
    leave_slot,
    shrink_party,
    sign,
    undo_leave,
)
from projects.models import Event, Project, SignUp
from tests.builders import make_agreement, make_event, make_person, make_project, make_slot
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
S = SignUp.State


def state(signup):
    signup.refresh_from_db()
    return signup.state


def test_a_free_place_is_taken_with_one_deed():
    slot, bea = make_slot(capacity=3), make_person("Bea")
    signup = join_slot(by=bea, slot=slot, party=2)
    slot.refresh_from_db()
    assert (signup.state, signup.seats, slot.seats_held, slot.free) == (S.CONFIRMED, 2, 2, 1)
    assert Deed.objects.filter(bell="projects.slot_joined", by=bea, ids={"signup": signup.pk}).count() == 1


def test_small_children_come_along_without_a_seat():
    slot = make_slot(capacity=1)
    assert join_slot(by=make_person(), slot=slot, party=3, seats=1).state == S.CONFIRMED


def test_full_slot_puts_people_on_the_waitlist_in_order():
    slot = make_slot(capacity=1)
    join_slot(by=make_person(), slot=slot)
    first, second = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    slot.refresh_from_db()
    assert [first.state, second.state, slot.waiting] == [S.WAITLISTED, S.WAITLISTED, 2]
    assert list(SignUp.objects.queue()) == [first, second]


def test_an_open_slot_takes_everybody():
    slot = make_slot(capacity=None)
    assert {join_slot(by=make_person(), slot=slot, party=5).state for _ in range(5)} == {S.CONFIRMED}


def test_leaving_offers_the_place_to_the_first_who_fits():
    slot = make_slot(capacity=2)
    pair = join_slot(by=make_person(), slot=slot, party=2)
    big = join_slot(by=make_person(), slot=slot, party=2)
    leave_slot(by=pair.person, signup=pair)
    assert (state(pair), state(big)) == (S.CANCELLED, S.OFFERED)
    assert big.offer_token and big.offer_expires_at


def test_a_party_that_does_not_fit_is_passed_over_and_keeps_its_place():
    slot = make_slot(capacity=2)
    one, other = (join_slot(by=make_person(), slot=slot) for _ in range(2))
    three = join_slot(by=make_person(), slot=slot, party=2)
    single = join_slot(by=make_person(), slot=slot)
    leave_slot(by=one.person, signup=one)
    assert (state(three), state(single)) == (S.WAITLISTED, S.OFFERED)
    leave_slot(by=other.person, signup=other)
    leave_slot(by=single.person, signup=single)
    assert state(three) == S.OFFERED


def test_a_newcomer_passes_the_queue_only_where_nobody_in_it_fits():
    slot = make_slot(capacity=3)
    join_slot(by=make_person(), slot=slot, party=2)
    big = join_slot(by=make_person(), slot=slot, party=2)
    assert big.state == S.WAITLISTED
    assert join_slot(by=make_person(), slot=slot, party=1).state == S.CONFIRMED
    assert join_slot(by=make_person(), slot=slot, party=1).state == S.WAITLISTED


def test_coming_with_fewer_people_may_fit_at_once():
    slot = make_slot(capacity=2)
    join_slot(by=make_person(), slot=slot)
    big = join_slot(by=make_person(), slot=slot, party=2)
    assert shrink_party(by=big.person, signup=big, party=1).state == S.OFFERED


def test_coming_with_fewer_people_frees_seats():
    slot = make_slot(capacity=2)
    pair, waiting = join_slot(by=make_person(), slot=slot, party=2), join_slot(by=make_person(), slot=slot)
    assert shrink_party(by=pair.person, signup=pair, party=1).state == S.CONFIRMED
    assert state(waiting) == S.OFFERED
    with refused("not_fewer"):
        shrink_party(by=pair.person, signup=pair, party=4)


@pytest.mark.parametrize("times", [2, 3])
def test_joining_twice_is_refused_and_changes_nothing(times):
    slot, bea = make_slot(), make_person("Bea")
    join_slot(by=bea, slot=slot)
    for _ in range(times):
        with refused("joined_already"):
            join_slot(by=bea, slot=slot)
    slot.refresh_from_db()
    assert (slot.seats_held, SignUp.objects.count()) == (1, 1)


def test_past_running_cancelled_and_closed_things_refuse():
    bea = make_person("Bea")
    with refused("past"):
        join_slot(by=bea, slot=make_slot(make_event(starts_in=timedelta(days=-1))))
    with refused("has_begun"):
        join_slot(by=bea, slot=make_slot(make_event(starts_in=timedelta(hours=-1))))
    with refused("cancelled"):
        join_slot(by=bea, slot=make_slot(make_event(status=Event.Status.CANCELLED)))
    with refused("not_open"):
        join_slot(by=bea, slot=make_slot(make_event(make_project(status=Project.Status.PAUSED))))


def test_a_party_of_six_or_larger_than_the_slot_is_refused():
    bea = make_person("Bea")
    with refused("party"):
        join_slot(by=bea, slot=make_slot(), party=6)
    with refused("party"):
        join_slot(by=bea, slot=make_slot(capacity=2), party=3)
    with refused("party"):
        join_slot(by=bea, slot=make_slot(), party=0)


def test_under_eighteens_are_told_kindly():
    kid = make_person("Kim", adult=False)
    with refused("under_age"):
        join_slot(by=kid, slot=make_slot())
    BirthDate.objects.create(person=kid, day=(clock.now() - timedelta(days=365 * 19)).date())
    assert join_slot(by=kid, slot=make_slot()).state == S.CONFIRMED


def test_a_minimum_age_wants_a_birth_date():
    bea, slot = make_person("Bea"), make_slot(min_age=21)
    with refused("birth_date_needed"):
        join_slot(by=bea, slot=slot)
    with refused("too_young"):
        join_slot(by=bea, slot=slot, age=20)
    assert join_slot(by=bea, slot=slot, age=21).state == S.CONFIRMED


def test_who_has_shown_their_age_is_not_asked_again_by_an_offer_an_undo_a_yes_or_a_signature():
    slot, ana = make_slot(capacity=1, min_age=21), make_person("Ana")
    bea, cem = (join_slot(by=make_person(name), slot=slot, age=30) for name in ("Bea", "Cem"))
    leave_slot(by=bea.person, signup=bea)
    cem.refresh_from_db()
    assert accept_offer(by=cem.person, signup=cem, token=cem.offer_token).state == S.CONFIRMED
    leave_slot(by=cem.person, signup=cem)
    assert undo_leave(by=cem.person, signup=cem).state == S.CONFIRMED
    choosy = make_slot(make_event(make_project(ana, status="active")), min_age=21, needs_yes=True)
    assert approve_signup(by=ana, signup=join_slot(by=bea.person, slot=choosy, age=30)).state == S.CONFIRMED
    version = make_agreement("project", str(choosy.event.project_id))
    dan = approve_signup(by=ana, signup=join_slot(by=make_person("Dan"), slot=choosy, age=30))
    assert dan.state == S.PENDING_CONSENT
    sign(by=dan.person, version=version, typed_name="Dan Tester")
    assert state(dan) == S.CONFIRMED and dan.age_shown == 21


def test_the_age_counts_on_the_local_date_of_the_event():
    bea = make_person("Bea")
    slot = make_slot(min_age=18)
    day = slot.event.local_start.date()
    BirthDate.objects.create(person=bea, day=day.replace(year=day.year - 18))
    assert join_slot(by=bea, slot=slot).state == S.CONFIRMED


def test_two_places_at_the_same_time_are_refused_but_a_quarter_of_an_hour_is_fine():
    bea = make_person("Bea")
    join_slot(by=bea, slot=make_slot(make_event()))
    with refused("overlap"):
        join_slot(by=bea, slot=make_slot(make_event(starts_in=timedelta(days=7, hours=1))))
    assert join_slot(by=bea, slot=make_slot(make_event(starts_in=timedelta(days=7, hours=1, minutes=50)))).holds_seats


def test_who_sits_elsewhere_at_that_time_gets_no_offer():
    bea, cy = make_person("Bea"), make_person("Cy")
    slot = make_slot(capacity=1)
    ana = join_slot(by=make_person("Ana"), slot=slot)
    first, second = join_slot(by=bea, slot=slot), join_slot(by=cy, slot=slot)
    join_slot(by=bea, slot=make_slot(make_event()))
    leave_slot(by=ana.person, signup=ana)
    assert (state(first), state(second)) == (S.WAITLISTED, S.OFFERED)


def test_undo_brings_the_seat_back_if_it_is_still_free():
    slot, bea = make_slot(capacity=1), make_person("Bea")
    left = leave_slot(by=bea, signup=join_slot(by=bea, slot=slot))
    again = undo_leave(by=bea, signup=left)
    assert (again.state, again.pk != left.pk) == (S.CONFIRMED, True)


def test_undo_gives_the_old_place_in_the_queue_when_the_seat_is_gone():
    slot, bea = make_slot(capacity=1), make_person("Bea")
    mine = join_slot(by=bea, slot=slot)
    next_one, later = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    leave_slot(by=bea, signup=mine)
    again = undo_leave(by=bea, signup=mine)
    assert (state(next_one), again.state) == (S.OFFERED, S.WAITLISTED)
    assert list(SignUp.objects.queue()) == [again, later]


def test_undo_ends_after_an_hour_and_is_only_mine():
    slot, bea = make_slot(), make_person("Bea")
    left = leave_slot(by=bea, signup=join_slot(by=bea, slot=slot))
    with refused("not_allowed"):
        undo_leave(by=make_person(), signup=left)
    clock.shift(timedelta(minutes=61))
    with refused("too_late"):
        undo_leave(by=bea, signup=left)


def test_leaving_late_is_marked_and_leaving_twice_is_harmless():
    event = make_event(starts_in=timedelta(hours=23))
    bea = make_person("Bea")
    signup = leave_slot(by=bea, signup=join_slot(by=bea, slot=make_slot(event)))
    assert (signup.late, signup.cancelled_by) == (True, bea)
    with refused("not_on_the_list"):
        leave_slot(by=bea, signup=signup)
    signup.slot.refresh_from_db()
    assert signup.slot.seats_held == 0


def test_only_the_person_or_a_lead_with_a_reason_ends_a_signup():
    ana = make_person("Ana")
    slot = make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE)))
    signup = join_slot(by=make_person("Bea"), slot=slot)
    with pytest.raises(NotAllowed):
        leave_slot(by=make_person("Eve"), signup=signup)
    with refused("reason_needed"):
        leave_slot(by=ana, signup=signup)
    assert leave_slot(by=ana, signup=signup, reason="You wrote that you are ill.").state == S.CANCELLED


def test_nobody_leaves_after_the_start():
    bea = make_person("Bea")
    signup = join_slot(by=bea, slot=make_slot(make_event(starts_in=timedelta(hours=2))))
    clock.shift(timedelta(hours=2, minutes=1))
    with refused("has_begun"):
        leave_slot(by=bea, signup=signup)


def test_in_the_last_hours_a_newcomer_queues_and_the_first_to_accept_sits():
    slot = make_slot(make_event(starts_in=timedelta(hours=5)), capacity=1)
    ana = join_slot(by=make_person("Ana"), slot=slot)
    bea, cy = join_slot(by=make_person("Bea"), slot=slot), join_slot(by=make_person("Cy"), slot=slot)
    leave_slot(by=ana.person, signup=ana)
    assert join_slot(by=make_person("Dan"), slot=slot).state == S.WAITLISTED
    bea.refresh_from_db(), cy.refresh_from_db()
    assert Deed.objects.filter(bell="projects.seat_offered").count() == 2
    assert accept_offer(by=cy.person, signup=cy, token=cy.offer_token).state == S.CONFIRMED
    with refused("offer_over"):
        accept_offer(by=bea.person, signup=bea, token=bea.offer_token)
    assert state(bea) == S.WAITLISTED


def test_who_comes_to_wait_beside_a_free_place_in_the_last_hours_hears_of_it_a_little_later():
    slot = make_slot(make_event(starts_in=timedelta(hours=5)), capacity=1)
    ana, bea = join_slot(by=make_person("Ana"), slot=slot), join_slot(by=make_person("Bea"), slot=slot)
    leave_slot(by=ana.person, signup=ana)
    dan = join_slot(by=make_person("Dan"), slot=slot)
    expire_offers()
    assert state(dan) == S.WAITLISTED and not dan.offer_token
    clock.shift(timedelta(minutes=15))
    expire_offers(), expire_offers()
    assert state(dan) == S.WAITLISTED and dan.offer_token
    assert Deed.objects.filter(bell="projects.seat_offered").count() == 2  # Bea once, when it came free
    assert accept_offer(by=dan.person, signup=dan, token=dan.offer_token).state == S.CONFIRMED
    assert state(bea) == S.WAITLISTED


def test_the_list_closes_an_hour_before_the_start():
    slot = make_slot(make_event(starts_in=timedelta(minutes=50)), capacity=1)
    assert join_slot(by=make_person(), slot=slot).state == S.CONFIRMED
    with refused("list_closed"):
        join_slot(by=make_person(), slot=slot)
    slot.refresh_from_db()
    assert slot.waiting == 0
