"""The public API: what it says, what it keeps to itself, and that no question makes it stumble."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core import clock
from core.limits import Limit
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot

V1 = "/api/v1"
pytestmark = pytest.mark.django_db


def test_coming_dates_say_how_many_places_are_free(client):
    ana = make_person("Ana", last_name="Secretname")
    hood = make_hood("Elm Park")
    slot = make_slot(make_event(make_project(ana, status="active", neighborhood=hood, spoken="en,ar")), capacity=5)
    make_seat(slot, make_person("Bea"), party=2)
    make_slot(make_event(make_project(status="submitted")))
    answer = client.get(f"{V1}/events?neighborhood=elm-park")
    (event,) = answer.json()["items"]
    assert (event["capacity"], event["free"], event["joinable"]) == (5, 3, True)
    assert client.get(event["url"]).status_code == 200
    project = client.get(f"{V1}/projects/{event['project']}").json()
    assert (project["spoken"], project["toilet"], project["neighborhood"]) == (["en", "ar"], None, "elm-park")
    for path in ("events", "projects", "neighborhoods", "impact", f"projects/{project['slug']}"):
        text = client.get(f"{V1}/{path}").content.decode()
        assert not any(name in text for name in ("Ana", "Bea", "Secretname"))


def test_what_is_not_public_is_not_there(client):
    hidden = make_project(make_person("Ana"), status="submitted")
    answer = client.get(f"{V1}/projects/{hidden.slug}")
    assert (answer.status_code, answer["Content-Type"], "detail" in answer.json()) == (404, "application/json", True)
    assert client.get(f"{V1}/projects").json() == {"items": [], "next": None}
    assert client.get(f"{V1}/nothing/here").json()["detail"]


@pytest.mark.parametrize("path", ["projects", "events"])
def test_a_list_goes_on_page_by_page_without_gaps(client, path):
    made = [make_slot(make_event(make_project(status="active"), starts_in=timedelta(days=2))) for _ in range(7)]
    seen, after = [], ""
    while after is not None:
        page = client.get(f"{V1}/{path}?limit=3" + (f"&after={after}" if after else "")).json()
        seen += [each.get("id") or each["slug"] for each in page["items"]]
        after = page["next"]
    wanted = [slot.event.pk for slot in made] if path == "events" else [slot.event.project.slug for slot in made][::-1]
    assert seen == wanted


@pytest.mark.parametrize("path", ["projects", "events"])
def test_many_rows_take_no_more_questions_than_one(client, path):
    for _ in range(5):
        make_slot(make_event(make_project(status="active", neighborhood=make_hood())))
    counts = []
    for limit in (1, 1, 5):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{V1}/{path}?limit={limit}")
        counts.append(len(asked))
    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "after=-1",
        "after=x",
        "neighborhood=%25%27",
        "starts_from=soon",
        "starts_from=0001-01-01T00:00:00%2B14:00",
        "starts_from=9999-12-31T23:59:59-14:00",
        "category=" + "a" * 99,
        "category=nothing",
        "neighborhood=nowhere",
        "project=nothing",
        "neighborhod=elm-park",
    ],
)
def test_a_wrong_question_gets_a_plain_answer(client, query):
    answer = client.get(f"{V1}/events?{query}")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (422, "application/json")
    assert answer.json()["detail"][0]["loc"]


def test_the_address_alone_says_where_everything_is(client):
    index = client.get(f"{V1}/").json()
    assert {"description", "projects", "events", "neighborhoods", "impact"} < set(index)
    assert all(client.get(path).status_code == 200 for name, path in index.items() if name != "title")


@pytest.mark.parametrize("path", ["", "impact", "projects", "openapi.json"])
def test_who_asks_for_the_head_alone_gets_it(client, path):
    answer = client.head(f"{V1}/{path}")
    assert (answer.status_code, answer.content, answer["Access-Control-Allow-Origin"]) == (200, b"", "*")


def test_a_parameter_that_is_not_there_is_named_with_those_that_are(client):
    (wrong,) = client.get(f"{V1}/impact?neighborhood=elm-park").json()["detail"]
    assert (wrong["loc"], wrong["msg"]) == (["query", "neighborhood"], "There is no such parameter. Known: none.")
    (wrong,) = client.get(f"{V1}/projects?neighborhod=x").json()["detail"]
    assert "after, category, limit, neighborhood" in wrong["msg"]


def test_an_answer_that_is_known_already_is_not_sent_again(client):
    first = client.get(f"{V1}/neighborhoods")
    assert first["Access-Control-Allow-Origin"] == "*" and "max-age=60" in first["Cache-Control"]
    again = client.get(f"{V1}/neighborhoods", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not first.cookies


def test_who_asks_without_end_is_told_to_wait(client):
    answers = [client.get(f"{V1}/neighborhoods", REMOTE_ADDR="203.0.113.9") for _ in range(122)]
    assert (answers[119].status_code, answers[-1].status_code, answers[-1]["Retry-After"]) == (200, 429, "60")
    assert client.get(f"{V1}/neighborhoods", REMOTE_ADDR="203.0.113.10").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{V1}/projects")
    assert answer.status_code == 405


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture
def one_connection():
    """The server's way in would close the test's own connection after each answer; Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_whatever_is_asked_is_answered_as_described(monkeypatch, one_connection):
    monkeypatch.setattr("engage.api.PATIENCE", Limit("api-tried", times=10**6, seconds=60))
    make_slot(make_event(make_project(status="active", neighborhood=make_hood())))
    schema = schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {each.path.removeprefix(V1) for each in operations} == {
        "/projects", "/projects/{slug}", "/events", "/neighborhoods", "/impact",
    }  # fmt: skip
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        def ask(case):
            case.call_and_validate(checks=CHECKS)

        ask()


def test_the_clock_of_the_city_does_not_matter(client):
    slot = make_slot(make_event(make_project(status="active"), starts_in=timedelta(days=2)))
    later = (clock.now() + timedelta(days=3)).isoformat().replace("+00:00", "Z")
    assert client.get(f"{V1}/events?starts_from={later}").json()["items"] == []
    assert client.get(f"{V1}/events").json()["items"][0]["id"] == slot.event.pk
