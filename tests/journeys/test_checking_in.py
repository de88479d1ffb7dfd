"""At the site: the code on the organizer's screen, opened by a neighbor's camera."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from people.models import Code
from projects.models import Attendance
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.support.axe import assert_no_axe_violations


@pytest.fixture(autouse=True)
def own_clock():
    yield
    clock.reset()


def usable(page: Page) -> None:
    """For eyes, ears and fingers."""
    assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def test_a_neighbor_scans_the_leads_screen_and_presses_once(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=20))
    slot = make_slot(event)
    make_seat(slot, bea)

    lead = new_page(ana)
    lead.goto(f"/projects/{event.project.slug}/events/{event.pk}/roster/")
    lead.get_by_role("link", name="Show the check-in code").click()
    expect(lead.get_by_role("img", name="Square code")).to_be_visible()
    usable(lead)
    scanned = lead.context.request.get(lead.url)  # what the square says, as a camera reads it
    path = scanned.text().split('data-url="')[1].split('"')[0]

    phone = new_page(bea)
    phone.goto(path)
    usable(phone)
    phone.get_by_role("button", name="I’m here").click()
    expect(phone.get_by_role("heading", name="You’re checked in")).to_be_visible()
    usable(phone)
    lead.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # or wait for half a minute
    expect(lead.get_by_role("status").filter(has_text="is here")).to_contain_text("1")

    phone.get_by_role("button", name="I’m going home now").click()
    expect(phone.get_by_role("heading", name="You’ve gone home")).to_be_visible()
    phone.goto(path.replace(path.rstrip("/").split("/")[-1], "kkkkkkkkkk"))
    expect(phone.get_by_role("alert")).to_contain_text("changes every minute")
    usable(phone)


def test_on_a_phone_without_scripts_and_signed_out_the_letters_code_is_enough(new_page, transactional_db):
    ana, bea = make_person("Ana"), make_person("Bea", email="bea@mail.example")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=-5))
    slot = make_slot(event)
    make_seat(slot, bea)
    lead = new_page(ana, js=False)
    lead.goto(f"/projects/{event.project.slug}/events/{event.pk}/code/")
    expect(lead.locator("svg.qr")).to_be_visible()
    assert lead.locator("meta[http-equiv=refresh]").count() == 1

    phone = new_page(js=False)
    phone.goto(lead.locator("[data-url]").get_attribute("data-url"))
    phone.get_by_label("Your e-mail").fill("bea@mail.example")
    phone.get_by_role("button", name="Send me the code").click()
    phone.get_by_role("textbox").fill(Code.objects.get().digits)
    phone.get_by_role("button", name="I’m here").click()
    expect(phone.get_by_role("heading", name="You’re checked in")).to_be_visible()
    assert Attendance.objects.get().verified_by == ana
