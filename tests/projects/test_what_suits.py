"""The page of a neighborhood, and what suits somebody with the reason for each line."""

from datetime import timedelta

import pytest

from conversations.actions import follow
from projects.models import Attendance
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.ideas.builders import make_idea, make_poll
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def made(title, **answers):
    answers.setdefault("neighborhood", make_hood("Northgate"))
    return make_slot(make_event(make_project(title=title, status="active", **answers), title=title))


def lines(person):
    return {line.event.title: line.why for line in client_of(person).get("/find/for-me/").context["lines"]}


def test_each_line_says_why_it_is_there():
    elm, mill = make_hood("Elm Park"), make_hood("Millside", shape="square", color_key="mill")
    ana = make_person("Ana", neighborhood=mill)
    followed = made("Lamps", category="repair")
    follow(by=ana, thing=followed.event.project)
    follow(by=ana, neighborhood=elm)
    follow(by=ana, category="planting")
    made("Creek", neighborhood=elm, category="care")
    made("Oaks", category="planting")
    made("Wheel", neighborhood=mill, category="other")
    made("Nothing of mine", category="other")
    was = make_event(
        make_project(title="Books", status="active", category="mentoring", neighborhood=None),
        starts_in=timedelta(days=-9),
    )
    seat = make_seat(make_slot(was), ana)
    lead = make_person("Lea")
    Attendance.objects.create(
        event=was, person=ana, signup=seat, state="attended", in_at=was.starts_at, out_at=was.ends_at, minutes=60,
        evidence=Attendance.Evidence.ROSTER, verified_by=lead, verified_at=was.ends_at,
    )  # fmt: skip
    make_slot(make_event(was.project, title="Books again"))
    made("Tutors", category="mentoring")
    assert lines(ana) == {
        "Lamps": ["You follow this project"], "Creek": ["You follow Elm Park"], "Oaks": ["You follow Planting"],
        "Wheel": ["In your neighborhood"], "Books again": ["You were there before"], "Tutors": ["You did this before: Mentoring"],
    }  # fmt: skip


def test_what_somebody_has_joined_is_no_suggestion():
    elm = make_hood("Elm Park")
    ana = make_person("Ana", neighborhood=elm)
    make_seat(made("Creek", neighborhood=elm), ana)
    assert lines(ana) == {}
    assert "Follow a project" in client_of(ana).get("/find/for-me/").content.decode()


def test_the_page_costs_the_same_for_who_follows_everything(django_assert_max_num_queries):
    elm = make_hood("Elm Park")
    ana = make_person("Ana", neighborhood=elm)
    for n in range(25):
        follow(by=ana, thing=made(f"No. {n}", neighborhood=elm).event.project)
    client = client_of(ana)
    client.get("/find/for-me/")
    with django_assert_max_num_queries(14):
        assert len(client.get("/find/for-me/").context["lines"]) == 20


def test_a_neighborhood_shows_what_is_next_its_polls_and_ideas_that_became_real(client, django_assert_max_num_queries):
    elm = make_hood("Elm Park")
    made("Creek", neighborhood=elm)
    made("Elsewhere", neighborhood=make_hood("Millside", shape="square", color_key="mill"))
    made("Secret", neighborhood=elm).event.project.__class__.objects.filter(title="Secret").update(status="submitted")
    poll = make_poll("voting", question="What next for Elm Park?", neighborhood=elm)
    make_idea(poll, "A bench that stands now", neighborhood=elm, state="done")
    make_idea(poll, "A slide nobody built", neighborhood=elm)
    client.get("/neighborhoods/elm-park/")
    with django_assert_max_num_queries(14):
        page = client.get("/neighborhoods/elm-park/").content.decode()
    for there in ("Creek", "What next for Elm Park?", "A bench that stands now"):
        assert there in page
    for away in ("Elsewhere", "Secret", "A slide nobody built"):
        assert away not in page
    assert client.get("/neighborhoods/nowhere/").status_code == 404
