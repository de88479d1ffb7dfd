"""Paper entry in a browser: typed by one official, counted again by another one, and told on the voter's page."""

import re

import pytest
from playwright.sync_api import expect

from ideas.models import Ballot, IdeaPoll
from tests.builders import make_person
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote
from tests.journeys.conftest import DESK
from tests.journeys.test_review import OTHERS_DREW
from tests.support.axe import assert_no_axe_violations


@pytest.fixture
def poll(transactional_db):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 3)
    return opened(poll)


def test_paper_entry_from_the_box_to_the_count(new_page, poll):
    bea = make_person("Bea")
    vote(poll, bea, ["2026-003"])
    noor = new_page(poll.owner, size=DESK)
    noor.goto(f"/admin/polls/{poll.pk}/")
    noor.get_by_role("link", name="Ballots on paper").click()
    expect(noor.get_by_role("heading", name="Type a batch")).to_be_visible()
    noor.get_by_label("The sheets, one a line").fill("1: 1 2\n2: 1\n3:\n4: x")
    for label, number in (("Sheets in this batch", "4"), ("Of these spoiled", "1"), ("Votes on all sheets", "4")):
        noor.get_by_label(label).fill(number)
    noor.get_by_label("Who of them has an account here").fill(bea.email)
    noor.get_by_role("button", name="Save the batch").click()
    expect(noor.locator("main")).to_contain_text("Votes on all sheets: you counted 4, and 3 were typed.")
    assert_no_axe_violations(noor, OTHERS_DREW)
    expect(noor.get_by_label("The sheets, one a line")).to_have_value("1: 1 2\n2: 1\n3:\n4: x")
    noor.get_by_label("Votes on all sheets").fill("3")
    noor.get_by_role("button", name="Save the batch").click()
    expect(noor.get_by_role("heading", name="Batch 1 waits for a second count")).to_be_visible()
    assert not Ballot.objects.filter(voter=None).exists()

    mei = new_page(make_person("Mei", role="administrator"), size=DESK)
    mei.goto(f"/admin/polls/{poll.pk}/paper/")
    batch = mei.locator("section", has_text="waits for a second count")
    for name, number in (("ballots", "4"), ("spoiled", "1"), ("2026-001", "1"), ("2026-002", "1")):
        batch.locator(f"[name$='{name}']").fill(number)
    batch.get_by_label("Who of them has an account here").fill(bea.email)
    mei.get_by_role("button", name="My count is this").click()
    expect(mei.locator("main")).to_contain_text("Your votes for “Idea number 1” are not what was typed.")
    assert_no_axe_violations(mei, OTHERS_DREW)
    batch.get_by_label("1. Idea number 1").fill("2")
    mei.get_by_role("button", name="My count is this").click()
    expect(mei.get_by_role("heading", name="Batches that count")).to_be_visible()
    assert_no_axe_violations(mei, OTHERS_DREW)

    page = new_page(bea)
    page.goto(f"/polls/{poll.slug}/")
    expect(page.locator("main")).to_contain_text("You voted on paper.")
    frozen(IdeaPoll.objects.get(pk=poll.pk))
    page.goto(f"/polls/{poll.slug}/results/")
    expect(page.locator("main")).to_contain_text(re.compile("0 online, 4 on paper"))
    for what in ("ballot", "counting"):
        mei.goto(f"/admin/polls/{poll.pk}/paper/{what}/")
        expect(mei.get_by_role("row", name="Idea number 2")).to_be_visible()
        assert_no_axe_violations(mei)
