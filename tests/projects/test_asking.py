"""Tasks where the organizers say yes first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import NotAllowed, RuleBroken
from people.deeds import deliver_all
from projects.actions import approve_signup, join_slot, leave_slot, refuse_signup, shrink_party, undo_leave
from projects.models import Event, SignUp
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters, the_letter
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(ana):
    return make_slot(make_event(make_project(ana, status="active")), capacity=2, needs_yes=True)


def ask(slot, name="Bea", **more):
    return join_slot(by=make_person(name), slot=slot, **more)


def queue_url(slot):
    return reverse("projects:event_ahead", args=[slot.event.project.slug, slot.event.pk])


def test_who_asks_holds_no_seat_until_the_organizer_says_yes(ana, slot):
    asked = ask(slot, party=2)
    slot.refresh_from_db()
    assert (asked.state, slot.seats_held, slot.waiting) == ("pending_approval", 0, 0)
    assert approve_signup(by=ana, signup=asked).state == "confirmed"
    slot.refresh_from_db()
    assert slot.seats_held == 2


def test_a_yes_without_room_gives_the_place_of_the_moment_of_asking(ana, slot):
    early, late = ask(slot, "Bea"), ask(slot, "Cy")
    make_seat(slot, party=2)
    approve_signup(by=ana, signup=late)
    waits = approve_signup(by=ana, signup=early)
    assert (waits.state, waits.waitlist_at) == ("waitlisted", early.waitlist_at)
    assert list(SignUp.objects.queue().filter(slot=slot)) == [early, late]


def test_a_yes_seats_whoever_fits_beside_a_larger_party_that_waits(ana, slot):
    make_seat(slot)
    big = approve_signup(by=ana, signup=ask(slot, "Cy", party=2))
    assert big.state == "waitlisted"
    assert approve_signup(by=ana, signup=ask(slot, "Dag")).state == "confirmed"


def test_who_took_a_seat_elsewhere_meanwhile_waits(ana, slot):
    asked = ask(slot)
    other = make_slot(make_event(starts_in=timedelta(days=7)))
    join_slot(by=asked.person, slot=other)
    assert approve_signup(by=ana, signup=asked).state == "waitlisted"


def test_a_no_needs_a_reason_and_is_final(ana, slot):
    asked = ask(slot)
    with pytest.raises(RuleBroken, match="Please say why"):
        refuse_signup(by=ana, signup=asked, reason=" ")
    assert refuse_signup(by=ana, signup=asked, reason="Only with a licence.").state == "refused"
    with pytest.raises(RuleBroken, match="answered already"):
        approve_signup(by=ana, signup=asked)
    deliver_all()
    assert "Only with a licence." in the_letter("join_refused").text


def test_only_leads_answer_and_never_themselves(ana, slot):
    asked = ask(slot)
    for person in (asked.person, make_person("Eve"), make_person("Mia", role="official")):
        with pytest.raises(NotAllowed):
            approve_signup(by=person, signup=asked)
    assert join_slot(by=ana, slot=slot).state == "confirmed"  # a lead need not ask


def test_nobody_is_let_in_after_it_began_or_was_called_off(ana, slot):
    asked = ask(slot)
    clock.shift(timedelta(days=8))
    with pytest.raises(RuleBroken, match="can’t be changed now"):
        approve_signup(by=ana, signup=asked)
    clock.reset()
    Event.objects.filter(pk=slot.event_id).update(status="cancelled")
    with pytest.raises(RuleBroken, match="can’t be changed now"):
        approve_signup(by=ana, signup=asked)


def test_who_asked_may_come_with_fewer_leave_and_come_back(ana, slot):
    asked = ask(slot, party=2)
    assert shrink_party(by=asked.person, signup=asked, party=1).seats == 1
    left = leave_slot(by=asked.person, signup=asked)
    again = undo_leave(by=asked.person, signup=left)
    assert (again.state, again.waitlist_at) == ("pending_approval", asked.waitlist_at)


def test_a_yes_is_kept_by_undo(ana, slot):
    seated = approve_signup(by=ana, signup=ask(slot))
    left = leave_slot(by=seated.person, signup=seated)
    assert undo_leave(by=seated.person, signup=left).state == "confirmed"


def test_both_sides_get_letters(ana, slot):
    asked = ask(slot)
    deliver_all()
    assert the_letter("join_asked").person == asked.person
    asks = the_letter("join_to_answer")
    assert asks.person == ana and queue_url(slot) in asks.text and asked.person.public_name in asks.text
    approve_signup(by=ana, signup=asked)
    deliver_all()
    assert the_letter("seat_confirmed").person == asked.person
    assert len(letters("join_asked")) == 1


def test_the_organizer_answers_on_one_page(ana, slot):
    bea, cy = ask(slot, "Bea"), ask(slot, "Cy", party=2)
    client = client_of(ana)
    page = client.get(queue_url(slot)).content.decode()
    assert bea.person.full_name in page and cy.person.full_name in page
    client.post(reverse("projects:signup_approve", args=[bea.ref]))
    answer = client.post(reverse("projects:signup_refuse", args=[cy.ref]), {"reason": ""})
    assert (answer.status_code, "Please say why" in answer.content.decode()) == (422, True)
    client.post(reverse("projects:signup_refuse", args=[cy.ref]), {"reason": "Too many for one cart."})
    bea.refresh_from_db(), cy.refresh_from_db()
    assert (bea.state, cy.state, cy.reason) == ("confirmed", "refused", "Too many for one cart.")


def test_the_pages_say_that_one_asks_first(slot):
    bea = client_of(make_person("Bea"))
    event = reverse("projects:event_page", args=[slot.event.project.slug, slot.event.pk])
    assert "The organizers say yes first." in bea.get(event).content.decode()
    join = reverse("projects:slot_join", args=[slot.event.project.slug, slot.pk])
    assert "Ask to join" in bea.get(join).content.decode()
    mine = bea.post(join, {"party": "1"}).url
    assert "You asked for a place" in bea.get(mine).content.decode()
