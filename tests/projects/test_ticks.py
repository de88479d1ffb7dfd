"""Presses from a phone without network: each counts once, the later one stands, and what comes too late is shown."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from core import clock
from projects.actions import check_in, close_event, tick
from projects.models import Attendance, ProjectRole, SignUp, Tick
from tests.builders import make_event, make_person, make_seat, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
S, Came = Attendance.State, Tick.Outcome


@pytest.fixture
def bea(event):
    return make_seat(event.slots.get(), make_person("Bea")).person


def row(event, person):
    return Attendance.objects.get(event=event, person=person)


def test_a_press_counts_as_of_the_moment_it_was_made(ana, event, bea):
    pressed = clock.now()
    clock.shift(timedelta(hours=5))
    tick(by=ana, event=event, person=bea, deed="in", at=pressed, uuid=uuid4())
    tick(by=ana, event=event, person=bea, deed="out", at=pressed + timedelta(minutes=44), uuid=uuid4())
    close_event(by=ana, event=event)
    assert (row(event, bea).in_at, row(event, bea).minutes) == (pressed, 45)


def test_a_press_that_arrives_twice_and_three_days_late_counts_once(ana, event, bea):
    pressed, uuid = clock.now(), uuid4()
    clock.shift(timedelta(days=3))
    first = tick(by=ana, event=event, person=bea, deed="in", at=pressed, uuid=uuid)
    again = tick(by=ana, event=event, person=bea, deed="in", at=pressed, uuid=uuid)
    assert first.pk == again.pk and first.outcome == Came.DONE
    assert Tick.objects.count() == Attendance.objects.count() == 1


def test_after_the_close_it_is_kept_and_shown_and_changes_nothing(client, ana, event, bea):
    pressed = clock.now()
    clock.shift(timedelta(hours=3))
    close_event(by=ana, event=event)
    clock.shift(timedelta(days=3))
    late = tick(by=ana, event=event, person=bea, deed="in", at=pressed, uuid=uuid4())
    assert (late.outcome, row(event, bea).state) == (Came.REFUSED, S.UNKNOWN)
    sign_in(client, ana)
    page = client.get(reverse("projects:event_roster", args=[event.project.slug, event.pk])).text
    assert "These ticks do not count yet" in page
    assert reverse("projects:attendance_revise", args=[event.project.slug, event.pk, bea.ref]) in page


def test_who_waited_and_was_ticked_in_vain_has_a_line_that_can_be_put_right(client, ana, event):
    cy, dan = make_person("Cy"), make_person("Dan")
    slot = event.slots.get()
    for person in (cy, dan):
        SignUp.objects.create(slot=slot, person=person, state=SignUp.State.EXPIRED)
    clock.shift(timedelta(hours=3))
    close_event(by=ana, event=event)
    assert not event.attendances.filter(person__in=(cy, dan)).exists()
    tick(by=ana, event=event, person=cy, deed="in")
    assert event.attendances.get(person=cy).state == "unknown" and not event.attendances.filter(person=dan).exists()
    sign_in(client, ana)
    page = client.get(f"/projects/{event.project.slug}/events/{event.pk}/roster/").text
    where = f"/projects/{event.project.slug}/events/{event.pk}/people/{cy.ref}/"
    assert where in page and client.get(where).status_code == 200


def test_of_two_phones_the_later_press_stands_whichever_arrives_first(ana, event, bea):
    tom = make_person("Tom")
    ProjectRole.objects.create(project=event.project, person=tom, role=ProjectRole.Role.CO_LEAD)
    early, late = clock.now(), clock.now() + timedelta(minutes=3)
    clock.shift(timedelta(minutes=10))
    assert tick(by=tom, event=event, person=bea, deed="undo", at=late, uuid=uuid4()).outcome == Came.DONE
    beaten = tick(by=ana, event=event, person=bea, deed="in", at=early, uuid=uuid4())
    assert (beaten.outcome, row(event, bea).state) == (Came.OVERTAKEN, S.EXPECTED) and "Tom" in beaten.words


def test_somebody_written_off_who_came_after_all_is_here(ana, event, bea):
    clock.shift(timedelta(hours=2))
    tick(by=ana, event=event, person=bea, deed="absent")
    assert row(event, bea).state == S.NO_SHOW
    tick(by=ana, event=event, person=bea, deed="in")
    assert row(event, bea).state == S.CHECKED_IN


def test_told_us_before_is_excused_and_no_no_show(ana, event, bea):
    tick(by=ana, event=event, person=bea, deed="excused")
    clock.shift(timedelta(hours=2))
    close_event(by=ana, event=event)
    assert row(event, bea).state == S.EXCUSED


def test_a_phone_ahead_of_its_time_can_not_press_in_the_future(ana, event, bea):
    done = tick(by=ana, event=event, person=bea, deed="in", at=clock.now() + timedelta(days=400), uuid=uuid4())
    assert done.pressed_at <= clock.now()


def test_an_undo_pressed_before_somebody_checked_in_themselves_does_not_count(ana, event, bea):
    pressed = clock.now()
    clock.shift(timedelta(minutes=5))
    check_in(by=ana, event=event, person=bea)
    assert tick(by=ana, event=event, person=bea, deed="undo", at=pressed, uuid=uuid4()).outcome == Came.OVERTAKEN
    assert row(event, bea).state == S.CHECKED_IN


def test_nobody_else_presses_and_no_press_moves_to_another_list(ana, event, bea):
    with refused("not_allowed"):
        tick(by=bea, event=event, person=bea, deed="in")
    uuid = uuid4()
    tick(by=ana, event=event, person=bea, deed="in", uuid=uuid)
    other = make_event(event.project, starts_in=timedelta(minutes=-5))
    with refused("another_list"):
        tick(by=ana, event=other, person=bea, deed="in", uuid=uuid)


def sync(client, event, *ticks):
    path = reverse("projects:event_sync", args=[event.project.slug, event.pk])
    return client.post(path, json.dumps({"ticks": ticks}), content_type="application/json")


def kept(person, deed="in", **more):
    return {"id": str(uuid4()), "person": person, "deed": deed, "at": clock.now().timestamp() * 1000, **more}


def test_a_parcel_is_done_in_the_order_of_its_presses_and_answered_one_by_one(client, ana, event, bea):
    sign_in(client, ana)
    late = kept(bea.ref, "out", at=(clock.now() + timedelta(minutes=-1)).timestamp() * 1000)
    early = kept(bea.ref, at=(clock.now() + timedelta(minutes=-8)).timestamp() * 1000)
    parcel = (late, early, kept("nobody"))
    for _again in range(2):
        said = {one["id"]: one["outcome"] for one in sync(client, event, *parcel).json()["ticks"]}
        assert said == {late["id"]: "done", early["id"]: "done", parcel[2]["id"]: "refused"}
    stay = row(event, bea).out_at - row(event, bea).in_at
    assert abs(stay - timedelta(minutes=7)) < timedelta(seconds=1)


def test_what_no_phone_of_ours_sends_is_refused_whole(client, ana, event, bea):
    sign_in(client, ana)
    path = reverse("projects:event_sync", args=[event.project.slug, event.pk])
    wrong = [
        kept(bea.ref, "erase"), kept(bea.ref, at="soon"), kept(bea.ref, at=1e300), kept("a\0b"), kept(bea.ref, id="1"), "x", None,
    ]  # fmt: skip
    for one in wrong:
        assert sync(client, event, kept(bea.ref), one).status_code == 400
    for body in ("", "[]", '{"ticks": 5}', "[" * 100_000, json.dumps({"ticks": [kept(bea.ref)] * 501})):
        assert client.post(path, body, content_type="application/json").status_code == 400
    assert not Tick.objects.exists()
