"""What is read by a statement of our own is what the ORM reads."""

from datetime import timedelta

import pytest

from core.clock import now
from core.rows import Rows
from projects import quick
from projects.models import Event, SignUp, Slot
from tests.builders import make_event, make_person, make_slot


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_whole_rows_come_as_the_orm_gives_them():
    slot = make_slot(capacity=3, min_age=16)
    read = Rows(
        "SELECT {slot}, {event}, 7 FROM projects_slot slot JOIN projects_event event ON event.id = slot.event_id WHERE slot.id = %s",
        slot=Slot, event=Event,
    )  # fmt: skip
    [(found, event, seven)] = read.find(slot.pk)
    assert values(found) == values(Slot.objects.get(pk=slot.pk))
    assert values(event) == values(Event.objects.get(pk=slot.event_id))
    assert seven == 7 and not found._state.adding
    assert read.find(slot.pk + 1) == []


@pytest.mark.django_db
def test_a_slot_comes_with_its_event_its_project_and_whether_an_offer_is_overdue():
    slot, at = make_slot(make_event()), now()
    ends = {"offer_token": "t", "offer_expires_at": at + timedelta(hours=1)}
    SignUp.objects.create(slot=slot, person=make_person(), state=SignUp.State.OFFERED, **ends)
    found, overdue = quick.slot(slot.pk, at)
    assert values(found.event.project) == values(slot.event.project) and overdue is False
    assert quick.slot(slot.pk, at + timedelta(hours=1))[1] is True
    assert quick.slot(slot.pk + 1, at) is None


@pytest.mark.django_db
@pytest.mark.parametrize("state", SignUp.State.values)
def test_both_ways_of_asking_for_overdue_places_agree(state):
    slot = make_slot(make_event())
    for hours, until in ((-1, True), (0, True), (1, False)):
        SignUp.objects.all().delete()
        ends = {"offer_token": "t", "offer_expires_at": now() + timedelta(hours=hours), "waitlist_at": now()}
        SignUp.objects.create(slot=slot, person=make_person(login=False), state=state, **ends)
        held = state in SignUp.HELD_FOR_A_TIME
        assert SignUp.objects.overdue().exists() is quick.slot(slot.pk, now())[1] is (held and until)


@pytest.mark.django_db
def test_a_slot_read_for_somebody_knows_what_it_knows_of_whom():
    slot, bea, cy = make_slot(make_event()), make_person("Bea"), make_person("Cy")
    assert make_slot().known_of(bea) is None
    found, _overdue = quick.slot(slot.pk, now(), person=bea.pk)
    assert found.known_of(bea) == (bea.pk, False, False, False) and found.known_of(cy) is None
