"""Addresses somebody made up to see what breaks: each gets a plain answer, none leads off the site."""

from datetime import datetime

import pytest
from django.test import Client

from core.errors import RuleBroken
from core.paths import bare
from ideas import wall
from projects.models import Project
from tests.builders import make_event, make_person, make_project

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
    "after", ["0001-01-01T00:00+23:00~1", "9999-12-31T23:59-23:00~1", f"2026-12-01T00:00+00:00~{BEYOND}", "~"]
)
def test_a_made_up_mark_of_the_find_page_still_finds(client, after):
    assert client.get("/find/", {"after": after}).status_code == 200


@pytest.mark.parametrize("rule", ["ATT", "nonsense", "<script>"])
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


def test_a_question_with_a_nul_is_a_bad_request(client):
    assert client.get("/find/?where=%00").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_date_at_the_edge_of_the_calendar_gets_a_sentence(client, day):
    ana = make_person("Ana")
    project = make_project(ana, status=Project.Status.ACTIVE)
    client.force_login(ana.user)
    forms = {"slot-TOTAL_FORMS": "1", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers"}
    when = {"day": day, "begins": "00:00", "ends": "23:59", "meeting_point": "By the blue sign"}
    answer = client.post(f"/projects/{project.slug}/events/new/", {**forms, **when})
    assert answer.status_code == 422 and "Is the year right?" in answer.content.decode()


@pytest.mark.parametrize("year", [1, 9999])
def test_a_phase_at_the_edge_of_the_calendar_gets_a_sentence(year):
    with pytest.raises(RuleBroken, match="Is the year right"):
        wall.moment(datetime(year, 1, 1), "Asia/Tokyo")
