"""Addresses somebody made up to see what breaks: each gets a plain answer, none leads off the site."""

import pytest
from django.test import Client

from core.paths import bare
from tests.builders import make_event, make_person

pytestmark = pytest.mark.django_db
BEYOND = "99999999999999999999"


@pytest.fixture
def client():
    """Somebody signed in; errors come as pages, as they would in a browser."""
    client = Client(raise_request_exception=False)
    client.force_login(make_person().user)
    return client


@pytest.mark.parametrize("page", ["", "roster/", "people/x/", "people/x/confirm/", "calendar.ics"])
def test_a_number_beyond_every_row_is_not_found(client, page):
    slug = make_event().project.slug
    path = f"/projects/{slug}/events/{BEYOND}/{page}"
    answer = client.post(path) if page.endswith("confirm/") else client.get(path)
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/me/thanks/%00/", "/projects/lead-with/%00/", "/demo/mailbox/%00/"])
def test_an_address_with_a_nul_is_not_found(client, path):
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


@pytest.mark.parametrize(
    "after", ["0001-01-01T00:00+23:00~1", "9999-12-31T23:59-23:00~1", f"2026-12-01T00:00+00:00~{BEYOND}", "~", "\0"]
)
def test_a_made_up_mark_of_the_find_page_still_finds(client, after):
    assert client.get("/find/", {"after": after}).status_code == 200


@pytest.mark.parametrize("rule", ["ATT", "nonsense", "\0", "<script>"])
def test_an_unknown_kind_of_points_shows_none(client, rule):
    assert client.get("/me/points/", {"rule": rule}).status_code == 200


@pytest.mark.parametrize("where", ["/es//evil.example", "/es/\\evil.example", "/ar///evil.example", "//evil.example"])
@pytest.mark.parametrize("language", ["en", "es", ""])
def test_choosing_a_language_never_leads_off_the_site(client, where, language):
    answer = client.post("/settings/face/", {"language": language, "next": where})
    assert answer.url.startswith("/") and not answer.url.startswith(("//", "/\\"))


def test_a_path_without_its_language_has_one_stroke_in_front():
    assert bare("/es//evil.example") == "/evil.example"
    assert bare("/es/find/") == "/find/"
    assert bare("/find/") == "/find/"
