"""The frame around every page, in a browser."""

from tests.builders import make_hood
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import day_and_night


def test_a_page_that_is_not_there_helps_on(new_page):
    make_hood()
    page = new_page()
    page.goto("/there-is-no-such-page/")
    assert page.get_by_role("link", name="Find something to do").is_visible()
    day_and_night(page, sizes=(PHONE, DESK))
