"""Atom feeds: well-formed, with ids that stay, dated by what changed, and without residents' names."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import http_date

from core.clock import now
from ideas import actions
from ideas.models import IdeaPoll
from projects import actions as project_actions
from projects.models import Event, Project
from tests.builders import make_event, make_hood, make_person, make_project
from tests.ideas.builders import counted, frozen, make_idea, make_ideas, make_official, make_poll, opened, vote

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d-\d\d)?:\S+")


@pytest.fixture
def ana():
    return make_person("Ana")


def read(client, name: str, **kwargs):
    """What a reader makes of it, after the rules that every Atom feed keeps."""
    response = client.get(reverse(name, kwargs=kwargs))
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8" and not response.cookies
    root = ElementTree.fromstring(response.content)
    assert TAG.fullmatch(root.findtext(f"{ATOM}id")) and root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in root.iter(f"{ATOM}entry"):
        assert TAG.fullmatch(entry.findtext(f"{ATOM}id"))
        for tag in ("title", "updated", "published", "link"):
            assert len(entry.findall(ATOM + tag)) == 1
    feed = feedparser.parse(response.content)
    assert not feed.bozo and len({entry.id for entry in feed.entries}) == len(feed.entries)
    return feed


def test_new_projects_without_the_names_of_people(client):
    project = make_project(make_person("Zoe"), title="Creek & <b>bridge</b> \x0b\uffff")
    make_project(status=Project.Status.SUBMITTED)
    feed = read(client, "projects:project_feed")
    (entry,) = feed.entries
    assert entry.link.endswith(f"/projects/{project.slug}/") and "Zoe" not in str(feed)
    assert entry.title == "Creek &amp; <b>bridge</b>" or entry.title.startswith("Creek & <b>bridge</b>")


def test_a_changed_date_keeps_its_id_and_is_newer(client, ana):
    event = make_event(make_project(ana, status="active"))
    make_event(make_project(ana, status="active"))
    make_event(status=Event.Status.DRAFT)
    before = read(client, "projects:event_feed").entries
    with time_machine.travel(now() + timedelta(hours=1)):
        project_actions.cancel_event(by=ana, event=event, reason="weather")
        after = read(client, "projects:event_feed").entries
    assert len(before) == len(after) == 2 and after[0].id in {entry.id for entry in before}
    assert after[0].updated > before[0].updated and "called off" in after[0].summary


def test_polls_ideas_and_answers(client):
    poll = make_poll("voting", winners_k=1)
    idea = make_idea(poll, "Lamps at the footbridge", author=make_person("Zoe"), body="It is dark there.")
    vote(opened(poll), refs=[idea.ref])
    frozen(poll)
    actions.certify_result(by=poll.owner, poll=poll)
    idea.refresh_from_db()
    actions.answer_idea(
        by=poll.owner, idea=idea, department=poll.department, status="in_progress", reason="We ordered the lamps in November, and they come soon.",
        next_step="Digging begins", due_on=(now() + timedelta(days=30)).date(),
    )  # fmt: skip
    (entry,) = read(client, "ideas:poll_feed").entries
    assert entry.title == poll.question and entry.updated > entry.published
    (entry,) = read(client, "ideas:idea_feed", slug=poll.slug).entries
    assert entry.title == "Lamps at the footbridge"
    answers = read(client, "ideas:answer_feed")
    area = read(client, "ideas:area_feed", slug=poll.neighborhood.slug)
    assert {entry.id for entry in area.entries} >= {entry.id for entry in answers.entries} and len(area.entries) == 3
    assert not read(client, "ideas:area_feed", slug=make_hood("Elsewhere").slug).entries and "Zoe" not in str(area)
    assert "We ordered the lamps" in answers.entries[0].summary and "Zoe" not in str(answers)


def test_what_residents_type_stays_text_in_a_reader(client):
    poll = make_poll("proposing")
    make_idea(poll, "Lamps <i>&</i>", body="Look <img src=x>\n\nand <a href='/'>win</a>", language="es")
    assert read(client, "ideas:idea_feed", slug=poll.slug).entries[0].title == "Lamps <i>&</i>"
    root = ElementTree.fromstring(client.get(reverse("ideas:idea_feed", args=[poll.slug])).content)
    summary = root.find(f"{ATOM}entry/{ATOM}summary")
    assert root.find(f"{ATOM}entry").get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
    assert summary.get("type") == "html" and summary.text.startswith(
        "<p>Look &lt;img src=x&gt;</p>\n\n<p>and &lt;a href"
    )


def told(client):
    """The one poll in the feed: when it was updated, and the first line of its summary."""
    (entry,) = read(client, "ideas:poll_feed").entries
    return entry.updated_parsed, entry.summary.removeprefix("<p>").split("<")[0]


def test_a_count_a_lot_a_certificate_and_a_correction_are_news_and_the_feed_tells_them(client):
    with time_machine.travel(now(), tick=False) as clock:
        poll = make_poll("voting", winners_k=2)
        for title in ("Lamps", "Benches", "Reeds"):
            make_idea(poll, title)
        opened(poll)
        vote(poll, refs=["2026-001"])
        before, dates = told(client)
        assert "won" not in dates
        clock.shift(timedelta(days=4))
        frozen(poll)
        counted_at, said = told(client)
        assert counted_at > before
        assert said == "One idea won. Chosen: “Lamps”. Counted. Not certified yet."
        clock.shift(timedelta(days=1))
        actions.certify_result(by=poll.owner, poll=poll)
        certified_at, said = told(client)
        assert certified_at > counted_at and said == "One idea won. Chosen: “Lamps”. Certified."
        clock.shift(timedelta(days=1))
        correction = actions.ask_correction(by=poll.owner, poll=poll, reason="One sheet of paper was read twice.")
        assert told(client)[0] == certified_at  # nothing is corrected before a second official says so
        actions.confirm_correction(by=make_official("Lee"), correction=correction)
        counted(IdeaPoll.objects.get(pk=poll.pk).counting)
        corrected_at, said = told(client)
        assert corrected_at > certified_at and said.endswith("Counted. Not certified yet.")
        area = read(client, "ideas:area_feed", slug=poll.neighborhood.slug).entries
        assert said in next(entry.summary for entry in area if entry.title == poll.question)


def test_the_feed_of_many_counted_polls_takes_as_many_statements_as_of_one(client, django_assert_num_queries):
    def one_more() -> None:
        poll = opened_with(7)
        vote(poll, refs=[idea.ref for idea in poll.ideas.all()])
        frozen(poll)

    def opened_with(ideas: int):
        poll = make_poll("voting", winners_k=7, votes_per_ballot=7)
        make_ideas(poll, ideas)
        return opened(poll)

    path = reverse("ideas:poll_feed")
    one_more()
    assert "“Idea number 5” and 2 more" in told(client)[1]
    with CaptureQueriesContext(connection) as alone:
        client.get(path)
    assert len(alone) <= 10
    for _ in range(3):
        one_more()
    with django_assert_num_queries(len(alone)):
        client.get(path)


@pytest.mark.parametrize(
    "name", ["projects:project_feed", "projects:event_feed", "ideas:poll_feed", "ideas:answer_feed"]
)
def test_empty_feeds_are_feeds_and_who_asks_again_is_told_that_nothing_is_new(client, name):
    assert read(client, name).entries == []
    make_event()
    make_poll("proposing")
    path = reverse(name)
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_was_taken_out_or_changed_further_down_is_new_to_who_asks_again(client):
    old, new = make_event(), make_event()
    Event.objects.filter(pk=old.pk).update(changed_at=now() - timedelta(days=2))
    path = reverse("projects:event_feed")
    known = {"If-None-Match": client.get(path)["ETag"], "If-Modified-Since": http_date(now().timestamp())}
    Event.objects.filter(pk=old.pk).update(title="Lamps", changed_at=now() - timedelta(days=1))
    changed = client.get(path, headers=known)
    assert changed.status_code == 200 and b"Lamps" in changed.content
    Event.objects.filter(pk=old.pk).update(status="draft")
    for header in ({"If-None-Match": changed["ETag"]}, {"If-Modified-Since": known["If-Modified-Since"]}):
        gone = client.get(path, headers=header)
        assert gone.status_code == 200 and b"Lamps" not in gone.content and new.title.encode() in gone.content


def test_a_long_list_costs_as_many_queries_as_a_short_one(client, ana, django_assert_num_queries):
    project = make_project(ana, status="active")
    make_event(project)
    path = reverse("projects:event_feed")
    client.get(path)
    with CaptureQueriesContext(connection) as short:
        client.get(path)
    for _ in range(5):
        make_event(project)
    with django_assert_num_queries(len(short)):
        client.get(path)
