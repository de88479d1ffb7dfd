"""A reader goes from the map of ideas to one of them: by keyboard, without scripts, on a telephone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

from city.models import Neighborhood
from cms.demo.place import at, lay_out
from cms.starter import build_site
from ideas.models import Idea, IdeaPoll
from tests.ideas.builders import make_idea, make_poll
from tests.support.stops import Stop
from tests.support.walk import LOOKS, Walker

from .conftest import DESK

SIZES = "rects => rects.map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"


@pytest.fixture
def poll(transactional_db) -> IdeaPoll:
    """Twelve ideas close together in Millside, and one in the north."""
    lay_out(build_site())
    poll = make_poll("proposing", neighborhood=None)
    millside, north = (Neighborhood.objects.get(slug=slug) for slug in ("millside", "northgate"))
    for n in range(12):
        right, up = at(100 + n * 3, 300 + n % 4 * 5)
        make_idea(poll, f"Lamp {n} on Mill Lane", neighborhood=millside, longitude=right, latitude=up)
    right, up = at(150, 80)
    make_idea(poll, "A crossing at the school", neighborhood=north, longitude=right, latitude=up)
    return poll


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no-scripts"])
def test_a_number_opens_by_keyboard_to_just_its_ideas(poll, new_page, js):
    page = new_page(size=DESK, js=js)
    page.goto(f"/polls/{poll.slug}/map/")
    many = page.get_by_role("link", name="12 ideas near Millside")
    many.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="12 ideas near Millside")).to_be_visible()
    expect(page.locator("#list .row")).to_have_count(12)
    assert "A crossing" not in page.locator("#list").inner_text()
    inside = page.locator(".map__mark")
    assert inside.count() > 1
    page.get_by_role("link", name="Show all ideas").click()
    one = page.get_by_role("link", name=re.compile(r"\d+: A crossing at the school"))
    one.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(Idea.objects.get(title="A crossing at the school").ref))


def test_every_mark_is_wide_enough_for_a_finger(poll, new_page):
    page = new_page()
    for where in ("", next_cell(poll, new_page)):
        page.goto(f"/polls/{poll.slug}/map/{where}")
        sizes = page.locator(".map__tap").evaluate_all(SIZES)
        assert sizes and min(sizes) >= 44


def test_the_map_and_what_it_opens_are_usable_by_everybody(poll, browser, live_server, new_page):
    walker = Walker(browser, live_server.url)
    for name, where in (("map", ""), ("map-close", next_cell(poll, new_page))):
        walker.visit(Stop(name, None, f"/polls/{poll.slug}/map/{where}"), LOOKS)
    walker.close()
    assert walker.wrong == []


def next_cell(poll: IdeaPoll, new_page) -> str:
    page = new_page()
    page.goto(f"/polls/{poll.slug}/map/")
    return page.get_by_role("link", name="12 ideas near Millside").get_attribute("href").partition("#")[0]
