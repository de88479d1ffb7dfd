"""The front page shows what is true now."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from cms.demo.grow import grow
from cms.demo.pages import tell_stories
from cms.demo.people import move_in
from cms.demo.place import lay_out
from cms.starter import build_site
from core.when import new_year
from projects.models import Event
from tests.builders import make_event, make_project, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    lay_out(build_site())
    move_in()
    tell_stories()


def read() -> str:
    answer = Client().get("/")
    assert answer.status_code == 200 and not answer.cookies
    return answer.content.decode()


def test_an_empty_city_has_a_front_page(home):
    assert "Nothing is planned yet" in read()


def test_the_next_date_is_on_the_board_with_its_places(home):
    event = make_event(make_project(title="Reeds for the pond", status="active"), starts_in=timedelta(days=2))
    make_slot(event, capacity=7)
    page = read()
    assert "Reeds for the pond" in page and "7 places left" in page


def test_a_full_city_shows_open_poll_answers_and_impact(home):
    grow(projects=12)
    page = read()
    assert page.count("board__row") == 3 == Event.objects.coming()[:3].count()
    assert "Which of these should come first?" in page and "days left" in page
    assert page.count('class="trip"') == 3
    assert "hours given by" in page


def test_this_year_begins_on_the_first_of_january_everywhere(home):
    grow(projects=12)
    first = new_year()
    Event.objects.update(starts_at=first - timedelta(days=1))
    cache.clear()
    sums = Client().get("/api/v1/impact").json()
    assert (sums["since"], sums["hours"], sums["dates"]) == (f"{first.year}-01-01", 0, 0)
    assert "hours given by" not in read()


def test_numbers_are_remembered_but_their_words_follow_the_reader(home):
    grow(projects=12)
    arabic = Client().get("/ar/").content.decode()
    english = read()
    assert "hours given by" in english and "hours given by" not in arabic
