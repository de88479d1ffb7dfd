"""Every component in a browser: for eyes, ears and fingers of every kind; and the two comforts of the script."""

import pytest
from playwright.sync_api import expect

from tests.builders import make_hood
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import assert_no_axe_violations, day_and_night

SMALL = """[...document.querySelectorAll('a,button,select,summary,input:not([type=hidden])')].filter((one) => {
  if (one.closest('p,li,dd') && getComputedStyle(one).display === 'inline') return false; // links within a sentence
  if (one.closest('.trip__top')) return false; // the whole article is its target
  const box = (one.closest('label') || one).getBoundingClientRect();
  return box.width > 0 && (box.width < 43.5 || box.height < 43.5);
}).map((one) => one.outerHTML.slice(0, 120))"""
WIDE = "document.documentElement.scrollWidth - innerWidth"


def test_every_component_is_accessible(new_page):
    make_hood()
    page = new_page()
    page.goto("/styleguide/")
    day_and_night(page, sizes=(PHONE, DESK))


def test_every_component_reads_from_the_right_too(new_page):
    page = new_page()
    page.goto("/styleguide/?language=ar")
    assert page.evaluate("document.dir") == "rtl"
    assert_no_axe_violations(page)
    assert page.evaluate(WIDE) <= 0


def test_fingers_find_every_target(new_page):
    page = new_page()
    page.goto("/styleguide/")
    assert page.evaluate(SMALL) == []


def test_large_text_and_a_narrow_window_need_no_sideways_scroll(new_page, live_server):
    page = new_page(size=(320, 700))
    page.context.add_cookies([{"name": "text", "value": "larger", "url": live_server.url}])
    page.goto("/styleguide/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.evaluate(WIDE) <= 0


def test_on_a_desk_the_filters_stand_open_and_on_a_phone_one_tap_away(new_page):
    desk, phone = new_page(size=DESK), new_page()
    for page in (desk, phone):
        page.goto("/styleguide/")
    assert desk.get_by_role("button", name="Show what fits").is_visible()
    assert not phone.get_by_role("button", name="Show what fits").is_visible()
    phone.locator("summary").click()
    assert phone.get_by_role("button", name="Show what fits").is_visible()


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without"])
def test_the_first_tab_skips_to_the_main_part(new_page, js):
    page = new_page(js=js)
    page.goto("/accessibility-of-a-missing-page/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


FORM = """() => {
  document.querySelector('#main').innerHTML =
    '<form method="post" action="/slow/"><textarea name="words" autocomplete="off"></textarea><button>Send my idea</button></form>' +
    '<iframe name="aside" title="aside"></iframe>';
}"""


def test_a_form_that_takes_long_says_so_and_is_sent_once(new_page):
    page = new_page()
    page.goto("/styleguide/")
    page.evaluate(FORM)
    # Nothing leaves: the page stays, so that one can look at it.
    page.evaluate(
        "document.forms[0].target = 'aside'; sent = 0; addEventListener('submit', (e) => { sent += !e.defaultPrevented })"
    )
    page.get_by_role("textbox").fill("A bench")
    button = page.locator("form button")
    button.click(no_wait_after=True)
    expect(button).to_have_text("Working…")
    assert page.locator("#live").text_content() == "Working…"
    button.click(no_wait_after=True)
    assert page.evaluate("sent") == 1


def test_typed_text_comes_back_after_a_failed_send(new_page):
    page = new_page()
    page.goto("/styleguide/")
    page.evaluate(FORM)
    page.get_by_role("textbox").fill("A bench under the lime")
    failed = "<!doctype html><html lang=en data-failed><title>x</title><body><script type=module src=/static/engage/js/engage.js></script>"
    page.route("**/slow/", lambda route: route.fulfill(status=500, content_type="text/html", body=failed))
    page.locator("form button").click()
    page.wait_for_function("JSON.parse(sessionStorage.getItem('engage-typed') || '{}').failed")
    form = '<form method="post" action="/slow/"><textarea name="words"></textarea></form><div id="live"></div>'
    again = f'<!doctype html><html lang=en><title>x</title><body data-kept="Kept.">{form}<script type=module src=/static/engage/js/engage.js></script>'
    page.route("**/styleguide/", lambda route: route.fulfill(status=200, content_type="text/html", body=again))
    page.goto("/styleguide/")
    page.wait_for_function("document.querySelector('textarea').value === 'A bench under the lime'")
    assert page.locator("#live").text_content() == "Kept."
    assert page.evaluate("sessionStorage.getItem('engage-typed')") is None
