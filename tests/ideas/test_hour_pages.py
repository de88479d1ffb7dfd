"""The pages of live hours: what a reader, a resident and an official see and do there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.clock import now
from ideas import actions
from ideas.models import LiveHour, Question, QuestionSupport
from ideas.views.hours import fingerprint
from tests.builders import make_person
from tests.ideas.hours import make_hour, make_question, stand
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


@pytest.fixture
def hour():
    return make_hour("live")


def at(hour, name="hour_page"):
    return reverse(f"ideas:{name}", args=[hour.slug])


def test_a_reader_gets_no_cookie_and_no_form(hour, client):
    make_question(hour)
    response = client.get(at(hour))
    assert not response.cookies
    assert "csrf" not in words(response)


def test_whoever_asked_sees_their_place_in_line_and_that_it_is_taken(hour):
    make_question(hour)
    question = make_question(hour)
    page = client_of(question.person).get(at(hour))
    assert "Your question is number 2 in line." in words(page)
    actions.take_question(by=hour.made_by, question=question)
    page = words(client_of(question.person).get(at(hour)))
    assert "Your question is being answered now." in page and "Taken before its turn" in page


def test_the_list_is_built_anew_only_when_something_changed(hour, client, django_assert_max_num_queries):
    question = make_question(hour)
    first = client.get(at(hour, "hour_now"))
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    with django_assert_max_num_queries(2):
        again = client.get(at(hour, "hour_now"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    actions.support_question(by=make_person("Bea"), question=question)
    assert client.get(at(hour, "hour_now"), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_each_reader_has_a_list_of_their_own(hour, client):
    question = make_question(hour)
    bea = client_of(make_person("Bea"))
    tags = {client.get(at(hour, "hour_now"))["ETag"], bea.get(at(hour, "hour_now"))["ETag"]}
    bea.post(reverse("ideas:question_support", args=[hour.slug, question.ref]))
    tags.add(bea.get(at(hour, "hour_now"))["ETag"])
    assert len(tags) == 3


def test_as_many_queries_for_fifty_questions_as_for_one(hour, client, django_assert_max_num_queries):
    people = [make_person("Ask") for _n in range(50)]
    for person in people:
        make_question(hour, person=person)
    client.get(at(hour))
    with django_assert_max_num_queries(10):
        client.get(at(hour))
    mine = client_of(people[0])
    mine.get(at(hour))
    with django_assert_max_num_queries(14):
        mine.get(at(hour))


def test_it_stays_as_a_record(hour, client):
    question = make_question(hour)
    actions.answer_question(by=hour.made_by, question=question, answer="In March.")
    stand(hour, "over")
    page = words(client.get(at(hour)))
    assert "In March." in page
    assert "data-every" not in page
    assert hour.title in words(client.get("/polls/"))


def test_a_refused_question_keeps_its_words(hour):
    ana = client_of(make_question(hour).person)
    answer = ana.post(at(hour, "question_ask"), {"text": "And who pays for them?"})
    assert answer.status_code == 422
    assert "And who pays for them?" in words(answer)
    assert "still waits" in words(answer)


def test_support_by_one_tap_brings_the_list_back(hour):
    question, bea = make_question(hour), make_person("Bea")
    path = reverse("ideas:question_support", args=[hour.slug, question.ref])
    answer = client_of(bea).post(path, headers={"HX-Request": "true"})
    assert "1 person wants to know this too" in words(answer)
    client_of(bea).post(path, {"support": "no"})
    assert not QuestionSupport.objects.exists()


def test_two_officials_and_one_question_and_nothing_typed_is_lost(hour):
    question = make_question(hour)
    desk = client_of(hour.made_by)
    actions.answer_question(by=hour.made_by, question=question, answer="In March.")
    answer = desk.post(at(hour, "hour_desk"), {"deed": "answer", "question": question.ref, "answer": "In April."})
    assert answer.status_code == 422
    assert "In April." in words(answer)
    assert Question.objects.get().answer == "In March."


@pytest.mark.parametrize("deed", ["take", "back", "answer", "decline", "nonsense"])
def test_made_up_deeds_and_questions_break_nothing(hour, deed):
    desk = client_of(hour.made_by)
    for ref in ("", "nobody", "\0", "x" * 400):
        assert desk.post(at(hour, "hour_desk"), {"deed": deed, "question": ref}).status_code in (302, 404)


def test_the_calendar_gets_it_with_its_own_clock(client):
    hour = make_hour("asking", zone="Europe/Amsterdam", title="Ask; us, please")
    file = words(client.get(at(hour, "hour_calendar")))
    assert "DTSTART;TZID=Europe/Amsterdam:" in file
    assert "SUMMARY:Ask\\; us\\, please" in file


def test_a_form_with_a_wrong_end_says_so_beside_it(hour):
    path = reverse("ideas_office:hour_edit", args=[hour.pk])
    answer = client_of(hour.made_by).post(path, {"title": "Ask us", "ends": "2026-02-30T10:00"})
    assert answer.status_code == 422
    assert LiveHour.objects.get().title == hour.title


# ── whether something changed, for everybody who asks every ten seconds ──


def seen_as(hour, person=None) -> str:
    return fingerprint(LiveHour.objects.get(pk=hour.pk), person)


@pytest.mark.parametrize(
    "change",
    [
        {"supports": 3},
        {"state": "withdrawn"},
        {"hidden": True},
        {"out_of_order": True},
        {"person": None},
        {"taken_by": "somebody"},
        {"state": "answered", "answer": "Soon.", "answered_at": "now", "answered_by": "somebody"},
    ],
)
def test_whatever_changes_in_one_question_is_seen(change):
    hour = make_hour("live")
    for n in range(3):
        make_question(hour, person=make_person(f"Bea{n}"), supports=2)
    one, before, official = hour.questions.first(), seen_as(hour), hour.made_by
    real = {"somebody": official, "now": now()}
    Question.objects.filter(pk=one.pk).update(**{name: real.get(value, value) for name, value in change.items()})
    assert seen_as(hour) != before
    assert seen_as(hour) == seen_as(hour), "and nothing is, where nothing changed"


def test_what_one_question_gains_and_others_lose_is_seen():
    hour = make_hour("live")
    asked = [make_question(hour, person=make_person(f"Bea{n}"), supports=9) for n in range(4)]
    seen = {seen_as(hour)}
    for gains in ((1, -1, 0, 0), (0, 1, -1, 0), (1, -2, 1, 0), (1, -1, -1, 1), (1, -3, 3, -1)):
        for question, more in zip(asked, gains, strict=True):
            Question.objects.filter(pk=question.pk).update(supports=9 + more)
        seen.add(seen_as(hour))
    assert len(seen) == 6


def test_however_many_questions_there_are_asking_reads_no_more():
    hour, bea = make_hour("live"), make_person("Bea")

    def rows() -> int:
        with CaptureQueriesContext(connection) as queries:
            seen_as(hour, bea)
        assert not any('"ideas_question"."text"' in query["sql"] for query in queries.captured_queries)
        return len(queries)

    few = rows()
    for n in range(12):
        make_question(hour, person=make_person(f"Asker{n}"))
    assert rows() == few == 3, "the hour, the sums, and what the reader supports"
