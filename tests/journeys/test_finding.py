"""Finding something for Saturday near me, on a phone, in two taps; and what happens when the phone keeps it to itself."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from cms.starter import build_site
from core.clock import now
from core.when import local
from tests.builders import make_event, make_hood, make_project, make_slot
from tests.support.axe import usable

pytestmark = pytest.mark.django_db(transaction=True)


def until_saturday() -> timedelta:
    """To ten o'clock on the coming one, or on the next if that is over."""
    here = local(now())
    ten = here.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=(5 - here.weekday()) % 7)
    return ten - here


def saturday(title: str, latitude: float) -> None:
    project = make_project(title=title, status="active", latitude=latitude, longitude=4.5)
    make_slot(make_event(project, title=title, starts_in=until_saturday()))


def test_something_for_saturday_near_me_in_two_taps(new_page, transactional_db):
    build_site()
    saturday("Far bank", 52.15)
    saturday("Near bank", 52.101)
    project = make_project(title="Sunday", status="active", latitude=52.1, longitude=4.5)
    make_slot(make_event(project, title="Sunday", starts_in=until_saturday() + timedelta(days=1)))
    page = new_page()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.100432, "longitude": 4.500432})
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Find").click()
    page.get_by_role("link", name="Saturday near me").click()
    expect(page.locator(".row__name")).to_have_text(["Near bank", "Far bank"])
    expect(page.locator(".row__where").first).to_contain_text("less than 1 km away")
    assert parse_qs(urlsplit(page.url).query)["near"] == ["52.10,4.50"]
    usable(page)
    page.locator(".chosen").get_by_role("link", name="Near me").click()
    expect(page.get_by_role("link", name="Near me", exact=False).first).to_be_visible()
    assert "near" not in page.url


def test_who_keeps_it_to_themselves_gets_saturday_and_chooses_a_neighborhood(new_page, transactional_db):
    make_hood("Elm Park")
    saturday("Near bank", 52.1)
    page = new_page()
    page.goto("/find/")
    page.get_by_role("link", name="Saturday near me").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Sat")
    expect(page.get_by_text("Choose your neighborhood")).to_be_visible()
    assert page.locator("#where").evaluate("note => note.querySelector('p').offsetWidth") > 200
    usable(page)
    page.locator("#where").get_by_role("link", name="Elm Park").click()
    expect(page.locator(".chosen")).to_contain_text("Elm Park")
    assert {"from", "to", "where"} == set(parse_qs(urlsplit(page.url).query))
