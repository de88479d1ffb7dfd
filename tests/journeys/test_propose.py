"""A resident proposes a project on a phone, page by page."""

import pytest
from playwright.sync_api import expect

from files.models import Picture
from projects import actions
from projects.models import Project
from tests.builders import make_hood, make_person
from tests.journeys.conftest import DESK, PHONE
from tests.projects.proposals import REASON, make_draft, make_submitted
from tests.support.axe import assert_no_axe_violations, day_and_night
from tests.support.pictures import telling_jpeg


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_six_pages_from_an_empty_page_to_the_city(new_page, js, tmp_path):
    make_hood("Elm Park")
    make_hood("Millside", letter="M", shape="square", color_key="mill")
    photo = tmp_path / "mill.jpg"
    photo.write_bytes(telling_jpeg())
    page = new_page(make_person("Ana"), js=js)
    accessible = assert_no_axe_violations if js else lambda page: None  # axe itself is a script
    page.goto("/projects/propose/")

    page.get_by_label("Repair").check()
    page.get_by_label("Name").fill("Bat boxes for the mill")
    page.get_by_label("What will people do?").fill("Build and hang ten boxes under the roof of the old mill.")
    accessible(page)
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Where will people meet?")
    page.get_by_label("Meeting point").fill("Mill")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("3 answers need a change")
    expect(page.get_by_label("Meeting point")).to_have_value("Mill")
    accessible(page)
    page.get_by_label("Millside").check()
    page.get_by_label("Meeting point").fill("Yard of the old mill, beside the big wheel")
    page.get_by_label("Yes, and I have asked").check()
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("What will be better afterwards?").fill("Ten bat families have a home before the winter.")
    page.get_by_label("How many?").fill("10")
    page.get_by_label("Of what?").fill("boxes")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("Picture").set_input_files(photo)
    page.get_by_label("What can be seen on it?").fill("An old brick mill, its roof full of gaps.")
    accessible(page)
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("Everybody; some work with tools").check()
    for question in page.get_by_label("Not checked yet").all():
        question.check()
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.get_by_alt_text("An old brick mill")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Send to the city").click()

    expect(page.get_by_text("Sent. The city has your project now.")).to_be_visible()
    expect(page.get_by_text("reads it and answers by")).to_be_visible()
    accessible(page)
    project = Project.objects.get()
    assert project.status == Project.Status.SUBMITTED and project.picture == Picture.objects.get()


def test_who_is_not_signed_in_comes_back_after_the_door(browser_page):
    browser_page.goto("/projects/propose/")
    assert "next=%2Fprojects%2Fpropose%2F" in browser_page.url


def test_the_back_arrow_keeps_what_was_saved(new_page):
    ana = make_person("Ana")
    draft = make_draft(ana)
    page = new_page(ana)
    page.goto(f"/projects/propose/{draft.slug}/goal/")
    page.locator("a.back").click()
    expect(page.get_by_label("Meeting point")).to_have_value(draft.place)


def test_change_and_send_again(new_page):
    ana = make_person("Ana")
    project = make_submitted(ana)
    actions.request_changes(by=make_person("Mia", role="official"), project=project, reason=REASON)
    page = new_page(ana)
    page.goto("/me/")
    page.get_by_role("link", name=project.title).click()
    expect(page.get_by_text(REASON).first).to_be_visible()
    day_and_night(page, sizes=(DESK, PHONE))
    page.get_by_role("link", name="Change and send again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change and send again")
    day_and_night(page, sizes=(DESK, PHONE))
    page.get_by_role("link", name="Change Where").click()
    page.get_by_label("Meeting point").fill("North bank at the mill, city ground only")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Changed and sent again by Ana")).to_be_visible()


def test_a_long_text_is_counted_and_kept(new_page):
    page = new_page(make_person("Ana"))
    page.goto("/projects/propose/")
    long = "We mend it together. " * 250
    page.get_by_label("More about it").fill(long)
    expect(page.locator(".field__count.is-over")).to_contain_text("5,250 / 3,000")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Keep it to 3,000")
    assert len(page.get_by_label("More about it").input_value()) == 5250
