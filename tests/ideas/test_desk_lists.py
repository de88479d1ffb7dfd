"""Long lists of the desk, and of everybody's pages, go on to the last row: nothing is cut off in silence."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import now
from ideas.actions import suspend
from ideas.models import Duty, Idea, IdeaPoll, IdeaRevision, LiveHour
from tests.builders import make_person
from tests.ideas.builders import close, make_idea, make_poll
from tests.ideas.hours import make_hour, make_question
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def many(poll: IdeaPoll, number: int, **fields) -> None:
    here = poll.ideas.count()
    Idea.objects.bulk_create(
        Idea(poll=poll, ref=f"2026-{n:03}", title=f"Idea number {n}.", body="Lamps.", author=poll.owner, **fields)
        for n in range(here + 1, here + number + 1)
    )


def test_two_thousand_ideas_are_all_there_in_no_more_statements_than_ten():
    poll = make_poll("review")
    many(poll, 60)
    desk, path = client_of(poll.owner), f"/admin/polls/{poll.pk}/"

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(path).status_code == 200
        return len(seen)

    statements()
    few = statements()
    many(poll, 1940)
    assert statements() <= few
    first = desk.get(path).content.decode()
    assert "Idea number 1." in first and "Idea number 51." not in first and "1 to 50 of 2,000" in first
    last = desk.get(f"{path}?page=40").content.decode()
    assert "Idea number 2000." in last and "Idea number 1951." in last and "page=39" in last and "page=41" not in last


def test_at_the_desk_one_idea_is_found_and_the_filter_stays_on_the_next_page():
    poll = make_poll("review", count_rule="budget_greedy", budget_total=1000)
    many(poll, 60)
    many(poll, 60, cost=5)
    desk, path = client_of(poll.owner), f"/admin/polls/{poll.pk}/"
    found = desk.get(f"{path}?q=number+77.").content.decode()
    assert "Idea number 77." in found and "Idea number 7." not in found
    assert "Idea number 77." in desk.get(f"{path}?q=2026-077").content.decode()
    dear = desk.get(f"{path}?show=no-cost").content.decode()
    assert "1 to 50 of 60" in dear and "?show=no-cost&amp;page=2#ideas" in dear
    assert "Idea number 60." in desk.get(f"{path}?show=no-cost&page=2").content.decode()
    assert "No idea fits." in desk.get(f"{path}?q=bicycle").content.decode()
    for nonsense in ("?page=x", "?page=-1", "?show=x", "?page=99999999999"):
        assert desk.get(path + nonsense).status_code == 200


def test_an_idea_says_that_it_is_suspended_or_that_somebody_asks_for_it():
    poll = make_poll("voting")
    make_idea(poll)
    suspend(by=poll.owner, poll=poll, idea=poll.ideas.get(), reason="It can fall down.")
    assert "suspension asked" in client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").content.decode()


def test_every_poll_and_every_answer_that_is_due_can_be_reached():
    poll = make_poll("over")
    many(poll, 130)
    department = poll.department
    Duty.objects.bulk_create(
        Duty(idea=idea, department=department, due_at=now() + timedelta(days=n))
        for n, idea in enumerate(poll.ideas.all())
    )
    desk = client_of(poll.owner)
    page = desk.get("/admin/polls/answers/?show=mine&page=3").content.decode()
    assert "101 to 130 of 130" in page and "Idea number 130." in page and "show=mine&amp;page=2" in page
    IdeaPoll.objects.bulk_create(
        IdeaPoll(slug=f"p-{n}", question=f"Poll number {n}?", department=department, owner=poll.owner)
        for n in range(60)
    )
    assert "Poll number 0?" in desk.get("/admin/polls/?page=2").content.decode()


def test_results_and_past_hours_go_on_for_everybody(client):
    for n in range(21):
        close(make_poll("over"), ago=timedelta(hours=n + 1))
    hour = make_hour("over")
    LiveHour.objects.bulk_create(
        LiveHour(
            title=f"Hour {n}", slug=f"hour-{n}", department=hour.department, made_by=hour.made_by, zone=hour.zone,
            opens_at=hour.opens_at - timedelta(days=n), starts_at=hour.starts_at - timedelta(days=n),
            ends_at=hour.ends_at - timedelta(days=n),
        )
        for n in range(1, 25)
    )  # fmt: skip
    oldest = IdeaPoll.objects.over().last()
    first = client.get("/polls/").content.decode()
    assert f"/polls/{oldest.slug}/" not in first and "?past=2#past" in first and "?past-hours=2#past-hours" in first
    second = client.get("/polls/?past=2&past-hours=2").content.decode()
    assert f"/polls/{oldest.slug}/" in second and "/live-hours/hour-24/" in second
    assert client.get("/polls/?past=x&past-hours=-1").status_code == 200


def test_the_history_of_an_idea_goes_on_and_compares_with_what_came_next(client):
    idea = make_idea(make_poll("proposing"), "Lamps 25", author=make_person("Ana"), version=26)
    IdeaRevision.objects.bulk_create(
        IdeaRevision(idea=idea, n=n, title=f"Lamps {n - 1}", body=idea.body) for n in range(1, 26)
    )
    path = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/changes/"
    first = client.get(path).content.decode()
    assert first.count("<article") == 20 and "?page=2#page" in first
    second = client.get(f"{path}?page=2").content.decode()
    assert second.count("<article") == 5
    assert '[went out: </bdi>4<bdi class="vh">]</bdi></del><ins><bdi class="vh">[came in: </bdi>5<' in second


def test_all_my_ideas_stand_on_my_page():
    ana = make_person("Ana")
    for n in range(12):
        make_idea(make_poll("over"), f"Lamps {n}.", author=ana, submitted_at=now() - timedelta(days=n))
    page = client_of(ana).get("/me/").content.decode()
    assert all(f"Lamps {n}." in page for n in range(12)) and "2 older ideas" in page


def test_the_desk_of_an_hour_says_how_many_more_wait(monkeypatch):
    monkeypatch.setattr("ideas.views.hour_desk.IN_LINE", 2)
    hour = make_hour("live")
    for n in range(4):
        make_question(hour, person=make_person(f"Bea{n}"))
    page = client_of(hour.made_by).get(f"/live-hours/{hour.slug}/desk/").content.decode()
    assert "2 more wait after these." in page


WARNING = "hardly anything is decided"


@pytest.mark.parametrize(
    ("phase", "ideas", "places", "warned"),
    [
        ("review", 3, 3, True),
        ("review", 1, 3, True),
        ("review", 4, 3, False),
        ("review", 0, 3, False),
        ("review", 1, 1, False),
        ("proposing", 3, 3, False),
        ("coming", 3, 3, False),
        ("voting", 3, 3, False),
    ],
)
def test_as_many_places_as_ideas_are_warned_of_before_the_vote(phase, ideas, places, warned):
    poll = make_poll(phase, winners_k=places)
    many(poll, ideas)
    many(poll, 1, state=Idea.State.NOT_ELIGIBLE)
    page = client_of(poll.owner).get(f"/admin/polls/{poll.pk}/").text
    assert (WARNING in page) == warned
    assert not warned or f"The ballot has {ideas} idea" in page


def test_a_draft_for_voting_only_is_warned_of_and_a_budget_has_no_places():
    poll = make_poll("review", winners_k=2)
    poll.phases.exclude(kind="voting").delete()
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None)
    many(poll, 2, cost=7)
    desk, path = client_of(poll.owner), f"/admin/polls/{poll.pk}/"
    assert WARNING in desk.get(path).text
    assert desk.post(f"{path}publish/").status_code == 302, "a warning, no refusal"
    IdeaPoll.objects.filter(pk=poll.pk).update(winners_k=None, count_rule="budget_greedy", budget_total=99)
    assert WARNING not in desk.get(path).text


def test_the_line_above_an_idea_ends_no_name_twice():
    poll = make_poll("review")
    idea = make_idea(poll, author=make_person("Amal", last_name="Khoury"))
    page = " ".join(client_of(poll.owner).get(f"/admin/polls/ideas/{idea.pk}/").text.split())
    assert "Amal K." in page and "Amal K.." not in page and f"{poll.neighborhood.name}. " not in page
