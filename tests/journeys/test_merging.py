"""Two ideas become one by consent, and an idea that was taken back goes on with somebody else, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from ideas.actions import support_idea
from ideas.models import Idea
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll
from tests.journeys.conftest import DESK
from tests.support.axe import assert_no_axe_violations


@pytest.fixture
def poll(transactional_db):
    return make_poll("proposing")


def page_of(idea: Idea) -> str:
    return f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"


def yes_by_letter(page: Page, kind: str) -> None:
    """From the letter, without signing in: one press."""
    deliver_all()
    letter = Letter.objects.get(kind=kind)
    found = re.search(r"/polls/merged/\S+", letter.text)
    assert found, letter.text
    page.goto(found.group())
    page.get_by_role("button", name="Support this idea").click()
    expect(page.get_by_text("You support this idea now.")).to_be_visible()
    assert_no_axe_violations(page)


def test_two_ideas_become_one_by_consent(new_page, poll):
    ana, bea = make_person("Ana"), make_person("Bea")
    twice = make_idea(poll, "Seats along the creek", author=ana)
    kept = make_idea(poll, "Benches along the creek", author=make_person("Cy"))
    support_idea(by=bea, idea=twice)

    desk = new_page(poll.owner, size=DESK)
    desk.goto(page_of(twice))
    desk.get_by_role("link", name="Merge with another idea").click()
    expect(desk.get_by_role("radio", name="Benches along the creek")).not_to_be_checked()
    desk.get_by_role("button", name="Merge them").click()
    assert_no_axe_violations(desk)
    desk.get_by_role("radio", name="Benches along the creek").check()
    desk.get_by_label("Why are they the same?").fill("Both ask for places to sit along the same path.")
    desk.get_by_role("button", name="Merge them").click()
    expect(desk.get_by_text("This idea was merged with another.").first).to_be_visible()

    yes_by_letter(new_page(), "merge_asked")
    reader = new_page(bea)
    reader.goto(page_of(kept))
    expect(reader.locator("main")).to_contain_text("1 person supports this or an idea merged with it.")
    expect(reader.get_by_role("link", name="Seats along the creek")).to_be_visible()
    assert_no_axe_violations(reader)
    reader.goto(page_of(twice))
    expect(reader.get_by_role("link", name="Benches along the creek")).to_be_visible()

    desk.goto(page_of(twice))
    desk.get_by_role("button", name="Undo the merge").click()
    desk.goto(page_of(twice))
    expect(desk.get_by_text("This idea was merged with another.")).to_have_count(0)


def test_an_idea_taken_back_goes_on_with_somebody_else(new_page, poll):
    ana, bea, cy = make_person("Ana"), make_person("Bea"), make_person("Cy")
    idea = make_idea(poll, "A tap at the playground", author=ana)
    support_idea(by=bea, idea=idea)

    author = new_page(ana)
    author.goto(page_of(idea))
    author.get_by_role("link", name="Take it back").click()
    author.get_by_label("Why do you take it back?").fill("I move to another city.")
    author.get_by_role("button", name=re.compile("Take it back")).click()
    author.wait_for_url(f"**/polls/{poll.slug}/")
    author.goto(page_of(idea))
    expect(author.get_by_text("Its author took this idea back.")).to_be_visible()
    assert_no_axe_violations(author)

    other = new_page(cy)
    other.goto(page_of(idea))
    other.get_by_role("button", name="Make it my idea").click()
    expect(other.get_by_text("It is your idea now.")).to_be_visible()
    mine = Idea.objects.get(author=cy)
    assert (mine.title, mine.supports) == (idea.title, 0)

    yes_by_letter(new_page(), "adoption_asked")
    other.goto(page_of(mine))
    expect(other.locator("main")).to_contain_text("1 person supports this")
    other.goto(page_of(idea))
    expect(other.get_by_text("Somebody else took it up:")).to_be_visible()
