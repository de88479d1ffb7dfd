"""An official finds a proposal on the desk, asks for a change, gets it back, approves."""

from playwright.sync_api import expect

from people.groups import follow_roles
from projects import actions
from projects.models import Project
from tests.builders import make_person
from tests.journeys.conftest import DESK, PHONE
from tests.projects.proposals import REASON, make_submitted
from tests.support.axe import day_and_night

OTHERS_DREW = [".messages", "#wagtail-sidebar", ".w-slim-header", ".w-breadcrumbs", "#keyboard-shortcuts-dialog"]


def make_official(name="Mia"):
    mia = make_person(name, role="official")
    follow_roles(mia)
    return mia


def tick_all(page):
    for box in page.locator(".desk-checks input").all():
        box.check()


def test_ask_for_a_change_get_it_back_approve(new_page):
    ana, mia = make_person("Ana"), make_official()
    project = make_submitted(ana)
    desk = new_page(mia, size=DESK)

    desk.goto("/admin/")
    expect(desk.get_by_role("heading", name="One proposal waits for you")).to_be_visible()
    day_and_night(desk, exclude=OTHERS_DREW)
    desk.get_by_role("link", name=project.title).click()
    expect(desk.get_by_role("heading", name="Your decision")).to_be_visible()
    day_and_night(desk, exclude=OTHERS_DREW)
    desk.get_by_label("Or say what is missing").fill("Where?")
    desk.get_by_role("button", name="Ask for a change").click()
    expect(desk.get_by_role("alert")).to_contain_text("40 letters or more")
    expect(desk.get_by_label("Or say what is missing")).to_have_value("Where?")
    desk.get_by_label("Or say what is missing").fill(REASON)
    desk.get_by_role("button", name="Ask for a change").click()
    expect(desk.get_by_text("is back with its proposer")).to_be_visible()
    day_and_night(desk, exclude=OTHERS_DREW)

    phone = new_page(ana)
    phone.goto(f"/projects/{project.slug}/")
    expect(phone.get_by_text(REASON).first).to_be_visible()
    project.refresh_from_db()
    actions.save_answers(by=ana, project=project, place="North bank at the mill, city ground only")
    actions.submit_project(by=ana, project=project)

    desk.goto(f"/admin/proposals/{project.slug}/")
    expect(desk.get_by_text("North bank at the mill")).to_be_visible()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_role("alert")).to_contain_text("Tick every line")
    tick_all(desk)
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("is open to everybody now")).to_be_visible()
    assert Project.objects.get().status == Project.Status.PUBLISHED


def test_the_desk_fits_a_phone(new_page):
    project = make_submitted()
    page = new_page(make_official(), size=PHONE)
    page.goto(f"/admin/proposals/{project.slug}/")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]


def test_a_page_left_open_says_who_was_first(new_page):
    project, lee = make_submitted(), make_official("Lee")
    page = new_page(make_official(), size=DESK)
    page.goto(f"/admin/proposals/{project.slug}/")
    actions.reject_project(by=lee, project=project, reason=REASON)
    tick_all(page)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("was first")
