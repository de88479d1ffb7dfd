"""How the city answers: figures by department and quarter, each with its number, none that speaks of single people."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import now
from ideas import statistics
from ideas.models import Answer, Duty, Idea
from ideas.statistics import nearest_rank
from tests.builders import make_department
from tests.ideas.builders import make_idea, make_poll

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 10, 12, tzinfo=UTC)


def owed(poll, department, *, after=None, status="accepted", state=Idea.State.PLANNED, due_at=DUE, signed=None):
    """An idea whose answer was due on 10 November and came so many days after it was asked for."""
    idea = make_idea(poll, state=state)
    done_at = None if after is None else due_at - timedelta(days=poll.answer_days) + timedelta(days=after)
    if done_at:
        Answer.objects.create(
            idea=idea, n=1, status=status, reason="Because.", department=signed or department, by=poll.owner,
            published_at=done_at,
        )  # fmt: skip
    return Duty.objects.create(idea=idea, department=department, due_at=due_at, done_at=done_at)


def test_the_percentile_is_a_value_that_was_there():
    assert nearest_rank([], 50) is None
    assert [nearest_rank([1, 2, 3, 4], p) for p in (25, 50, 90, 100)] == [1, 2, 4, 4]


def test_figures_stand_by_quarter_and_department_with_their_numbers():
    poll, parks, streets = make_poll("over"), make_department("Parks Office"), make_department("Streets Office")
    for days in (3, 10, 20):
        owed(poll, streets, after=days)
    owed(poll, streets, after=40, status="not_possible", state=Idea.State.DROPPED)
    owed(poll, streets, after=29, state=Idea.State.DONE)
    owed(poll, streets)  # never answered
    owed(poll, streets, due_at=now() + timedelta(days=3))  # not due yet: nowhere
    owed(poll, parks, after=1)
    owed(poll, parks, after=1, due_at=DUE - timedelta(days=60))
    (autumn, summer) = statistics.quarters()
    assert (autumn.year, autumn.number, summer.number) == (2026, 4, 3)
    few, row = autumn.rows
    assert few.department == parks and not few.shown and few.ideas == 1
    assert (row.ideas, row.in_time.part, row.in_time.percent) == (6, 4, 67)
    assert (row.answered, row.median, row.ninetieth) == (5, 20, 40)
    assert (row.accepted.part, row.accepted.percent) == (4, 80)
    assert (row.done.part, row.done.n, row.done.percent) == (1, 4, None)  # of fewer than five


def test_an_idea_counts_for_the_department_that_signed_its_answer():
    poll, parks, streets = make_poll("over"), make_department("Parks Office"), make_department("Streets Office")
    owed(poll, parks, after=3, signed=streets)
    owed(poll, parks)  # nobody has answered, so whoever owes it
    later = owed(poll, parks, after=2)
    Answer.objects.create(
        idea=later.idea, n=2, status="done", reason="Because.", department=streets, by=poll.owner, published_at=now()
    )
    (autumn,) = statistics.quarters()
    assert [(row.department, row.ideas, row.answered) for row in autumn.rows] == [(parks, 2, 1), (streets, 1, 1)]


def test_figures_lead_to_the_polls_where_the_answers_stand(client):
    poll, other, parks = make_poll("over"), make_poll("over"), make_department("Parks Office")
    for _n in range(5):
        owed(poll, parks, after=14)
    owed(other, parks, after=14)
    page = client.get("/answers/").text
    assert page.count(f"/polls/{poll.slug}/results/") == page.count(f"/polls/{other.slug}/results/") == 1
    assert "half of 6 answers came within this time" in page and "14 days" in page


def test_the_page_says_figures_and_when_there_are_too_few(client):
    assert "No answer is due yet" in client.get("/answers/").text
    poll, parks = make_poll("over"), make_department("Parks Office")
    owed(poll, parks, after=3)
    page = client.get("/answers/").text
    assert "2026, quarter 4" in page and "Parks Office" in page and "Too few for figures" in page
    for _n in range(4):
        owed(poll, parks, after=50)
    page = client.get("/answers/").text
    assert "20 %" in page and "answered in time: 1 of 5" in page


def test_the_page_asks_as_often_for_many_as_for_few(client, django_assert_num_queries):
    poll, parks = make_poll("over"), make_department("Parks Office")
    for _n in range(12):
        owed(poll, parks, after=3)
    client.get("/answers/")
    with django_assert_num_queries(4):  # duties, polls, departments, answers
        statistics.quarters()
