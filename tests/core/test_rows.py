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
