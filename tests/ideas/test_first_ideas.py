"""Where a poll asks for it, a moderator reads the first idea of a new account before others can."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from conversations.actions import follow
from conversations.models import Case
from core import clock
from core.clock import now
from ideas.actions import open_voting, submit_idea
from ideas.health import held_ideas
from ideas.models import Idea
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.conversations.builders import decided, settled
from tests.ideas.builders import make_idea, make_official, make_poll
from tests.notices.test_digests import thursday
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db

LAMPS = {"title": "Lamps to the school", "body": "So children get home safely in winter."}


@pytest.fixture
def poll(db):
    return make_poll("proposing", first_ideas_wait=True)


@pytest.fixture
def ivy(db):
    return make_person("Ivy")


def sent(by, poll, **words) -> Idea:
    idea = submit_idea(by=by, poll=poll, **{**LAMPS, **words})
    deliver_all()
    return idea


def shown(idea) -> bool:
    deliver_all()
    return Idea.objects.public().filter(pk=idea.pk).exists()


def letters(person) -> list[str]:
    return list(Letter.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def page(idea) -> str:
    return f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"


def test_the_author_is_told_before_and_after_and_reads_it_alone(client, poll, ivy):
    mine, add = client_of(ivy), reverse("ideas:idea_add", args=[poll.slug])
    before = mine.get(add).text
    assert (
        "A moderator reads your first idea before others can." in before and "stands on the page at once" not in before
    )
    after = mine.post(add, {**LAMPS, "category": "other"}, follow=True).text
    assert "a moderator reads it before others can. You get a letter." in after
    deliver_all()
    idea = Idea.objects.get()
    assert "This is the first idea of a new account." in after and "Being read" in mine.get("/me/").text
    assert letters(ivy) == ["talk_held"]
    assert "Your account is new, and this is your first idea." in Letter.objects.get(person=ivy).text
    for reader in (client, client_of(make_person("Bea"))):
        assert reader.get(page(idea)).status_code == 404
        assert LAMPS["title"] not in reader.get(f"/polls/{poll.slug}/").text


def test_a_moderator_finds_it_on_the_list_and_lets_everybody_read_it(client, poll, ivy):
    moderator = make_person("Moe", role="moderator")
    idea = sent(ivy, poll)
    assert letters(moderator) == ["cases_waiting"]
    desk = client_of(moderator).get("/admin/moderation/").text
    assert LAMPS["title"] in desk and "First of a new account" in desk
    case = Case.objects.get(about=ivy)
    assert "First of a new account" in client_of(moderator).get(f"/admin/moderation/{case.ref}/").text
    decided(case, outcome="keep")
    assert shown(idea) and LAMPS["title"] in client.get(page(idea)).text
    assert letters(ivy) == ["talk_held", "idea_shown"]
    idea.refresh_from_db()
    assert (idea.state, idea.hidden, idea.hold_reason) == ("open", False, "")


def test_a_moderator_hides_it_and_its_author_reads_why(poll, ivy):
    idea = sent(ivy, poll)
    decided(Case.objects.get())
    assert not shown(idea) and letters(ivy) == ["talk_held", "case_decided"]
    assert "A moderator has hidden this idea." in client_of(ivy).get(page(idea)).text


def test_who_follows_the_poll_hears_of_it_once_it_can_be_read(poll, ivy):
    follow(by=make_person("Amal"), thing=poll)
    clock.shift(timedelta(minutes=5))
    sent(ivy, poll)
    assert thursday() == []
    clock.shift(timedelta(days=1))
    decided(Case.objects.get(), outcome="keep")
    deliver_all()
    clock.shift(timedelta(minutes=5))
    (letter,) = thursday()
    assert "1 new idea" in letter.text


def test_until_one_is_public_the_next_one_waits_too(poll, ivy):
    first, second = sent(ivy, poll), sent(ivy, poll, title="A bench")
    assert not shown(second)
    decided(first.subject.cases.get(), outcome="keep")
    assert shown(first) and not shown(second)
    assert shown(sent(ivy, poll, title="A tree"))


def test_whose_account_is_older_or_whose_idea_stood_before_does_not_wait(poll, ivy):
    make_idea(make_poll("over"), author=ivy)
    for person in (settled(), ivy, make_official()):
        assert shown(sent(person, poll))
    assert not Case.objects.exists()


def test_a_poll_that_does_not_ask_for_it_publishes_at_once(ivy):
    assert shown(sent(ivy, make_poll("proposing")))


def test_what_nobody_has_read_when_voting_begins_comes_on_the_ballot(poll, ivy):
    unread, hidden = sent(ivy, poll), sent(ivy, poll, title="Cheap pills")
    decided(hidden.subject.cases.get())
    deliver_all()
    with time_machine.travel(poll.voting.opens_at + timedelta(minutes=1), tick=False):
        open_voting(poll=poll)
        assert shown(unread) and not shown(hidden)
        unread.refresh_from_db()
        assert (unread.state, unread.hold_reason) == ("on_ballot", "")
        assert "idea_shown" in letters(ivy) and Case.objects.waiting().count() == 1
        decided(unread.subject.cases.get(), outcome="keep")
        assert shown(unread) and letters(ivy).count("idea_shown") == 1


def test_the_office_asks_for_it_where_it_runs_the_poll(poll):
    form = client_of(poll.owner).get(reverse("ideas_office:poll_edit", args=[poll.pk]))
    assert "A moderator reads the first idea of a new account before others can" in form.text


def test_no_idea_waits_where_nobody_looks(poll, ivy):
    idea = sent(ivy, poll)
    assert list(held_ideas()) == []
    Case.objects.update(state="decided", outcome="keep", decided_at=now() - timedelta(hours=1))
    assert list(held_ideas()) == [f"Idea {idea.pk} waits, and nobody is asked to look."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.update(hidden=False)
