"""From a full slot to a closed list: a newcomer joins on a phone, a place is held on a second one, the roster, the points."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Code, Person
from projects import actions
from projects.models import SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.support.axe import assert_no_axe_violations

SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture(autouse=True)
def own_clock():
    yield
    clock.reset()


def usable(page: Page, js: bool = True) -> None:
    """For eyes, ears and fingers; axe itself is a script."""
    if js:
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def join_as_newcomer(page: Page, name: str, js: bool = True) -> Person:
    """From the page of the event to a seat, with the code from the letter."""
    page.get_by_role("link", name="Join").first.click()
    page.get_by_label("Your first name").fill(name)
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your first name")).to_have_value(name)
    usable(page, js)
    page.get_by_label("Your e-mail").fill(f"{name.lower()}@mail.example")
    page.get_by_label("18 or older").check()
    usable(page, js)
    page.get_by_role("button", name="Send me the code").click()
    deliver_all()
    digits = Code.objects.latest("pk").digits
    assert digits in Letter.objects.filter(kind="code").latest("pk").text.replace(" ", "")
    usable(page, js)
    page.locator("[name=code]").fill(digits)
    page.locator("form.form button").click()
    expect(page).to_have_url(re.compile(r"/signups/\w+/$"))
    return Person.objects.get(first_name=name)


@SCRIPTS
def test_a_newcomer_joins_on_a_phone_and_holds_a_seat(new_page, transactional_db, js):
    slot = make_slot(capacity=3)
    phone = new_page(js=js)
    phone.goto(f"/projects/{slot.event.project.slug}/events/{slot.event.pk}/")
    usable(phone, js)
    kim = join_as_newcomer(phone, "Kim", js)
    expect(phone.get_by_role("heading", level=1)).to_have_text("You’re in")
    usable(phone, js)
    assert SignUp.objects.get().person == kim and SignUp.objects.get().state == "confirmed"
    deliver_all()
    assert Letter.objects.filter(kind="seat_confirmed", person=kim).count() == 1


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


@SCRIPTS
def test_a_full_slot_has_a_waitlist_and_a_left_seat_is_offered_on_a_second_phone(new_page, transactional_db, js):
    slot = make_slot(capacity=1)
    bea, cy = make_person("Bea"), make_person("Cy")
    actions.join_slot(by=bea, slot=slot)
    where = f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/"

    second = new_page(cy, js=js)
    second.goto(where)
    second.get_by_role("button", name="Join the waitlist").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("You are number 1 on the waitlist")
    usable(second, js)

    first = new_page(bea, js=js)
    first.goto(where)  # who has a place already is shown it
    first.get_by_role("button", name="Can’t make it").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("You are off the list")
    usable(first, js)
    deliver_all()

    second.reload()
    expect(second.get_by_role("heading", level=1)).to_have_text("A place is held for you")
    usable(second, js)
    second.get_by_role("button", name="Take the place").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("You’re in")
    first.get_by_role("button", name="Undo").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("You are number 1 on the waitlist")
    slot.refresh_from_db()
    assert (slot.seats_held, slot.waiting) == (1, 1)


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
    usable(phone)
    offer.refresh_from_db()
    assert offer.state == "confirmed"


@SCRIPTS
def test_the_roster_is_ticked_and_closed_and_the_points_follow_and_can_be_taken_back(new_page, transactional_db, js):
    ana = make_person("Ana")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=20))
    slot = make_slot(event)
    amal, bea = make_person("Amal"), make_person("Bea")
    for person in (amal, bea):
        actions.join_slot(by=person, slot=slot)
    roster = f"/projects/{event.project.slug}/events/{event.pk}/roster/"

    park = new_page(ana, js=js)
    park.goto(roster)
    park.get_by_role("button", name=f"Check in {amal.full_name}").click()
    expect(park.get_by_role("button", name=f"Undo {amal.full_name}")).to_be_visible()
    usable(park, js)
    clock.shift(timedelta(hours=3))
    park.goto(roster)
    park.get_by_role("link", name="Close the list").click()
    usable(park, js)
    park.get_by_role("button", name="Close the list").click()
    expect(park.get_by_text("Everybody who came has their hours")).to_be_visible()
    usable(park, js)
    deliver_all()

    mine = new_page(amal, js=js)
    mine.goto("/me/")
    expect(mine.get_by_role("heading", name="Points, and why")).to_be_visible()
    expect(mine.get_by_text(event.title).first).to_be_visible()
    usable(mine, js)
    paid = amal.points_account.balance
    assert paid > 0 and amal.awards.exists()
    assert not bea.attendances.filter(state="no_show").exists()  # who was not ticked is not held to have stayed away

    park.goto(f"/projects/{event.project.slug}/events/{event.pk}/people/{amal.ref}/")
    usable(park, js)
    park.locator("[name=state][value=no_show]").check()
    park.locator("[name=reason]").fill("Somebody else with the same name came; Amal wrote to us.")
    park.get_by_role("button", name="Save").click()
    expect(park.get_by_text("Saved. They get a letter")).to_be_visible()
    deliver_all()
    mine.goto("/me/points/")
    amal.points_account.refresh_from_db()
    assert amal.points_account.balance == 0
    usable(mine, js)
