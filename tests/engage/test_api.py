"""The public API: what it says, what it keeps to itself, and that no question makes it stumble."""

import csv
from datetime import timedelta
from io import StringIO

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
from ideas import actions
from ideas.models import IdeaPoll
from tests.builders import make_department, make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote

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


def make_answered_poll():
    """Counted, certified, and its first idea answered."""
    poll = make_poll("voting", winners_k=1, neighborhood=make_hood("Elm Park"))
    first, *_rest = make_ideas(poll, 3)
    poll = opened(poll)
    for n in range(10):
        vote(poll, make_person(f"Voter{n}", last_name="Secretname"), refs=["2026-001", f"2026-00{2 + n % 2}"])
    frozen(poll)
    actions.certify_result(by=poll.owner, poll=poll)
    actions.answer_idea(
        by=poll.owner, idea=first, status="accepted", reason="=We will build it, as most of you asked for it.",
        department=make_department(), next_step="Draw a plan", due_on=clock.now().date() + timedelta(days=9),
    )  # fmt: skip
    return poll


def test_a_poll_its_ideas_its_count_and_its_answers_can_be_read(client):
    poll = make_answered_poll()
    IdeaPoll.objects.filter(pk=make_poll("coming").pk).update(published_at=None)
    (found,) = client.get(f"{V1}/polls?neighborhood=elm-park").json()["items"]
    assert found == client.get(f"{V1}/polls/{poll.slug}").json()
    assert (found["now"], found["void"], found["count_rule"], found["winners_k"]) == ("over", False, "most", 1)
    assert found["certified_at"] and [phase["kind"] for phase in found["phases"]][-1] == "voting"
    ideas = client.get(f"{V1}/polls/{poll.slug}/ideas").json()["items"]
    assert {idea["ref"]: idea["state"] for idea in ideas} == {
        "2026-001": "planned", "2026-002": "not_selected", "2026-003": "not_selected",
    }  # fmt: skip
    (result,) = client.get(f"{V1}/polls/{poll.slug}/results").json()
    assert result["outcome"]["totals"]["ballots"] == 10 and result["certified_at"]
    assert client.get(result["files"]["ballots.csv"]).content.count(b"\n") == 21
    (answer,) = client.get(f"{V1}/answers?poll={poll.slug}").json()["items"]
    assert (answer["ref"], answer["status"], answer["next_step"]) == ("2026-001", "accepted", "Draw a plan")
    assert client.get(found["geojson"]).json()["type"] == "FeatureCollection"
    for url in (found["url"], ideas[0]["url"], result["url"], answer["url"]):
        assert client.get(url, follow=True).status_code == 200
    for path in ("polls", f"polls/{poll.slug}/ideas", f"polls/{poll.slug}/results", "answers"):
        assert b"Secretname" not in client.get(f"{V1}/{path}").content


def test_lists_of_polls_come_as_sheets_too_page_by_page(client):
    poll = make_answered_poll()
    seen, url = [], f"{V1}/polls/{poll.slug}/ideas?format=csv&limit=2"
    while url:
        answer = client.get(url)
        assert answer["Content-Type"].startswith("text/csv") and "max-age=60" in answer["Cache-Control"]
        seen += list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
        url = answer["Link"].partition(">")[0].removeprefix("<") if "Link" in answer else ""
    assert [(row["ref"], row["state"]) for row in seen][-1] == ("2026-001", "planned")
    sheet = client.get(f"{V1}/polls/{poll.slug}/results?format=csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[:2] == ["n,ref,rank,state,votes,ballots,cost", "1,2026-001,1,selected,10,10,"]
    (answer,) = csv.DictReader(StringIO(client.get(f"{V1}/answers?format=csv").content.decode("utf-8-sig")))
    assert answer["reason"].startswith("'=We will")
    assert client.get(f"{V1}/polls?format=csv").content.decode("utf-8-sig").count(poll.slug) == 3
    assert client.get(f"{V1}/polls?format=xml").status_code == 422


@pytest.mark.parametrize("path", ["polls", "polls/{slug}/ideas", "polls/{slug}/results", "answers"])
def test_many_polls_take_no_more_questions_than_one(client, path):
    poll = make_answered_poll()
    path = f"{V1}/{path.format(slug=poll.slug)}"
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    make_answered_poll()
    make_ideas(poll, 5)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(few) == len(many)


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
    make_answered_poll()
    schema = schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {each.path.removeprefix(V1) for each in operations} == {
        "/projects", "/projects/{slug}", "/events", "/neighborhoods", "/impact",
        "/polls", "/polls/{slug}", "/polls/{slug}/ideas", "/polls/{slug}/results", "/answers",
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
