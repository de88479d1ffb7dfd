"""The city answers; an idea becomes a project; the loop closes once."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.when import day_words
from ideas.actions import answer_idea, certify_result, save_answer_draft, start_project
from ideas.actions.answers import TEMPLATES
from ideas.models import Answer, AnswerDraft, Duty, Idea, IdeaPoll, IdeaProject
from ideas.words import stops_of
from people.deeds import deliver_all
from people.models import Deed
from projects import bells as project_bells
from projects.actions import check_in, close_event
from projects.models import Project
from tests.builders import make_department, make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.ideas.builders import frozen, make_idea, make_official, make_poll, opened, vote
from tests.support.visitors import client_of

REASON = "We will build this next year, because it is cheap and many asked for it."


@pytest.fixture
def poll(db):
    poll = make_poll("voting", winners_k=1)
    make_idea(poll, "Lamps along the path", author=make_person("Author"))
    make_idea(poll, "A ramp beside the steps")
    poll = opened(poll)
    vote(poll, refs=["2026-001"])
    frozen(poll)
    certify_result(by=poll.owner, poll=poll)
    return poll


@pytest.fixture
def winner(poll):
    return poll.ideas.get(state="selected")


def answer(idea, by=None, **given):
    words = {
        "status": "accepted",
        "reason": REASON,
        "next_step": "Order the lamps",
        "due_on": now().date() + timedelta(days=60),
    }
    return answer_idea(by=by or idea.poll.owner, idea=idea, department=make_department(), **{**words, **given})


def test_an_answer_does_the_duty_and_moves_the_idea(winner):
    answer(winner)
    winner.refresh_from_db()
    assert winner.state == "planned"
    assert Duty.objects.get(idea=winner).done_at is not None
    assert Deed.objects.filter(bell="ideas.idea_answered").count() == 1


def test_yesterday_is_over_by_the_polls_own_clock(winner):
    half_past_midnight = (now() + timedelta(days=1)).replace(hour=23, minute=30)  # UTC; in Amsterdam the next day
    IdeaPoll.objects.filter(pk=winner.poll_id).update(zone="Europe/Amsterdam")
    with time_machine.travel(half_past_midnight), pytest.raises(RuleBroken) as refusal:
        answer(winner, due_on=half_past_midnight.date())
    assert refusal.value.code == "due_on"


def test_answers_are_added_never_changed(winner):
    answer(winner)
    answer(winner, status="in_progress", reason="The lamps are ordered, and work begins in January.")
    assert list(Answer.objects.filter(idea=winner).values_list("n", "status")) == [(1, "accepted"), (2, "in_progress")]


def test_a_no_ends_the_line(winner):
    answer(
        winner,
        status="not_possible",
        reason="Ships turn here, so the port law forbids it altogether.",
        next_step="",
        due_on=None,
    )
    winner.refresh_from_db()
    assert winner.state == "dropped"


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "Too short."},
        {"reason": str(TEMPLATES[0])},
        {"reason": REASON + " The first step is …."},
        {"next_step": ""},
        {"due_on": None},
        {"status": "nonsense"},
    ],
)
def test_an_empty_answer_is_refused(winner, given):
    with pytest.raises(RuleBroken):
        answer(winner, **given)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("next_step", "days", "field"),
    [
        ("Order the lamps", -1, "due_on"),
        ("Order the lamps", None, "due_on"),
        ("", 60, "next_step"),
        ("", None, "next_step"),
    ],
)
def test_a_refusal_stands_beside_the_field_it_is_about(winner, next_step, days, field):
    due_on = "" if days is None else now().date() + timedelta(days=days)
    sent = {
        "deed": "answer", "status": "accepted", "reason": REASON, "next_step": next_step, "due_on": due_on,
        "department": make_department().pk,
    }  # fmt: skip
    refused = client_of(winner.poll.owner).post(f"/admin/polls/ideas/{winner.pk}/", sent)
    assert refused.status_code == 422 and refused.context["answer"].errors.keys() == {field}
    assert f'href="#id_{field}"' in refused.text


def test_only_officials_answer(winner):
    for person in (make_person(), winner.author, make_person("Mod", role="moderator")):
        with pytest.raises(NotAllowed):
            answer(winner, by=person)


def test_the_duties_are_listed_by_due_date(poll):
    first, second = Duty.objects.order_by("pk")
    Duty.objects.filter(pk=second.pk).update(due_at=now() - timedelta(days=22))
    assert list(Duty.objects.unanswered()) == [second, first]
    second.refresh_from_db()
    assert second.is_overdue and second.is_publicly_late


@pytest.mark.parametrize("who", ["author", "organizer", "official"])
def test_the_author_an_organizer_or_an_official_starts_the_project(winner, who):
    organizer = make_person("Organizer")
    make_project(organizer)
    person = {"author": winner.author, "organizer": organizer, "official": make_official("Other")}[who]
    project = start_project(by=person, idea=winner)
    assert (project.status, project.title) == ("draft", winner.title)
    assert project.organizers.get().person == person
    assert winner.idea_project.project == project


def test_others_and_second_projects_are_refused(winner, poll):
    with pytest.raises(NotAllowed):
        start_project(by=make_person("Stranger"), idea=winner)
    with pytest.raises(NotAllowed):
        start_project(by=poll.owner, idea=poll.ideas.get(state="not_selected"))
    start_project(by=winner.author, idea=winner)
    with pytest.raises(RuleBroken):
        start_project(by=poll.owner, idea=Idea.objects.get(pk=winner.pk))
    assert IdeaProject.objects.count() == 1


def desk_of(idea):
    return client_of(idea.poll.owner).get(f"/admin/polls/ideas/{idea.pk}/")


def test_the_desk_opens_the_form_only_where_an_answer_is_owed_and_presets_none(winner):
    owed = desk_of(winner)
    assert owed.context["answer_open"] and owed.context["answer"]["status"].value() is None
    answer(winner)
    answered = desk_of(winner)
    assert not answered.context["answer_open"] and "Answer once more" in answered.text
    assert answered.text.index("Answers so far") < answered.text.index("Answer once more")
    early = desk_of(make_idea(make_poll("proposing"), "Benches along the creek"))
    assert not early.context["answer_open"] and "Answer before the vote" in early.text
    assert "30 days after the result is certified" in early.text
    voting = desk_of(make_idea(make_poll("voting"), "Benches along the creek"))
    assert "does not answer" in voting.text and "Publish the answer" not in voting.text


def test_the_desk_starts_the_project_of_a_chosen_idea_and_then_leads_to_it(winner):
    start = f"/polls/{winner.poll.slug}/ideas/{winner.ref}/start-project/"
    assert start in desk_of(winner).text
    assert client_of(winner.poll.owner).post(start).status_code == 302
    assert start not in desk_of(winner).text and "is being prepared" in desk_of(winner).text


def test_completing_the_project_closes_the_loop_once(winner):
    from django.db import transaction

    project = start_project(by=winner.author, idea=winner)
    for bell in (project_bells.project_approved, project_bells.project_completed, project_bells.project_completed):
        Project.objects.filter(pk=project.pk).update(status="completed", outcome_report="Nine lamps stand.")
        with transaction.atomic():
            bell.ring(by=winner.author, on=project, project=project.pk)
        deliver_all()
    winner.refresh_from_db()
    assert winner.state == "done"
    assert Deed.objects.filter(bell="ideas.idea_done").count() == 1


def test_the_idea_says_how_many_came_for_how_long_and_shows_it(winner, client):
    project = start_project(by=winner.author, idea=winner)
    event = make_event(project, starts_in=timedelta(days=-3))
    for _n in range(2):
        came = make_seat(make_slot(event)).person
        check_in(by=winner.author, event=event, person=came)
    close_event(by=winner.author, event=event)
    Project.objects.filter(pk=project.pk).update(status="completed", outcome_report="Nine lamps stand.")
    page = client.get(f"/polls/{winner.poll.slug}/ideas/{winner.ref}/").text
    assert "Nine lamps stand." in page and "people came" in page and "<dd>4<small>h" in page


def test_a_project_without_an_idea_changes_nothing(db):
    from django.db import transaction

    project = make_project()
    with transaction.atomic():
        project_bells.project_completed.ring(by=project.organizers.get().person, on=project, project=project.pk)
    deliver_all()
    assert not Deed.objects.filter(bell="ideas.idea_done").exists()


def test_a_draft_keeps_what_is_written_and_is_gone_once_it_is_published(winner, poll, client):
    colleague, at = make_official("Rosa"), f"/admin/polls/ideas/{winner.pk}/"
    page = f"/polls/{poll.slug}/ideas/{winner.ref}/"
    sign_in(client, poll.owner)
    assert client.post(at, {"deed": "draft", "reason": "We will …", "seen": "0"}).status_code == 302
    assert "We will …" not in client.get(page).text
    sign_in(client, colleague)
    shown = client.get(at).text
    assert "We will …" in shown and "A draft of" in shown
    words = {"deed": "answer", "status": "checking", "reason": REASON, "department": poll.department_id, "seen": "1"}
    assert client.post(at, words).status_code == 302
    assert REASON in client.get(page).text
    assert not AnswerDraft.objects.exists() and Duty.objects.get(idea=winner).done_at


def test_nobody_writes_over_a_draft_that_they_have_not_read(winner, poll, client):
    colleague, at = make_official("Rosa"), f"/admin/polls/ideas/{winner.pk}/"
    save_answer_draft(by=colleague, idea=winner, reason="What Rosa found out.")
    sign_in(client, poll.owner)
    refused = client.post(at, {"deed": "draft", "reason": "What Noor typed.", "seen": "0"})
    assert refused.status_code == 422
    assert "What Noor typed." in refused.text and "changed or published this draft" in refused.text
    assert AnswerDraft.objects.get().reason == "What Rosa found out."
    words = {"deed": "answer", "status": "checking", "reason": REASON, "department": poll.department_id, "seen": "0"}
    refused = client.post(at, words)
    assert refused.status_code == 422 and REASON in refused.text
    assert AnswerDraft.objects.exists() and not Answer.objects.exists()
    with pytest.raises(NotAllowed):
        save_answer_draft(by=winner.author, idea=winner, reason="Mine")


def test_drafts_have_a_list_of_their_own(winner, poll, client):
    sign_in(client, poll.owner)
    assert winner.title not in client.get("/admin/polls/answers/?show=draft").text
    save_answer_draft(by=poll.owner, idea=winner, reason="We will …")
    assert winner.title in client.get("/admin/polls/answers/?show=draft").text


def shown(poll, path: str = "results/", person=None) -> str:
    return " ".join(client_of(person).get(f"/polls/{poll.slug}/{path}").content.decode().split())


def test_a_promise_whose_day_has_passed_is_marked_late_until_it_is_done(poll, winner):
    answer(winner, due_on=now().date() + timedelta(days=5))
    assert "this day has passed" not in shown(poll) + shown(poll, f"ideas/{winner.ref}/")
    with time_machine.travel(now() + timedelta(days=6)):
        for path in ("results/", f"ideas/{winner.ref}/"):
            assert "Late: this day has passed" in shown(poll, path) and "Order the lamps" in shown(poll, path)
        answer(Idea.objects.get(pk=winner.pk), status="done", next_step="", due_on=None)
        assert "this day has passed" not in shown(poll) + shown(poll, f"ideas/{winner.ref}/")


def test_what_its_project_brought_to_an_end_is_done_everywhere(poll, winner):
    answer(winner, due_on=now().date() + timedelta(days=5))
    project = start_project(by=winner.author, idea=Idea.objects.get(pk=winner.pk))
    ended = now() + timedelta(days=3)
    Project.objects.filter(pk=project.pk).update(status="completed", completed_at=ended, title="Lamp builders")
    Idea.objects.filter(pk=winner.pk).update(state="done")
    with time_machine.travel(now() + timedelta(days=6)):
        results, page = shown(poll), shown(poll, f"ideas/{winner.ref}/")
        assert "<b>Done.</b>" in results and f'href="/projects/{project.slug}/"' in results
        assert "Order the lamps" not in results and "We will do it" not in results
        assert f"Done on {day_words(ended, poll)}" in page and "Next:" not in page
        assert page.index("What the city says") < page.index("Lamp builders") < page.index(">Discussion<")
        *_ahead, work, end = stops_of(Idea.objects.get(pk=winner.pk))
        assert end == {"name": "Done", "note": day_words(ended, poll), "state": "done"} and work["note"] == ""
        there = client_of(None).get(f"/neighborhoods/{winner.neighborhood.slug}/").text.partition("became real")[2]
        assert winner.title in there and f'href="/projects/{project.slug}/"' in there
        assert "Order the lamps" not in there and REASON not in there


@pytest.mark.parametrize("then", ["done", "not_possible"])
def test_what_is_done_or_given_up_promises_nothing_more(poll, winner, then):
    answer(winner)
    there = f"/neighborhoods/{winner.neighborhood.slug}/"
    Idea.objects.filter(pk=winner.pk).update(state="in_progress")
    idea = Idea.objects.get(pk=winner.pk)
    assert (idea.promise.next_step, idea.promise.due_on) == ("Order the lamps", now().date() + timedelta(days=60))
    assert "Order the lamps" in client_of(None).get(there).text and "Next:" in shown(poll, f"ideas/{winner.ref}/")
    answer(idea, status=then, next_step="Nothing but the keys", due_on=None)
    assert Idea.objects.get(pk=winner.pk).promise is None
    for page in (shown(poll), client_of(None).get(there).text):
        assert "Nothing but the keys" not in page and "Order the lamps" not in page
    page = shown(poll, f"ideas/{winner.ref}/")
    assert "Next:" not in page and page.count("Planned then:") == 2


def test_when_it_was_done_is_one_day_on_all_pages(poll, winner):
    """The poll's clock stands at 23:30, and the city's on the next day."""
    answer(winner)
    project = start_project(by=winner.author, idea=Idea.objects.get(pk=winner.pk))
    ended = (now() + timedelta(days=1)).replace(hour=23, minute=30)
    Project.objects.filter(pk=project.pk).update(status="completed", completed_at=ended)
    Idea.objects.filter(pk=winner.pk).update(state="done")
    day, next_day = day_words(ended.date()), day_words(ended.date() + timedelta(days=1))
    page = shown(poll, f"ideas/{winner.ref}/")
    assert f"Done on {day}<" in page and page.count(day) == 2 and next_day not in page
    assert f'datetime="{ended:%Y-%m-%dT23:30}"' in shown(poll)


def test_while_people_vote_an_idea_leads_to_its_ballot(db):
    poll = make_poll("voting")
    idea = make_idea(poll, "Lamps along the path")
    poll = opened(poll)
    assert "Go to the ballot" in shown(poll, f"ideas/{idea.ref}/")
    IdeaPoll.objects.update(suspended_at=now())
    assert "Go to the ballot" not in shown(poll, f"ideas/{idea.ref}/")
    IdeaPoll.objects.update(suspended_at=None)
    frozen(IdeaPoll.objects.get())
    assert "Go to the ballot" not in shown(poll, f"ideas/{idea.ref}/")
