"""A new wording begins: everybody with a coming place that needs it gets one letter, and nobody else."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import now
from notices.models import Letter
from people import actions as people
from people.deeds import deliver_all
from projects import actions
from projects.models import SignUp
from tests.builders import make_agreement, make_child, make_event, make_person, make_project, make_seat, make_slot
from tests.projects.test_young_people import make_young

pytestmark = pytest.mark.django_db
WORDS = "Ladders are held by a second person, always."


@pytest.fixture
def slot():
    return make_slot(make_event(make_project(status="active", category="repair")))


def publish(mia, **more):
    given = {"scope": "category", "about": "repair", "title": "Ladders", "text": WORDS, **more}
    return people.publish_agreement(by=mia, **given)


def told() -> dict[str, str]:
    """Who got the letter, and its words."""
    actions.announce_wordings()
    deliver_all()
    return {one.address: one.text for one in Letter.objects.filter(kind="wording_begins")}


def test_it_goes_out_when_the_wording_begins_and_once_however_many_places_there_are(mia, slot):
    amal = make_person("Amal")
    for where in (slot, make_slot(make_event(slot.event.project, starts_in=timedelta(days=20)))):
        make_seat(where, amal)
    publish(mia, valid_from=now() + timedelta(days=2))
    assert told() == {}
    clock.shift(timedelta(days=2, minutes=1))
    assert set(told()) == {amal.email}
    clock.shift(timedelta(hours=1))
    assert actions.announce_wordings() == 0
    assert len(told()) == 1 and Letter.objects.filter(kind="wording_begins").count() == 1
    assert told()[amal.email].count("Creek clean-up") == 2


def test_only_who_has_a_coming_place_that_needs_it_and_did_not_sign(mia, slot):
    waits, signed, gone, other, past = (make_person(name) for name in ("Wim", "Sol", "Gus", "Oda", "Pim"))
    SignUp.objects.create(slot=slot, person=waits, state="waitlisted", waitlist_at=now())
    for person in (signed, gone):
        make_seat(slot, person)
        slot.refresh_from_db()
    SignUp.objects.filter(person=gone).update(state="cancelled")
    make_seat(make_slot(make_event(make_project(status="active", category="care"))), other)
    make_seat(make_slot(make_event(slot.event.project, starts_in=timedelta(days=-2))), past)
    version = publish(mia)
    people.sign_agreement(by=signed, version=version, typed_name="Sol Vos")
    assert set(told()) == {waits.email}


def test_guardians_sign_for_children_in_one_letter_and_young_people_where_their_own_name_is_enough(mia, slot):
    amal, kim = make_person("Amal"), make_young("Kim")
    for person in (amal, make_child(amal, "Noa"), make_child(amal, "Lou", age=14), kim):
        make_seat(slot, person)
        slot.refresh_from_db()
    publish(mia)
    letters = told()
    assert set(letters) == {amal.email}
    assert "sign for yourself and for Noa and Lou" in letters[amal.email]
    publish(mia, scope="site", about="", title="Gloves", needs_guardian=False)
    assert set(told()) == {amal.email, kim.email}


def test_a_worker_that_slept_for_weeks_wakes_nobody_with_old_wordings(slot):
    make_seat(slot, make_person("Amal"))
    make_agreement(valid_from=now() - timedelta(days=9))
    assert told() == {}


def test_a_wording_that_was_replaced_before_the_letter_left_is_not_written_about(mia, slot):
    make_seat(slot, make_person("Amal"))
    publish(mia)
    actions.announce_wordings()
    clock.shift(timedelta(minutes=1))
    publish(mia, title="Ladders and ropes")
    assert ["Ladders and ropes" in words for words in told().values()] == [True]
