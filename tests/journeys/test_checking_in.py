"""At the site: the code on the organizer's screen, opened by a neighbor's camera."""

import re
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import expect

from people.models import Code
from projects.models import Attendance
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.support.axe import usable


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


def comes_true(page, promise):
    """Ask until it is so. `wait_for_function` takes the promise itself for a yes."""
    asked = f"async () => {{ for (let n = 0; n < 200; n++) {{ if (await {promise}) return true; await new Promise((r) => setTimeout(r, 50)); }} }}"
    assert page.evaluate(asked)


@contextmanager
def no_network(page, server):
    """The site is out of reach, and the phone knows.

    The browser's offline switch alone leaks: what a page asks for while it is loaded anew may get through.
    """

    def hang_up():
        raise ConnectionResetError

    server.get_app = hang_up  # asked for with each request, also on connections that are open already
    page.context.set_offline(True)
    try:
        yield
    finally:
        del server.get_app
    page.context.set_offline(False)


def test_a_roster_without_network_is_kept_on_the_phone_and_synced_later(new_page, live_server, transactional_db):
    ana = make_person("Ana")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=-5))
    slot = make_slot(event)
    bea, cy = (make_seat(slot, make_person(name)).person for name in ("Bea", "Cy"))
    park = new_page(ana)
    park.goto(f"/projects/{event.project.slug}/events/{event.pk}/roster/")
    comes_true(park, "caches.match(location.pathname)")
    park.wait_for_function("navigator.serviceWorker.controller")

    with no_network(park, live_server.thread.httpd):
        park.get_by_role("button", name=f"Check in {bea.full_name}").click()
        park.get_by_role("button", name=f"Check in {cy.full_name}").click()
        expect(park.locator(f"#p-{bea.ref}")).to_contain_text("Kept on this phone")
        expect(park.locator("#kept")).to_contain_text("Kept on this phone: 2")
        expect(park.locator("#count .site__num")).to_have_text("2")
        usable(park)
        park.reload()  # the phone was in a pocket: the list and both presses are still there
        expect(park.locator("#kept")).to_contain_text("Kept on this phone: 2")
        expect(park.locator(f"#p-{cy.ref}")).to_contain_text("Kept on this phone")
        park.get_by_role("button", name=f"Undo {cy.full_name}").click()
        assert not Attendance.objects.exists()

    park.evaluate("dispatchEvent(new Event('online'))")
    expect(park.locator("#kept")).to_be_hidden()
    expect(park.get_by_role("button", name=f"Undo {bea.full_name}")).to_be_visible()
    expect(park.get_by_role("button", name=f"Check in {cy.full_name}")).to_be_visible()
    usable(park)
    assert [(row.person, row.state) for row in Attendance.objects.exclude(state="expected")] == [(bea, "checked_in")]
    assert park.evaluate("localStorage.getItem('engage-ticks')") == "[]"
    park.reload()
    expect(park.locator(f"#p-{bea.ref}.is-here")).to_be_visible()

    park.goto("/account/logout/")
    park.get_by_role("button", name="Sign out").click()
    expect(park).not_to_have_url(re.compile("logout"))
    park.goto("/find/")
    comes_true(park, "caches.has('engage-roster').then((there) => !there)")
