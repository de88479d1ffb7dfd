"""The frame around every page, in a browser."""

import pytest

from tests.builders import make_hood
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import assert_no_axe_violations


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_that_is_not_there_helps_on(new_page, size, dark):
    make_hood()
    page = new_page(size=size, dark=dark)
    page.goto("/there-is-no-such-page/")
    assert page.get_by_role("link", name="Find something to do").is_visible()
    assert_no_axe_violations(page)
