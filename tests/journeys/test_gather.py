"""What else happens between joining and points: too young, an offer taken from the letter, points paid and taken back."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from core import clock
from people.deeds import deliver_all
from people.models import Person
from projects import actions
from projects.models import SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.support.axe import usable


def test_somebody_under_eighteen_is_told_kindly(new_page, transactional_db):
    slot = make_slot()
    phone = new_page()
    phone.goto(f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/")
    phone.get_by_label("Your first name").fill("Lou")
    phone.get_by_label("Your e-mail").fill("lou@mail.example")
    phone.locator("[name=birth_day]").fill("2014-05-05")
    phone.get_by_role("button", name="Send me the code").click()
    expect(phone.get_by_role("alert")).to_contain_text("guardian")
    usable(phone)
    assert not SignUp.objects.exists() and not Person.objects.filter(first_name="Lou").exists()


def test_the_link_in_the_letter_takes_the_place_without_signing_in(new_page, transactional_db):
    slot = make_slot(capacity=1)
    bea, cy = make_person("Bea"), make_person("Cy")
    seat = actions.join_slot(by=bea, slot=slot)
    actions.join_slot(by=cy, slot=slot)
    actions.leave_slot(by=bea, signup=seat)
    deliver_all()
    offer = SignUp.objects.get(person=cy)
    phone = new_page()
    phone.goto(f"/signups/{offer.ref}/?offer={offer.offer_token}")
    usable(phone)
    phone.get_by_role("button", name="Take").click()
    expect(phone).to_have_url(re.compile(rf"/signups/{offer.ref}/accept/$"))
    usable(phone)
    offer.refresh_from_db()
    assert offer.state == "confirmed"


def test_the_roster_is_ticked_and_closed_and_the_points_follow_and_can_be_taken_back(new_page, transactional_db):
    ana = make_person("Ana")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=20))
    slot = make_slot(event)
    amal, bea = make_person("Amal"), make_person("Bea")
    for person in (amal, bea):
        actions.join_slot(by=person, slot=slot)
    roster = f"/projects/{event.project.slug}/events/{event.pk}/roster/"

    park = new_page(ana, js=False)
    park.goto(roster)
    park.get_by_role("button", name=f"Check in {amal.full_name}").click()
    expect(park.get_by_role("button", name=f"Undo {amal.full_name}")).to_be_visible()
    clock.shift(timedelta(hours=3))
    park.goto(roster)
    park.get_by_role("link", name="Close the list").click()
    park.get_by_role("button", name="Close the list").click()
    expect(park.get_by_text("Everybody who came has their hours")).to_be_visible()
    deliver_all()

    mine = new_page(amal)
    mine.goto("/me/")
    expect(mine.get_by_role("heading", name="Points, and why")).to_be_visible()
    expect(mine.get_by_text(event.title).first).to_be_visible()
    usable(mine)
    paid = amal.points_account.balance
    assert paid > 0 and amal.awards.exists()
    assert not bea.attendances.filter(state="no_show").exists()  # who was not ticked is not held to have stayed away

    park.goto(f"/projects/{event.project.slug}/events/{event.pk}/people/{amal.ref}/")
    park.locator("[name=state][value=no_show]").check()
    park.locator("[name=reason]").fill("Somebody else with the same name came; Amal wrote to us.")
    park.get_by_role("button", name="Save").click()
    expect(park.get_by_text("Saved. They get a letter")).to_be_visible()
    deliver_all()
    mine.goto("/me/points/")
    amal.points_account.refresh_from_db()
    assert amal.points_account.balance == 0
    usable(mine)
