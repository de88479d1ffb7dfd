"""Join, gather, show up: a newcomer with a phone, a waitlist that moves, an organizer with a roster in the park."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from people.models import Code
from projects.models import Attendance, Project
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import assert_no_axe_violations, day_and_night


def on_the_list(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("You’re in")


@pytest.mark.parametrize(
    ("dark", "size", "js"), [(False, PHONE, True), (True, DESK, False)], ids=["phone", "desk-dark-no-js"]
)
def test_a_newcomer_finds_something_and_holds_a_seat_with_the_code(new_page, dark, size, js):
    slot = make_slot(make_event(title="Lantern Creek clean-up"), capacity=3)
    page = new_page(size=size, dark=dark, js=js)
    is_fine = assert_no_axe_violations if js else bool  # axe is a script itself
    page.goto("/find/")
    is_fine(page)
    page.get_by_role("link", name="Lantern Creek clean-up").click()
    is_fine(page)
    page.get_by_role("link", name="Join Litter pickers").first.click()
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_text("Please tick this, or give your birth date.").first).to_be_visible()
    is_fine(page)
    page.get_by_label("Your first name").fill("Noor")
    page.get_by_label("Your e-mail").fill("noor@mail.example")
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Send me the code").click()
    page.get_by_label("Six digits").fill(Code.objects.get().digits)
    page.get_by_role("button", name="Join").click()
    on_the_list(page)
    is_fine(page)
    page.get_by_role("button", name="Can’t make it").click()
    is_fine(page)
    page.get_by_role("button", name="Undo").click()
    on_the_list(page)
    slot.refresh_from_db()
    assert slot.seats_held == 1


def test_the_organizer_ticks_the_roster_and_closes_the_list(new_page):
    ana = make_person("Ana")
    event = make_event(make_project(ana, status=Project.Status.ACTIVE), starts_in=timedelta(minutes=-5))
    slot = make_slot(event)
    for name in ("Bea", "Cy"):
        make_seat(slot, make_person(name))
    page = new_page(ana)
    page.goto(f"/projects/{event.project.slug}/events/{event.pk}/roster/")
    day_and_night(page)
    page.get_by_role("button", name="Check in Bea").click()
    expect(page.get_by_role("heading", name="Here: 1")).to_be_visible()
    day_and_night(page)
    page.get_by_role("link", name="Add a walk-in").click()
    page.get_by_label("First name").fill("Lou")
    page.get_by_label("18 or older").check()
    day_and_night(page)
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("heading", name="Here: 2")).to_be_visible()
    clock.shift(timedelta(hours=3))
    page.reload()
    page.get_by_role("link", name="Close the list").click()
    expect(page.get_by_role("button", name="Close the list")).to_be_visible()
    day_and_night(page)
    page.get_by_role("button", name="Close the list").click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    day_and_night(page)
    page.goto(f"/projects/{event.project.slug}/events/{event.pk}/roster/")
    expect(page.get_by_role("heading", name="Came: 2")).to_be_visible()
    day_and_night(page)
    assert Attendance.objects.filter(state=Attendance.State.ATTENDED, minutes=120).count() == 2


def test_the_organizer_plans_a_date_and_is_told_what_is_wrong(new_page):
    ana = make_person("Ana")
    project = make_project(ana)
    page = new_page(ana, size=DESK)
    page.goto(f"/projects/{project.slug}/events/new/")
    assert_no_axe_violations(page)
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_label("Begins").fill("11:00")
    page.get_by_label("Ends").fill("09:00")
    page.get_by_label("What do people do?").first.fill("Litter pickers")
    page.get_by_role("button", name="Plan this date").click()
    expect(page.get_by_text("It has to end after it begins.").first).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_label("Ends").fill("13:00")
    page.get_by_role("button", name="Plan this date").click()
    expect(page.get_by_text("People can join now.")).to_be_visible()
    page.get_by_role("link", name="Change this date").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Change")
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Cancel this date").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cancel")
    assert_no_axe_violations(page)
