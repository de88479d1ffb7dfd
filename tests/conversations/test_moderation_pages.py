"""The form of a report, the moderators' list, the page of an appeal, the public numbers."""

import math
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from city import context
from conversations import actions
from conversations.models import Case, Comment, Report
from core import clock
from core.clock import now
from ideas.actions import edit_idea
from tests.builders import make_event, make_person, make_project, sign_in
from tests.conversations.builders import WHY, ask, decided, lead_of, reported, settled
from tests.ideas.builders import make_idea, make_poll
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db


def moderator(name: str = "Max"):
    return make_person(name, role="moderator")


def test_report_words_on_a_form_that_says_who_reads_it(client):
    make_person("Sol", role="safeguarding", last_name="Berg")
    first = ask(make_project(), "You are all idiots.")
    sign_in(client, settled("Rae"))
    assert f"/report/?what=words&amp;key={first.ref}" in client.get(f"/talk/{first.ref}/").content.decode()
    way = f"/report/?what=words&key={first.ref}"
    page = client.get(way).content.decode()
    assert "it goes to Sol Berg, and to nobody else" in page and "You are all idiots." in page
    assert client.post(way, {"reason": ""}).status_code == 422
    assert client.post(way, {"reason": "insult", "words": "Look"}).status_code == 302
    again = client.post(way, {"reason": "insult", "words": "Look again"})
    assert again.status_code == 422 and "Look again" in again.content.decode()
    assert Report.objects.get().words == "Look"


def test_a_report_about_oneself_is_refused_kindly(client):
    first = ask(make_project())
    sign_in(client, first.by)
    page = client.post(f"/report/?what=words&key={first.ref}", {"reason": "insult"})
    assert page.status_code == 422 and "Nobody can report themselves" in page.content.decode()


def test_from_a_project_one_reports_it_or_its_organizers(client):
    event = make_event(make_project(settled("Ana"), status="active"))
    lead = lead_of(event.project)
    rae = sign_in(client, settled("Rae"))
    for what, key in (("projects.project", event.project.slug), ("projects.event", f"{event.project.slug}/{event.pk}")):
        way = f"/report/?what={what}&key={key}"
        assert f"what=people.person&amp;key={lead.ref}" in client.get(way).content.decode()
        assert client.post(way, {"reason": "spam"}).status_code == 302
    assert client.post(f"/report/?what=people.person&key={lead.ref}", {"reason": "spam"}).url == "/me/"
    assert rae.reports.count() == 3


@pytest.mark.parametrize("way", ["what=words&key=x", "what=projects.project&key=", "what=no.thing&key=x", ""])
def test_made_up_targets_are_not_there(client, way):
    sign_in(client, settled())
    assert client.get(f"/report/?{way}").status_code == 404


def test_many_are_decided_at_once_with_one_reason(client):
    refs = [reported().ref for _n in range(3)]
    left = reported()
    sign_in(client, moderator())
    sent = {"case": refs, "outcome": "hide", "rule": "insult", "words": WHY}
    assert client.post("/admin/moderation/", sent).status_code == 302
    assert Case.objects.filter(state="decided", words=WHY).count() == 3
    assert Comment.objects.filter(state="hidden").count() == 3
    page = client.get("/admin/moderation/").content.decode()
    assert left.ref in page and refs[0] not in page


def test_nothing_typed_and_nothing_ticked_is_lost(client):
    case = reported()
    sign_in(client, moderator())
    for sent in (
        {"case": [case.ref], "outcome": "hide", "words": WHY},
        {"outcome": "hide", "rule": "insult", "words": WHY},
    ):
        page = client.post("/admin/moderation/", sent)
        assert page.status_code == 422 and WHY in page.content.decode()
    assert Case.objects.get().state == Case.State.OPEN


def test_a_refusal_names_its_question_and_marks_it(client):
    case = reported()
    sign_in(client, moderator())
    for way, sent in ((f"/admin/moderation/{case.ref}/", {}), ("/admin/moderation/", {"case": [case.ref]})):
        page = client.post(way, {**sent, "outcome": ""}).content.decode()
        assert '<a href="#id_outcome">What to do: Choose what to do.</a>' in page and 'id="id_outcome"' in page
        assert "desk-checks is-bad" in page
        page = client.post(way, {**sent, "outcome": "hide", "words": WHY}).content.decode()
        assert '<a href="#id_rule">Which rule was broken: Choose the rule that was broken.</a>' in page
        assert "desk-reason is-bad" in page


def test_the_list_shows_what_the_reporter_wrote(client):
    reported(reason="other", words="She tells where the key lies.")
    sign_in(client, moderator())
    assert "She tells where the key lies." in client.get("/admin/moderation/").content.decode()


def test_what_was_decided_is_told_as_done_and_the_page_is_named(client):
    case = reported()
    sign_in(client, moderator())
    client.post("/admin/moderation/", {"case": [case.ref], "outcome": "hide", "rule": "insult", "words": WHY})
    page = client.get(f"/admin/moderation/{case.ref}/").content.decode()
    assert "decided</b>, Max" in page and ": hidden" in page and "Hide it" not in page
    assert "<title>Moderation: " in page


def test_the_back_office_shows_the_citys_clock(client, monkeypatch):
    case = reported()
    Case.objects.filter(pk=case.pk).update(opened_at=datetime(2026, 11, 20, 11, 46, tzinfo=UTC))
    sign_in(client, moderator())
    monkeypatch.setattr(context, "_zone", (math.inf, ZoneInfo("Asia/Tokyo")))
    assert "20:46" in client.get(f"/admin/moderation/{case.ref}/").content.decode()


def test_a_reported_moderator_never_sees_the_case(client):
    mod = sign_in(client, moderator())
    case = reported(ask(make_project(), "Mine", by=mod))
    assert case.ref not in client.get("/admin/moderation/").content.decode()
    assert client.get(f"/admin/moderation/{case.ref}/").status_code == 404
    client.post("/admin/moderation/", {"case": [case.ref], "outcome": "keep"})
    assert Case.objects.get().state == Case.State.OPEN


def test_the_list_is_filtered_by_what_it_was_reported_as(client):
    insult, spam = reported(), reported(reason="spam")
    sign_in(client, moderator())
    page = client.get("/admin/moderation/?rule=spam").content.decode()
    assert spam.ref in page and insult.ref not in page


def test_safeguarding_has_a_list_of_its_own(client):
    case = reported(reason="safeguarding")
    for role in ("moderator", "administrator", "auditor"):
        sign_in(client, make_person("Max", role=role))
        for path in (
            "/admin/safeguarding/",
            f"/admin/moderation/{case.ref}/",
            "/admin/moderation/log/",
            "/admin/moderation/",
        ):
            page = client.get(path)
            assert page.status_code in (403, 404) or case.comment.words not in page.content.decode()
    sign_in(client, make_person("Sol", role="safeguarding"))
    assert case.ref in client.get("/admin/safeguarding/").content.decode()
    assert client.get(f"/admin/moderation/{case.ref}/").status_code == 200
    assert client.get("/admin/moderation/").status_code == 403


def test_the_author_reads_the_rule_and_appeals_once(client):
    case = decided()
    sign_in(client, case.about)
    way = f"/me/cases/{case.ref}/"
    page = words_on(client.get(way))
    assert WHY in page and "It insults or threatens somebody" in page and "Max" not in page and "Rae" not in page
    assert client.post(way, {"words": "No"}).status_code == 422
    assert client.post(way, {"words": "I only quoted the sign at the gate."}).status_code == 302
    assert "<textarea" not in client.get(way).content.decode()
    assert client.post(way, {"words": "I only quoted the sign at the gate."}).status_code == 200


def test_the_appeal_is_decided_on_the_desk_by_another(client):
    first, second = moderator(), moderator("Moe")
    case = decided(by=first)
    sign_in(client, case.about)
    client.post(f"/me/cases/{case.ref}/", {"words": "I only quoted the sign at the gate."})
    way, sent = f"/admin/moderation/{case.ref}/", {"appeal": "overturn", "words": WHY}
    sign_in(client, first)
    assert "a colleague decides now" in client.get(way).content.decode()
    assert client.post(way, sent).status_code == 422
    sign_in(client, second)
    assert case.ref in client.get("/admin/moderation/?show=appeals").content.decode()
    assert client.post(way, sent).status_code == 302
    case.refresh_from_db()
    assert case.overturned and case.comment.state == Comment.State.PUBLISHED


def test_auditors_read_everything_but_who_reported(client):
    case = decided()
    sign_in(client, make_person("Aud", role="auditor"))
    page = words_on(client.get("/admin/moderation/log/"))
    assert WHY in page and "Max" in page and "Rae" not in page
    assert client.get(f"/admin/moderation/{case.ref}/").status_code == 403


def test_everybody_reads_the_numbers_of_a_month(client):
    assert "Nothing has been reported or decided yet" in client.get("/moderation/").content.decode()
    decided()
    decided(reported(), outcome="keep")
    decided(reported(reason="safeguarding"), by=make_person("Sol", role="safeguarding"))
    page = client.get("/moderation/")
    words = page.content.decode()
    assert "November 2026" in words and "It insults or threatens somebody" in words and not page.cookies
    assert "<dt>reports</dt><dd>2</dd>" in words and "<dt>decided</dt><dd>2</dd>" in words
    assert "A child" not in words


def test_what_was_decided_goes_on_on_a_next_page(client):
    oldest = decided()
    again = {name: getattr(oldest, name) for name in ("subject", "comment", "state", "outcome", "rule", "decided_by")}
    newer = Case.objects.bulk_create(Case(**again, decided_at=now()) for _n in range(50))
    sign_in(client, moderator("Mo"))
    first = client.get("/admin/moderation/?show=decided").content.decode()
    assert oldest.ref not in first and newer[0].ref in first and "?show=decided&amp;page=2" in first
    second = client.get("/admin/moderation/?show=decided&page=2").content.decode()
    assert oldest.ref in second and newer[0].ref not in second and "page=3" not in second
    assert client.get("/admin/moderation/?show=decided&page=9").status_code == 302


def test_many_cases_cost_the_database_as_much_as_one(client):
    def of_each_kind():
        author, poll = settled("Ivy"), make_poll("proposing")
        for thing in (make_idea(poll, author=author), poll, make_project(), make_event(), author):
            actions.report(by=settled("Rae"), thing=thing, reason="spam")
        reported()

    of_each_kind()
    sign_in(client, moderator())
    client.get("/admin/moderation/")  # what Wagtail looks up once is nobody's cost
    costs = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/moderation/").status_code == 200
        costs.append(len(queries))
        for _n in range(4):
            of_each_kind()
    assert Case.objects.waiting().count() > 40 and costs[0] == costs[1]


def test_words_that_changed_since_the_page_was_drawn_are_read_again_first(client):
    idea = make_idea(make_poll("proposing"), "Cheap pills", author=settled("Ivy"))
    case = actions.report(by=settled("Rae"), thing=idea, reason="spam").case
    sign_in(client, moderator())
    desk, mark = f"/admin/moderation/{case.ref}/", re.compile(r'name="read" value="([^"]+)"')
    (alone,), (listed,) = (mark.findall(client.get(at).content.decode()) for at in (desk, "/admin/moderation/"))
    clock.shift(timedelta(minutes=1))
    edit_idea(by=idea.author, idea=idea, title="Lamps", body="To the school.")
    sent = {"outcome": "hide", "rule": "spam", "words": WHY}
    for at, more in ((desk, {"read": alone}), ("/admin/moderation/", {"read": listed, "case": case.ref})):
        answer = client.post(at, {**sent, **more})
        page = answer.content.decode()
        assert answer.status_code == 422 and "has changed the words since you opened this page" in page
        assert "Lamps" in page and WHY in page and Case.objects.waiting().exists()
    page = client.get(desk).content.decode()
    assert "What it said before" in page and "Cheap pills" in page
    (alone,) = mark.findall(page)
    assert client.post(desk, {**sent, "read": alone}).status_code == 302
