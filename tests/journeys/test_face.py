"""An editor changes the front page, and everybody sees it."""

from datetime import timedelta

from playwright.sync_api import expect

from cms.models import HomePage
from cms.starter import build_site
from people.groups import follow_roles
from tests.builders import make_event, make_person, make_project, make_slot
from tests.journeys.conftest import DESK
from tests.support.axe import assert_no_axe_violations


def test_an_editor_changes_the_front_page(new_page, transactional_db):
    build_site()
    make_slot(make_event(make_project(title="Reeds for the pond", status="active"), starts_in=timedelta(days=2)))
    noor = make_person("Noor", role="editor")
    follow_roles(noor)
    reader, desk = new_page(), new_page(noor, size=DESK)
    reader.goto("/")
    expect(reader.get_by_role("link", name="Reeds for the pond")).to_be_visible()
    assert_no_axe_violations(reader)

    home = HomePage.objects.get()
    last = len(home.body) - 1
    desk.goto(f"/admin/pages/{home.pk}/edit/")
    desk.locator(f"[name=body-{last}-value-title]").fill("What would you change on your street?")
    desk.locator(".w-dropdown__toggle, [data-w-dropdown-target=toggle]").last.click()
    desk.locator("[name=action-publish]").click()
    expect(desk.get_by_text("has been published")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name="What would you change on your street?")).to_be_visible()
    assert reader.context.cookies() == []
