"""Ask and get an answer; report, decide, appeal, decide again. On phones, and on the moderators' desks."""

import re

from playwright.sync_api import expect

from conversations.models import Comment
from people.deeds import deliver_all
from people.groups import follow_roles
from projects.models import ProjectRole
from tests.builders import make_person, make_project
from tests.conversations.builders import ask, reported, settled
from tests.journeys.conftest import DESK
from tests.support.axe import assert_no_axe_violations


def test_ask_and_get_an_answer(new_page):
    project = make_project(settled("Ana"))
    lead = project.organizers.get(role=ProjectRole.Role.LEAD).person
    amal = new_page(settled("Amal"))
    amal.goto(f"/projects/{project.slug}/")
    amal.get_by_role("link", name="Ask a question").click()
    expect(amal.get_by_role("heading", level=1)).to_have_text("Questions and answers")
    amal.get_by_label("Your words").fill("Can I come with a pushchair?")
    amal.get_by_role("button", name="Send").click()
    expect(amal.get_by_text("It is here now.")).to_be_visible()
    assert_no_axe_violations(amal)

    ana = new_page(lead, js=False)
    ana.goto(f"/projects/{project.slug}/")
    ana.get_by_role("link", name="Questions and answers (1)").click()
    ana.get_by_role("link", name=re.compile("^Answer.*pushchair")).click()
    ana.get_by_label("Your words").fill("Yes, as far as the table.")
    ana.get_by_role("button", name="Send").click()
    expect(ana.get_by_text("Your answer is here now.")).to_be_visible()

    reader = new_page()
    reader.goto(f"/projects/{project.slug}/")
    expect(reader.get_by_text("Yes, as far as the table.")).to_be_visible()
    expect(reader.locator(".talk__by").first).to_contain_text("organizer")
    amal.goto("/me/follows/")
    amal.get_by_role("button", name="Stop following").click()
    expect(amal.get_by_text("You follow nothing yet")).to_be_visible()


def test_from_report_to_decision_to_appeal(new_page):
    first, second = make_person("Max", role="moderator"), make_person("Moe", role="moderator")
    for person in (first, second):
        follow_roles(person)
    said = ask(make_project(), "You are all idiots.", by=settled("Dag"))
    reported(ask(said.subject.project, "Buy watches here!"), reason="spam")

    rae = new_page(settled("Rae"))
    rae.goto(f"/talk/{said.ref}/")
    rae.get_by_role("link", name=re.compile("^Report.*idiots")).click()
    expect(rae.get_by_role("heading", level=1)).to_have_text("What is wrong here?")
    rae.get_by_label("It insults or threatens somebody").check()
    rae.get_by_role("button", name="Send the report").click()
    expect(rae.get_by_text("Thank you. Somebody looks at it")).to_be_visible()

    desk = new_page(first, size=DESK)
    desk.goto("/admin/moderation/")
    for key in ("j", "x", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-case]:checked")).to_have_count(2)
    desk.get_by_label("Hide it", exact=True).check()
    desk.get_by_label("Which rule was broken").select_option("insult")
    desk.get_by_label("Why", exact=True).fill("The house is for everybody, and this hurts people.")
    desk.get_by_role("button", name="Decide", exact=True).click()
    expect(desk.get_by_text("2 cases are decided.")).to_be_visible()
    assert not Comment.objects.published().exists()
    deliver_all()

    dag = new_page(said.by)
    case = said.cases.get()
    dag.goto(f"/me/cases/{case.ref}/")
    expect(dag.get_by_text("It insults or threatens somebody")).to_be_visible()
    dag.get_by_label("How do you see it?").fill("I only quoted the sign at the gate.")
    dag.get_by_role("button", name="Ask again").click()
    expect(dag.get_by_text("Somebody else than the first looks at it.")).to_be_visible()
    assert_no_axe_violations(dag)

    other = new_page(second, size=DESK)
    other.goto("/admin/moderation/?show=appeals")
    other.get_by_role("link", name="You are all idiots.").click()
    other.get_by_label("Why", exact=True).fill("The sign really says so. It may stand here.")
    other.get_by_role("button", name="Take the decision back").click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    dag.goto(f"/talk/{said.ref}/")
    expect(dag.get_by_text("You are all idiots.").first).to_be_visible()
