"""Voting without an account in a browser: a sheet is printed, a code typed or scanned, a ballot saved, changed and seen again."""

import re

import pytest
from playwright.sync_api import Page, expect

from ideas.models import PollVoter
from tests.ideas.builders import ballots_of, frozen, make_ideas, make_poll, opened
from tests.journeys.conftest import DESK
from tests.journeys.test_polls import saved, tap
from tests.journeys.test_review import OTHERS_DREW
from tests.support.axe import assert_no_axe_violations


@pytest.fixture
def poll(transactional_db):
    poll = make_poll("voting", eligibility_level=3, votes_per_ballot=3)
    make_ideas(poll, 7)
    return opened(poll)


def a_sheet_of(desk: Page, poll, number: int) -> list[str]:
    desk.goto(f"/admin/polls/{poll.pk}/")
    desk.get_by_role("link", name="Codes on paper").click()
    desk.get_by_label("How many").fill(str(number))
    desk.get_by_role("button", name="Make a sheet to print").click()
    expect(desk.locator(".slip")).to_have_count(number)
    return desk.locator(".slip__code").all_inner_texts()


def test_from_the_printed_sheet_to_the_result(new_page, poll):
    desk = new_page(poll.owner, size=DESK)
    first, second = a_sheet_of(desk, poll, 2)
    assert_no_axe_violations(desk)
    desk.goto(f"/admin/polls/{poll.pk}/codes/")
    expect(desk.locator("main")).not_to_contain_text(first)
    assert_no_axe_violations(desk, OTHERS_DREW)

    phone = new_page()
    phone.goto(f"/polls/{poll.slug}/")
    phone.get_by_role("link", name="Type my code").first.click()
    phone.get_by_label("Code", exact=True).fill("2222-3333-4444")
    phone.get_by_role("button", name="Open my ballot").click()
    expect(phone.get_by_role("alert")).to_contain_text("That is no code of this poll")
    expect(phone.get_by_label("Code", exact=True)).to_have_value("2222-3333-4444")
    assert_no_axe_violations(phone)
    phone.get_by_label("Code", exact=True).fill(first.upper())
    phone.get_by_role("button", name="Open my ballot").click()
    tap(phone, "Idea number 1")
    saved(phone, "2 of 3 left")
    tap(phone, "Idea number 2")
    saved(phone, "1 of 3 left")
    assert_no_axe_violations(phone)

    # Another device, by the square on the sheet: the code stands in the address behind the #, and the same ballot opens.
    tablet = new_page(size=DESK)
    tablet.goto(f"/polls/{poll.slug}/code/#{first}")
    expect(tablet.get_by_label("Code", exact=True)).to_have_value(first)
    assert first not in tablet.url
    tablet.get_by_role("button", name="Open my ballot").click()
    saved(tablet, "1 of 3 left")
    tap(tablet, "Idea number 1")
    saved(tablet, "2 of 3 left")
    tap(phone, "Idea number 4")
    expect(phone.get_by_role("alert")).to_contain_text("changed in another window")
    assert ballots_of(poll) == [{"2026-002": 1}]

    # The next one in the family, on the same tablet.
    tablet.goto(f"/polls/{poll.slug}/code/")
    tablet.get_by_role("button", name="Close my ballot on this device").click()
    tablet.goto(f"/polls/{poll.slug}/code/#{second}")
    tablet.get_by_role("button", name="Open my ballot").click()
    tap(tablet, "Idea number 3")
    saved(tablet, "2 of 3 left")
    assert PollVoter.objects.filter(person=None).count() == 2

    frozen(poll)
    expect_own_ballot(tablet, poll, "Idea number 3")
    desk.goto(f"/polls/{poll.slug}/results/")
    expect(desk.locator("main")).to_contain_text(re.compile("2 online|2 ballots|2 people"))


def expect_own_ballot(page: Page, poll, idea: str) -> None:
    page.goto(f"/polls/{poll.slug}/ballot/mine/")
    expect(page.locator("main")).to_contain_text("Your ballot as saved on")
    expect(page.locator("main")).to_contain_text(idea)
    assert_no_axe_violations(page)


def test_without_javascript_a_code_opens_and_saves_a_ballot(new_page, poll):
    (code,) = a_sheet_of(new_page(poll.owner, size=DESK), poll, 1)
    page = new_page(js=False)
    page.goto(f"/polls/{poll.slug}/code/")
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Open my ballot").click()
    tap(page, "Idea number 5")
    page.get_by_role("button", name="Save my choice").click()
    saved(page, "2 of 3 left")
    assert ballots_of(poll) == [{"2026-005": 1}]
