"""While people vote and after the close: everybody reads their own ballot, nobody else's, until the cut."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.when import moment_words
from ideas.actions import cut_poll
from ideas.models import Ballot, Idea, IdeaPoll, PollVoter
from tests.builders import make_person
from tests.ideas.builders import close, frozen, make_idea, make_official, make_poll, opened, vote
from tests.support.visitors import client_of

A, B = "2026-001", "2026-002"
RANKS = {"ballot_type": "rank", "count_rule": "irv", "votes_per_ballot": 3, "winners_k": 1}


@pytest.fixture
def bea(db):
    return make_person("Bea")


@pytest.fixture
def poll(db):
    poll = make_poll("voting", **RANKS)
    make_idea(poll, "Shade trees")
    make_idea(poll, "Night lamps")
    return opened(poll)


def mine(poll, person) -> str:
    return " ".join(client_of(person).get(f"/polls/{poll.slug}/ballot/mine/").content.decode().split())


def test_while_people_vote_it_is_the_receipt_with_the_way_back(poll, bea):
    assert "You have no ballot in this poll." in mine(poll, bea) and "Change my ballot" not in mine(poll, bea)
    vote(poll, bea, choices={B: 1, A: 2})
    page = mine(poll, bea)
    assert "Your ballot as saved on" in page and page.index("Night lamps") < page.index("Shade trees")
    assert (
        f"You can change it until {moment_words(poll.voting.closes_at, poll)}." in page and "Change my ballot" in page
    )
    assert "Night lamps" not in mine(poll, make_official("Noor")), "nobody else reads it"
    close(poll)
    assert "Change my ballot" not in mine(poll, bea) and "You can change it" not in mine(poll, bea)


def test_a_ballot_that_is_not_saved_says_so_to_its_button(poll, bea):
    client, at = client_of(bea), f"/polls/{poll.slug}/"
    assert f'data-mine="{at}ballot/mine/"' in client.get(at).content.decode()
    assert "data-unsaved" not in client.get(at).content.decode()
    assert "data-unsaved" in client.get(f"{at}?choose={A}:1").content.decode()
    assert "data-unsaved" in client.post(f"{at}ballot/", {f"rank-{A}": "x"}).content.decode()


def test_after_the_close_it_stands_as_it_was_saved(poll, bea):
    vote(poll, bea, choices={B: 1, A: 2})
    poll = close(poll)
    assert "Your ballot" in client_of(bea).get(f"/polls/{poll.slug}/").content.decode()
    for page in (mine(poll, bea), frozen(poll) and mine(poll, bea)):
        assert "Your ballot as saved on" in page and "counts." in page
        assert page.index("Night lamps") < page.index("Shade trees")


def test_only_who_voted_is_led_to_a_ballot(poll, bea):
    vote(poll, bea, choices={B: 1})
    poll = close(poll)
    way = f'href="/polls/{poll.slug}/ballot/mine/"'
    for path in ("", "results/"):
        if path:
            frozen(poll)
        path = f"/polls/{poll.slug}/{path}"
        assert way in client_of(bea).get(path).content.decode()
        for other in (make_person("Ivo"), None):
            assert way not in client_of(other).get(path).content.decode()


def test_nobody_reads_the_ballot_of_another(poll, bea):
    vote(poll, bea, choices={B: 1})
    close(poll)
    for person in (make_person("Ivo"), make_official("Noor")):
        page = mine(poll, person)
        assert "You have no ballot in this poll." in page and "Night lamps" not in page


def test_it_says_what_became_of_the_ballot(poll, bea):
    vote(poll, bea, choices={B: 1, A: 2})
    close(poll)
    Idea.objects.filter(ref=B).update(suspended_at=now(), suspended_reason="Unsafe.")
    assert "What is suspended is not counted." in mine(poll, bea)
    IdeaPoll.objects.update(voided_at=now())
    assert "The voting is void." in mine(poll, bea)
    Ballot.objects.update(void_reason="Two accounts of one person.")
    page = mine(poll, bea)
    assert "declared void: Two accounts of one person." in page and "Night lamps" not in page
    Ballot.objects.update(voter=None)
    PollVoter.objects.update(channel="paper")
    assert "You voted on paper." in mine(poll, bea)


def test_an_empty_ballot_counts_too(poll, bea):
    vote(poll, bea, choices={})
    close(poll)
    assert "none of these" in mine(poll, bea)


def test_after_the_cut_nothing_can_be_shown(poll, bea):
    vote(poll, bea, choices={B: 1})
    poll = close(poll)
    frozen(poll)
    with time_machine.travel(now() + timedelta(days=91)):
        assert cut_poll(poll=poll)
    page = mine(poll, bea)
    assert "Nobody can tell any more" in page and "Night lamps" not in page


def test_a_voter_reads_that_a_place_on_the_ballot_is_free(poll, bea):
    vote(poll, bea, choices={A: 1, B: 2})
    Idea.objects.filter(ref=A).update(suspended_at=now(), suspended_reason="Unsafe.")
    page = client_of(bea).get(f"/polls/{poll.slug}/")
    assert page.context["mine"].choices == {B: 1} and page.context["mine"].freed == ["Shade trees"]
    assert "Suspended since you chose it:" in page.content.decode()


def test_an_official_sees_a_draft_as_a_phone_shows_it(db):
    official = make_official()
    poll = make_poll("proposing", owner=official, **RANKS)
    make_idea(poll, "Shade trees")
    IdeaPoll.objects.update(published_at=None)
    desk = client_of(official)
    assert f'src="/admin/polls/{poll.pk}/phone/page/"' in desk.get(f"/admin/polls/{poll.pk}/phone/").content.decode()
    assert "phone/ballot/" in desk.get(f"/admin/polls/{poll.pk}/phone/?show=ballot").content.decode()
    ballot = desk.get(f"/admin/polls/{poll.pk}/phone/ballot/").content.decode()
    assert "Put in my order" in ballot and "Your order" in ballot
    page = desk.get(f"/admin/polls/{poll.pk}/phone/page/").content.decode()
    assert "Shade trees" in page and "A draft." in page and "<script" not in page + ballot
    assert desk.get(f"/admin/polls/{poll.pk}/phone/else/").status_code == 404
    assert desk.get(f"/admin/polls/{poll.pk}/phone/ballot/")["X-Frame-Options"] == "SAMEORIGIN"
