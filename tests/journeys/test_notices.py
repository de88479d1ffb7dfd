"""Somebody chooses what they hear of, and stops a kind of letter from the letter itself."""

from playwright.sync_api import expect

from notices.models import Letter, Preference
from tests.builders import make_event, make_person
from tests.journeys.conftest import DESK, PHONE
from tests.notices.test_choices import thank
from tests.support.axe import day_and_night


def test_notices_are_changed_and_letters_stopped_from_a_letter(new_page, live_server, settings):
    settings.SITE_URL = live_server.url
    amal = make_person("Amal", email="amal@mail.example")
    page = new_page(amal)
    page.goto("/settings/")
    page.get_by_role("link", name="Choose my letters").click()
    expect(page.get_by_role("heading", level=1, name="Notices")).to_be_visible()
    day_and_night(page, sizes=(PHONE, DESK))
    page.get_by_role("group", name="Polls you took part in").get_by_text("In the digest").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Preference.objects.get(person=amal, category="polls").how == "digest"

    thank(amal, make_event())
    reader = new_page()  # nobody is signed in here
    reader.goto("/demo/mailbox/?to=amal@mail.example")
    reader.get_by_role("link", name="What we did together").click()
    reader.get_by_role("article").get_by_role("link", name="No more letters of this kind").click()
    expect(reader.get_by_role("heading", level=1, name="Stop the letters “Thanks”?")).to_be_visible()
    day_and_night(reader, sizes=(PHONE, DESK))
    reader.get_by_role("button", name="Stop these letters").click()
    expect(reader.get_by_role("heading", level=1, name="You get no more letters: Thanks")).to_be_visible()
    assert reader.context.cookies() == []
    assert thank(amal, make_event()) is None
    assert Letter.objects.filter(kind="thanks").count() == 1

    reader.get_by_role("button", name="Undo").click()
    expect(reader.get_by_text("Thanks: At once")).to_be_visible()
    assert thank(amal, make_event())
