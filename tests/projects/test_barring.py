"""Taken out of a project, with a reason and one appeal; and papers that end."""

from datetime import timedelta

import pytest

from conversations.actions import comment
from core import clock
from core.errors import NotAllowed
from notices.models import Letter
from people.deeds import deliver_all
from projects import actions
from projects.models import Attendance, Barring
from tests.builders import (
    make_child,
    make_credential,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db

WHY = "Shouted at the others again and again."


@pytest.fixture
def slot(ana):
    return make_slot(make_event(make_project(ana, status="active"), starts_in=timedelta(hours=20)))


def test_who_is_taken_out_writes_nothing_below_the_letters_they_got(ana, slot):
    bea = make_seat(slot, make_person("Bea")).person
    letter = actions.write_to_people(by=ana, event=slot.event, audience="coming", words="Come to the gate.")
    comment(by=bea, thing=letter, words="Which gate?")
    actions.bar_person(by=ana, project=slot.event.project, person=bea, reason=WHY)
    with pytest.raises(NotAllowed):
        comment(by=bea, thing=letter, words="I will find you all.")


def test_who_is_taken_out_loses_coming_places_and_cannot_join_again(ana, slot):
    bea = make_person("Bea")
    signup = actions.join_slot(by=bea, slot=slot)
    actions.bar_person(by=ana, project=slot.event.project, person=bea, reason=WHY)
    signup.refresh_from_db()
    slot.refresh_from_db()
    assert signup.state == "cancelled" and slot.seats_held == 0
    with refused("barred"):
        actions.join_slot(by=bea, slot=slot)
    other = make_slot(make_event(make_project(status="active")))
    assert actions.join_slot(by=bea, slot=other).state == "confirmed"
    deliver_all()
    assert WHY in Letter.objects.get(kind="person_barred", address=bea.email).text


def test_who_is_checked_in_goes_home_with_their_time(ana, slot):
    bea = make_seat(slot).person
    clock.shift(timedelta(hours=20))
    row = actions.check_in(by=ana, event=slot.event, person=bea)
    clock.shift(timedelta(hours=1))
    actions.bar_person(by=ana, project=slot.event.project, person=bea, reason=WHY)
    row.refresh_from_db()
    assert row.out_at is not None and row.state == Attendance.State.CHECKED_IN
    clock.shift(timedelta(hours=3))
    actions.close_event(by=ana, event=slot.event)
    row.refresh_from_db()
    assert row.state == Attendance.State.PARTIAL and row.minutes == 60


def test_who_is_taken_out_is_not_checked_in_by_anybody(ana, slot):
    bea = actions.join_slot(by=make_person("Bea"), slot=slot).person
    barring = actions.bar_person(by=ana, project=slot.event.project, person=bea, reason=WHY)
    clock.shift(timedelta(hours=20))
    with refused("barred"):
        actions.check_in(by=ana, event=slot.event, person=bea)
    with refused("barred"):
        actions.add_walk_in(by=ana, event=slot.event, first_name="Bea", email=bea.email, adult=True)
    Barring.objects.filter(pk=barring.pk).update(lifted_at=clock.now())
    assert actions.check_in(by=ana, event=slot.event, person=bea).state == Attendance.State.CHECKED_IN


def test_a_reason_is_needed_and_organizers_are_not_taken_out(ana, slot):
    bea = make_person("Bea")
    with refused("reason"):
        actions.bar_person(by=ana, project=slot.event.project, person=bea, reason="Rude.")
    with pytest.raises(NotAllowed):
        actions.bar_person(by=bea, project=slot.event.project, person=make_person(), reason=WHY)
    with pytest.raises(NotAllowed):
        actions.bar_person(by=ana, project=slot.event.project, person=ana, reason=WHY)


def test_one_appeal_is_decided_by_an_official_without_a_part_in_it(ana, slot):
    bea, mia = make_person("Bea"), make_person("Mia", role="official")
    barring = actions.bar_person(by=ana, project=slot.event.project, person=bea, reason=WHY)
    with refused("already"):
        actions.decide_barring(by=mia, barring=barring, lift=True, words="Both of them have talked it over.")
    actions.appeal_barring(by=bea, barring=barring, words="I never shouted, ask the others.")
    with refused("already"):
        actions.appeal_barring(by=bea, barring=barring, words="I never shouted, ask the others.")
    with pytest.raises(NotAllowed):
        actions.decide_barring(by=ana, barring=barring, lift=False, words="It stays as it is, I say.")
    deliver_all()
    actions.decide_barring(by=mia, barring=barring, lift=True, words="Both of them have talked it over.")
    assert actions.join_slot(by=bea, slot=slot).state == "confirmed"
    deliver_all()
    assert Letter.objects.filter(kind="barring_appealed", address=mia.email).exists()
    assert set(Letter.objects.filter(kind="barring_decided").values_list("address", flat=True)) == {
        bea.email,
        ana.email,
    }


def test_a_guardian_appeals_for_a_child(ana, slot):
    amal = make_person("Amal")
    barring = actions.bar_person(by=ana, project=slot.event.project, person=make_child(amal), reason=WHY)
    assert actions.appeal_barring(by=amal, barring=barring, words="She is nine and was only tired.").appealed_at


def test_the_pages_of_both_sides(ana, slot, client):
    bea = make_person("Bea")
    sign_in(client, ana)
    where = f"/projects/{slot.event.project.slug}/people/{bea.ref}/remove/"
    assert client.post(where, {"reason": "x"}).status_code == 422
    page = client.post(where, {"reason": WHY})
    sign_in(client, bea)
    assert WHY in client.get(page.url).text
    client.post(page.url, {"appeal": "1", "words": "I never shouted, ask the others."})
    assert Barring.objects.get().appealed_at
    sign_in(client, make_person("Mia", role="official"))
    client.post(page.url, {"stay": "1", "words": "Several people have said the same."})
    assert "it stays" in client.get(page.url).text


@pytest.mark.parametrize(("days", "told"), [(31, 0), (30, 1), (7, 1)])
def test_leads_hear_of_papers_that_end_before_a_date_that_needs_them(ana, days, told):
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(days=40))
    slot, bea = make_slot(event, credentials="water"), make_person("Bea")
    credential = make_credential(bea, "water", days=60)
    actions.join_slot(by=bea, slot=slot)
    clock.shift(timedelta(days=60 - days))
    type(event).objects.filter(pk=event.pk).update(
        starts_at=clock.now() + timedelta(days=days + 2), ends_at=clock.now() + timedelta(days=days + 2, hours=1)
    )
    assert actions.warn_of_ending_credentials() == told
    assert actions.warn_of_ending_credentials() == 0
    deliver_all()
    assert Letter.objects.filter(kind="credential_ends", address=ana.email).count() == told
    assert credential.status == "current"
