"""A live hour in a browser: set, asked, supported, answered in turn and before it, declined, left open and answered later."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from ideas.models import Duty, LiveHour
from ideas.tasks import follow_the_clock
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_department, make_person
from tests.ideas.builders import make_official
from tests.journeys.conftest import DESK, PHONE
from tests.support.axe import assert_no_axe_violations, day_and_night

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def own_clock():
    yield
    clock.reset()


def wall(hours: float) -> str:
    return (clock.now() + HOUR * hours).strftime("%Y-%m-%dT%H:%M")


def ask(page: Page, slug: str, words: str) -> None:
    page.goto(f"/live-hours/{slug}/")
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill(words)
    page.get_by_role("button", name="Send my question").click()
    expect(page.get_by_text("Your question is on the page.")).to_be_visible()


def test_a_live_hour_from_the_first_question_to_the_last_answer(new_page, transactional_db):
    official = make_official("Noor")
    make_department()
    desk = new_page(official, size=DESK)
    desk.goto("/admin/polls/hours/")
    desk.get_by_role("link", name="New live hour").click()
    desk.get_by_label("Name").fill("Ask the Parks Office")
    desk.locator("[name=zone]").select_option("UTC")
    desk.locator("[name=opens]").fill(wall(-1))
    desk.locator("[name=starts]").fill(wall(4))
    desk.locator("[name=ends]").fill(wall(3))
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("link", name="Ends: The hour must end after it begins.")).to_be_visible()
    desk.locator("[name=ends]").fill(wall(5))
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Ask the Parks Office")).to_be_visible()
    slug = LiveHour.objects.get().slug

    # Residents find it, ask, and one supports what the other asks.
    ana, bea, cy, dag = (new_page(make_person(name), size=PHONE) for name in ("Ana", "Bea", "Cy", "Dag"))
    ana.goto("/polls/")
    ana.get_by_role("link", name="Ask the Parks Office").click()
    expect(ana.get_by_text("Nobody has asked yet.")).to_be_visible()
    ask(ana, slug, "When do the lamps at the footbridge come?")
    ask(bea, slug, "Why is the gate of Elm Park shut at eight?")
    ask(cy, slug, "Why is my neighbor allowed to burn leaves?")
    ask(dag, slug, "May we plant herbs on Mill Lane?")
    bea.get_by_role("button", name=re.compile("I want to know this too.*When do the lamps")).click()
    expect(bea.get_by_text("1 person wants to know this too")).to_be_visible()
    expect(bea.get_by_role("button", name=re.compile("Take back my support"))).to_be_focused()
    assert_no_axe_violations(bea)

    # The hour begins. One is answered in its turn, one before it, one is declined.
    clock.shift(HOUR * 4.2)
    bea.goto(f"/live-hours/{slug}/")
    expect(bea.get_by_text("Live now")).to_be_visible()
    desk.goto(f"/live-hours/{slug}/desk/")
    desk.get_by_role("button", name=re.compile("Take the next question.*When do the lamps")).click()
    desk.get_by_label("Your answer").fill("In March, all twelve of them.")
    assert_no_axe_violations(desk)
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as every ten seconds
    desk.wait_for_load_state("networkidle")
    expect(desk.get_by_label("Your answer")).to_have_value("In March, all twelve of them.")
    desk.get_by_role("button", name="Publish the answer").click()
    expect(desk.get_by_text("Whoever asked gets a letter.")).to_be_visible()
    bea.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # it looks after itself
    expect(bea.get_by_text("In March, all twelve of them.")).to_be_visible()

    desk.get_by_role("button", name=re.compile("Take this one.*Why is my neighbor")).click()
    desk.get_by_label("Your answer").fill("No")
    desk.get_by_role("button", name="Publish as a reason not to answer").click()
    expect(desk.get_by_text("Say in a sentence why").first).to_be_visible()
    expect(desk.get_by_label("Your answer")).to_have_value("No")
    desk.get_by_label("Your answer").fill("This is about one neighbor, and we do not talk about people here.")
    desk.get_by_role("button", name="Publish as a reason not to answer").click()
    expect(desk.get_by_text("Published with your reason.")).to_be_visible()
    desk.get_by_role("button", name=re.compile("Take this one.*May we plant herbs")).click()
    desk.get_by_label("Your answer").fill("Yes, in the beds beside the school.")
    desk.get_by_role("button", name="Publish the answer").click()
    expect(desk.get_by_text("Whoever asked gets a letter.")).to_be_visible()
    cy.goto(f"/live-hours/{slug}/")
    expect(cy.get_by_text("Not answered, with a reason")).to_be_visible()
    expect(cy.get_by_text("Taken before its turn", exact=True)).to_have_count(1)
    for page in (cy, desk):
        day_and_night(page)

    # The end: one is left, and owed.
    clock.shift(HOUR * 5.5)
    assert follow_the_clock() == 1
    bea.goto(f"/live-hours/{slug}/")
    expect(bea.get_by_text("Your question is still open.")).to_be_visible()
    assert_no_axe_violations(bea)
    desk.goto("/admin/polls/answers/")
    desk.get_by_role("link", name="Why is the gate of Elm Park shut at eight?").click()
    desk.get_by_label("Your answer").fill("Because of the nesting owls, until June.")
    desk.get_by_role("button", name="Publish the answer").click()
    expect(desk.get_by_text("Every question is answered.")).to_be_visible()
    assert Duty.objects.get().done_at
    deliver_all()
    assert Letter.objects.filter(kind="question_answered").values("person").distinct().count() == 4
    bea.goto(f"/live-hours/{slug}/")
    expect(bea.get_by_text("Because of the nesting owls, until June.")).to_be_visible()
    day_and_night(bea)
