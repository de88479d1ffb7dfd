"""The demo's mailbox, in a browser."""

from playwright.sync_api import expect

from notices import actions
from projects.models import Event
from tests.builders import make_event, make_person, make_seat, make_slot
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import day_and_night


def test_a_letter_is_found_read_and_followed(new_page):
    event: Event = make_event()
    seat = make_seat(make_slot(event), make_person("Amal", email="amal@mail.example"))
    actions.post(
        kind="event_cancelled",
        to=seat.person,
        event_key="x",
        context={
            "event": event,
            "signup": seat,
            "slot": seat.slot,
            "project": event.project,
            "button_url": f"/projects/{event.project.slug}/",
            "button_label": "See the project",
        },
    )
    page = new_page()
    page.goto("/demo/mailbox/")
    day_and_night(page, sizes=(PHONE, DESK))
    page.get_by_role("link", name="Cancelled:").click()
    expect(page.get_by_role("article").get_by_role("link", name="See the project")).to_be_visible()
    day_and_night(page, sizes=(PHONE, DESK))
    page.get_by_role("article").get_by_role("link", name="See the project").click()
    expect(page.get_by_role("heading", level=1, name=event.project.title)).to_be_visible()
