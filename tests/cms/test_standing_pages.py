"""A city's own site has the pages it must have after one command, and links to no page that is not there."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from cms import standing
from cms.models import HomePage, TextPage
from cms.starter import TEXTS
from tests.builders import make_event, make_project, make_slot
from tests.tooling.house import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    standing.forget()
    yield
    standing.forget()


@pytest.fixture
def site():
    call_command("start_site", verbosity=0)


def links(page: str = "/settings/") -> set[str]:
    """Where a page leads on this site."""
    return set(re.findall(r'href="(/[^"#?]*)', Client().get(page).content.decode()))


def dead(page: str) -> set[str]:
    return {
        path
        for path in links(page)
        if "nowhere" not in path and not path.startswith("/static/") and Client().get(path).status_code == 404
    }


def pages() -> list[str]:
    slot = make_slot(make_event(make_project(status="active")))
    return ["/settings/", "/people/sign-in/", f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/", "/nowhere/"]


def test_every_link_of_a_new_site_leads_somewhere(site):
    assert {f"/{slug}/" for slug in TEXTS} | {"/news/"} <= links()
    for page in ("/", *pages()):
        assert dead(page) == set()


def test_without_its_pages_a_site_has_no_dead_links():
    for page in pages():
        assert dead(page) - {"/"} == set()
    assert "/privacy/" not in links() and "/settings/" in links()


def test_a_page_that_an_editor_hides_or_deletes_is_linked_no_more(site):
    TextPage.objects.get(slug="glossary").unpublish()
    TextPage.objects.get(slug="about").delete()
    assert {"/glossary/", "/about/"} & links() == set() and dead("/settings/") == set()
    call_command("start_site", verbosity=0)
    assert "/about/" in links() and "/glossary/" not in links()


def test_starting_again_writes_nothing_over(site):
    HomePage.objects.update(title="Our town")
    TextPage.objects.filter(slug="privacy").update(title="What we keep of you")
    call_command("start_site", verbosity=0)
    assert HomePage.objects.get().title == "Our town"
    assert [page.title for page in TextPage.objects.filter(slug="privacy")] == ["What we keep of you"]


def test_the_readme_makes_them_in_the_command_that_makes_the_site():
    (line,) = [line for line in (ROOT / "README.md").read_text().splitlines() if "manage.py start_site" in line]
    assert "manage.py migrate &&" in line


def test_no_page_of_a_real_site_speaks_of_the_demo_city():
    assert not [slug for slug, (_title, body) in TEXTS.items() if "larkhaven" in body.lower()]
