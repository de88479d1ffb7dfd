"""The form that makes or changes a poll, as an official types it."""

from datetime import timedelta

import pytest

from core.clock import now
from ideas.actions import change_poll
from ideas.forms.office import PollForm
from ideas.models import IdeaPoll
from tests.ideas.builders import make_official, make_poll
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WHY = "The council meets a week earlier than we thought."


def as_it_stands(poll: IdeaPoll, **typed) -> dict[str, str]:
    """What a browser would send back."""
    form = PollForm(instance=poll)
    sent = {field.name: field.value() for field in form}
    sent |= {name: f"{value:%Y-%m-%dT%H:%M}" for name, value in sent.items() if hasattr(value, "hour")}
    return {name: str(value) for name, value in {**sent, **typed}.items() if value not in (None, False)}


def path_of(poll: IdeaPoll) -> str:
    return f"/admin/polls/{poll.pk}/edit/"


def sooner(poll: IdeaPoll) -> str:
    return f"{poll.proposing.closes_at - timedelta(days=3):%Y-%m-%dT%H:%M}"


def test_a_sooner_end_of_what_is_open_asks_for_the_reason_at_its_field():
    poll = make_poll("proposing")
    desk = client_of(poll.owner)
    assert "Reason for another end" in desk.get(path_of(poll)).text
    refused = desk.post(path_of(poll), as_it_stands(poll, proposing_closes=sooner(poll), winners_k="2"))
    assert refused.status_code == 422 and refused.context["form"].errors.keys() == {"note"}
    assert IdeaPoll.objects.get(pk=poll.pk).winners_k == 3
    done = desk.post(path_of(poll), as_it_stands(poll, proposing_closes=sooner(poll), note=WHY))
    assert done.status_code == 302
    assert [row["note"] for row in IdeaPoll.objects.get(pk=poll.pk).moved] == [WHY]


def test_who_leaves_the_dates_alone_moves_none_by_the_seconds_no_field_shows():
    poll = make_poll("proposing")
    closes_at = poll.proposing.closes_at.replace(second=41) - timedelta(minutes=1)
    poll.phases.filter(kind="proposing").update(closes_at=closes_at)
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert client_of(poll.owner).post(path_of(poll), as_it_stands(poll, question="Which?")).status_code == 302
    poll = IdeaPoll.objects.get(pk=poll.pk)
    assert (poll.question, poll.proposing.closes_at, poll.moved) == ("Which?", closes_at, [])


def test_all_that_is_wrong_is_said_at_once():
    official = make_official()
    desk, new = client_of(official), "/admin/polls/new/"
    typed = {field.name: field.value() for field in desk.get(f"{new}?kind=budget").context["form"]}
    typed |= {name: f"{value:%Y-%m-%dT%H:%M}" for name, value in typed.items() if hasattr(value, "hour")}
    typed |= {"question": "", "zone": "UTC", "budget_total": "", "min_choices": "9"}
    typed |= {"review_opens": typed["voting_opens"], "review_closes": typed["proposing_opens"]}
    refused = desk.post(new, {name: str(value) for name, value in typed.items() if value not in (None, False)})
    errors = refused.context["form"].errors
    assert refused.status_code == 422 and not IdeaPoll.objects.exists()
    assert {"question", "department", "budget_total", "min_choices"} <= errors.keys()
    assert "“Review” must end after it begins." in errors["review_closes"]


def test_where_nothing_is_open_nobody_is_asked_for_a_reason():
    poll = make_poll("coming")
    assert "Reason for another end" not in client_of(poll.owner).get(path_of(poll)).text


@pytest.mark.parametrize(("days", "taken"), [("365", True), ("366", False), ("99999", False)])
def test_nobody_waits_longer_than_a_year_for_an_answer(days, taken):
    poll = make_poll("coming")
    answer = client_of(poll.owner).post(path_of(poll), as_it_stands(poll, answer_days=days))
    assert (answer.status_code == 302) is taken
    assert taken or "too long to wait for an answer: give at most 365 days" in answer.text
    assert taken or f'value="{days}"' in answer.text


def refused(poll: IdeaPoll, **typed):
    answer = client_of(poll.owner).post(path_of(poll), as_it_stands(poll, **typed))
    assert answer.status_code == 422
    return answer


@pytest.mark.parametrize(
    "typed, field, sentence",
    [
        ({"winners_k": "0"}, "winners_k", "At least one idea wins. Write 1 or more."),
        ({"winners_k": ""}, "winners_k", "Say how many ideas win, or how many votes an idea needs."),
        ({"winners_k": "-1"}, "winners_k", "greater than or equal to 0"),
    ],
)
def test_what_the_count_would_refuse_is_said_beside_its_field_in_words_of_people(typed, field, sentence):
    poll = make_poll("proposing")
    answer = refused(poll, **typed)
    (said,) = answer.context["form"].errors[field]
    assert answer.context["form"].errors.keys() == {field} and sentence in said
    for name in ("winners_k", "min_support_to_pass", "budget_total"):
        assert not any(name in line for lines in answer.context["form"].errors.values() for line in lines)


def test_a_name_of_the_files_is_told_as_the_label_of_its_field():
    form = PollForm(as_it_stands(make_poll("proposing")))
    assert form.is_valid()
    form._show_of_the_count("The rule needs a whole number of at least 0 as budget_total, not 7.")
    assert form.errors == {"budget_total": ["The rule needs a whole number of at least 0 as “Budget”, not 7."]}


def test_a_refused_form_begins_with_how_many_answers_need_a_change_and_where():
    poll = make_poll("proposing")
    html = refused(poll, winners_k="0", question="").text
    assert "<title>Error: Idea polls" in html and "2 answers need a change" in html
    summary = html[html.index('class="errors"') : html.index("<form", html.index('class="errors"'))]
    assert "autofocus" in summary and 'href="#id_winners_k"' in summary and 'href="#id_question"' in summary
    assert 'id="id_winners_k"' in html
    sooner = f"{poll.voting.opens_at - timedelta(days=1):%Y-%m-%dT%H:%M}"
    html = refused(poll, voting_closes=sooner, ideas_per_resident="0").text
    assert "2 answers need a change" in html and 'href="#id_voting_closes"' in html and "Residents send ideas" in html
    assert "Voting · Ends: This needs an answer." in refused(poll, voting_closes="").text
    good = client_of(poll.owner).get(path_of(poll)).text
    assert "<title>Idea polls" in good and 'class="errors"' not in good


def test_a_draft_is_found_under_its_question_until_it_is_public():
    def asked(question: str) -> str:
        form = PollForm(as_it_stands(poll, question=question), instance=IdeaPoll.objects.get(pk=poll.pk))
        assert form.is_valid(), form.errors
        settings = {name: form.cleaned_data[name] for name in PollForm.Meta.fields}
        change_poll(by=poll.owner, poll=poll, phases=form.phases, **settings)
        return IdeaPoll.objects.get(pk=poll.pk).slug

    poll = make_poll("coming")
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None, question="Where?", slug="where")
    poll.refresh_from_db()
    assert asked("Where do benches go?") == "where-do-benches-go"
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=now())
    assert asked("Where do ten benches go?") == "where-do-benches-go"
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None, slug="our-own-choice")
    assert asked("Where do all benches go?") == "our-own-choice"
