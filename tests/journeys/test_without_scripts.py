"""Everything a resident does, with scripts turned off: each form answers with a page that says what happened.

Signing in, joining as a newcomer, leaving, proposing, the roster and a ballot of "most votes" are gone the same way in the
journeys of their own.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from ideas.actions import support_idea
from ideas.models import Idea, Support
from people.models import Person
from projects import actions
from projects.models import Attendance, Event, Project, SignUp
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.ideas.builders import ballots_of, make_idea, make_ideas, make_poll, opened
from tests.support.pictures import telling_jpeg

pytestmark = pytest.mark.usefixtures("transactional_db")
REPORT = "Forty-eight bags of litter and one bicycle came out of the creek, carried by 31 people."


@pytest.fixture
def plain_page(new_page):
    """`plain_page(person)`: a phone without scripts."""
    return lambda person=None: new_page(person, js=False)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_an_idea_is_added_after_its_look_alike_was_shown_then_changed_and_taken_back(plain_page):
    poll = make_poll("proposing")
    make_idea(poll, "Lamps from the footbridge to the school")
    page = plain_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    page.get_by_role("link", name="Add an idea").first.click()
    page.get_by_label("Your idea in a few words").fill("Lamps at the footbridge to the school")
    page.get_by_role("button", name="Send my idea").click()
    expect(page.get_by_role("alert")).to_contain_text("This needs an answer.")
    expect(page.get_by_label("Your idea in a few words")).to_have_value("Lamps at the footbridge to the school")
    page.get_by_label("What should be done, and why?").fill("Twelve low lamps, so that children get home safely.")
    page.get_by_role("button", name="Send my idea").click()
    expect(page.get_by_text("Is one of these the same as yours?")).to_be_visible()
    page.get_by_role("button", name="Send mine anyway").click()
    heading(page, "Lamps at the footbridge to the school")
    page.get_by_role("link", name="Change the words").click()
    page.get_by_label("Your idea in a few words").fill("Lamps at the footbridge")
    page.get_by_role("button", name="Save").click()
    heading(page, "Lamps at the footbridge")
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Why do you take it back?").fill("The other one says it better.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You took your idea back.")).to_be_visible()
    assert Idea.objects.get(title="Lamps at the footbridge").state == "withdrawn"


def test_an_idea_is_supported_and_the_support_is_taken_back(plain_page):
    idea = make_idea(make_poll("proposing"), "A ramp beside the north steps")
    bea = make_person("Bea")
    support_idea(by=make_person("Ivo"), idea=idea)
    page = plain_page(bea)
    for path in (f"/polls/{idea.poll.slug}/", f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"):
        page.goto(path)
        page.get_by_role("button", name="Support “A ramp").click()
        expect(page.get_by_text("2 people support this")).to_be_visible()
        assert Support.objects.filter(person=bea).exists() and path in page.url
        page.get_by_role("button", name="Take back my support “A ramp").click()
        expect(page.get_by_text("1 person supports this")).to_be_visible()


def test_a_ballot_of_points_is_saved_changed_refused_and_removed(plain_page):
    poll = make_poll("voting", ballot_type="points", votes_per_ballot=10, max_per_idea=5)
    make_ideas(poll, 3)
    opened(poll)
    page = plain_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    page.locator("#points-2026-002").fill("4")
    page.get_by_role("button", name="Save my choice").click()
    expect(page.locator(".tally__left")).to_have_text("6 of 10 left")
    for ref in ("2026-001", "2026-002", "2026-003"):
        page.locator(f"#points-{ref}").fill("4")
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("alert")).to_contain_text("10")
    assert ballots_of(poll) == [{"2026-002": 4}]
    page.goto(f"/polls/{poll.slug}/ballot/remove/")
    page.get_by_role("button", name=re.compile("Remove|Take")).click()
    expect(page.locator(".tally__left")).to_have_text("10 of 10 left")
    assert ballots_of(poll) == []


def test_ideas_are_put_in_order_refused_and_moved(plain_page):
    poll = make_poll("voting", ballot_type="rank", count_rule="irv", votes_per_ballot=3, winners_k=1)
    make_ideas(poll, 3)
    opened(poll)
    page = plain_page(make_person("Bea"))
    page.goto(f"/polls/{poll.slug}/")
    page.get_by_role("button", name="Put in my order “Idea number 2”").click()
    expect(page.locator(".tally__left")).to_have_text("2 of 3 left")
    page.locator("#rank-2026-003").fill("1")
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("alert")).to_contain_text("Two ideas have the rank 1")
    page.locator("#rank-2026-003").fill("2")
    page.locator("#rank-2026-003").press("Enter")
    expect(page.locator(".tally__left")).to_have_text("1 of 3 left")
    page.get_by_role("button", name="Move up: Idea number 3").click()
    expect(page.locator(".order__name").first).to_have_text("Idea number 3")
    assert ballots_of(poll) == [{"2026-003": 1, "2026-002": 2}]


def test_the_settings_are_saved_and_the_face_is_kept_for_readers_too(plain_page):
    make_hood("Millside", letter="M", shape="square", color_key="mill")
    bea = make_person("Bea")
    page = plain_page(bea)
    page.goto("/settings/")
    page.get_by_label("First name").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("First name").fill("Beatriz")
    page.get_by_label("My neighborhood").select_option(label="Millside")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    bea.refresh_from_db()
    assert (bea.first_name, bea.neighborhood.name) == ("Beatriz", "Millside")
    for device in (page, plain_page()):
        device.goto("/settings/")
        device.get_by_label("Dark", exact=True).check()
        device.get_by_label("Larger").check()
        device.get_by_role("button", name="Show it like this").click()
        expect(device.locator("html")).to_have_attribute("data-theme", "dark")
        expect(device.locator("html")).to_have_attribute("data-text", "larger")
        device.get_by_label("Español").check()
        device.get_by_role("button", name="Show it like this").click()
        expect(device.locator("html")).to_have_attribute("lang", "es")


def test_the_account_is_deleted(plain_page):
    bea = make_person("Bea")
    page = plain_page(bea)
    page.goto("/settings/")
    page.get_by_role("link", name="Delete my account").click()
    page.locator("main").get_by_role("checkbox").first.check()
    page.locator("main").get_by_role("button", name=re.compile("Delete")).click()
    heading(page, re.compile("."))
    assert not Person.objects.filter(pk=bea.pk, first_name="Bea").exists()


def test_somebody_known_joins_with_two_more_leaves_and_takes_a_place_that_comes_free(plain_page):
    slot = make_slot(capacity=3)
    page = plain_page(make_person("Bea"))
    page.goto(f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/")
    page.get_by_label("How many of you come?").select_option("3")
    page.get_by_role("button", name="Join", exact=True).click()
    heading(page, "You’re in")
    waiting = plain_page(make_person("Cy"))
    waiting.goto(f"/projects/{slot.event.project.slug}/")
    waiting.get_by_role("button", name="Join the waitlist").first.click()
    heading(waiting, "You are number 1 on the waitlist")
    page.get_by_role("button", name="Can’t make it").click()
    heading(page, "You are off the list")
    waiting.reload()
    waiting.get_by_role("button", name="Take the place").click()
    heading(waiting, "You’re in")
    assert SignUp.objects.get(person__first_name="Cy").state == SignUp.State.CONFIRMED


def test_a_walk_in_is_checked_in_and_taken_off_again(plain_page):
    ana = make_person("Ana")
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=-5))
    make_seat(make_slot(event), make_person("Bea"))
    page = plain_page(ana)
    page.goto(f"/projects/{event.project.slug}/events/{event.pk}/roster/")
    page.get_by_role("link", name="Add a walk-in").click()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("First name").fill("Lou")
    page.get_by_label("18 or older").check()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("heading", name="Here: 1")).to_be_visible()
    assert Attendance.objects.get().person.first_name == "Lou"
    page.get_by_role("button", name="Undo Lou").click()
    expect(page.get_by_role("heading", name="Here: 1")).to_have_count(0)


def test_a_date_is_planned_changed_and_cancelled(plain_page):
    ana = make_person("Ana")
    project = make_project(ana)
    page = plain_page(ana)
    page.goto(f"/projects/{project.slug}/events/new/")
    page.get_by_label("Day", exact=True).fill((clock.now() + timedelta(days=9)).date().isoformat())
    page.get_by_label("Begins").fill("10:00")
    page.get_by_label("Ends").fill("12:00")
    page.get_by_label("What do people do?").first.fill("Litter pickers")
    page.get_by_role("button", name="Plan this date").click()
    expect(page.get_by_text("People can join now.")).to_be_visible()
    page.get_by_role("link", name="Change this date").click()
    page.get_by_label("Ends").fill("13:00")
    page.get_by_role("button", name=re.compile("Save")).first.click()
    expect(page.get_by_text("10:00–13:00").first).to_be_visible()
    page.get_by_role("link", name="Change this date").click()
    page.get_by_role("link", name="Cancel this date").click()
    page.get_by_role("button", name="Cancel this date").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("the weather").check()
    page.get_by_label("A sentence for everybody").fill("The creek is too high after the rain.")
    page.get_by_role("button", name="Cancel this date").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert Event.objects.get().status == Event.Status.CANCELLED


def test_a_project_rests_goes_on_and_is_finished_with_its_number_and_a_picture(plain_page, tmp_path):
    ana, bea = make_person("Ana"), make_person("Bea")
    project = make_project(ana, status=Project.Status.ACTIVE, wanted_number=60, wanted_unit="bags")
    event = make_event(project, starts_in=timedelta(hours=-30))
    make_seat(make_slot(event), bea)
    actions.check_in(by=ana, event=event, person=bea)
    actions.close_event(by=ana, event=event)
    photo = tmp_path / "creek.jpg"
    photo.write_bytes(telling_jpeg())
    page = plain_page(ana)
    page.goto(f"/projects/{project.slug}/")
    page.get_by_role("link", name="Pause").click()
    page.get_by_label("Why?").fill("The bank is flooded until spring.")
    page.locator("main form").get_by_role("button").click()
    expect(page.get_by_text("The bank is flooded until spring.").first).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Finish the project").click()
    page.get_by_label("How many bags?").fill("many")
    page.get_by_label("What did you do together?").fill(REPORT)
    page.get_by_role("button", name="Finish and show the result").click()
    expect(page.get_by_role("alert")).to_contain_text("0 is an honest answer")
    expect(page.get_by_label("What did you do together?")).to_have_value(REPORT)
    page.get_by_label("How many bags?").fill("48")
    page.get_by_label("Picture of the result").set_input_files(photo)
    page.get_by_label("What can be seen on it?").fill("The creek, clean as far as the bridge.")
    page.get_by_role("button", name="Finish and show the result").click()
    expect(page.get_by_text(REPORT)).to_be_visible()
    expect(page.get_by_alt_text("The creek, clean as far as the bridge.")).to_be_visible()
    project.refresh_from_db()
    assert (project.status, project.outcome_number) == (Project.Status.COMPLETED, 48)
