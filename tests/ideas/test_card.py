"""The card of a poll on somebody else's page: framed by anybody, and nothing to press inside but links."""

import pytest
from django.urls import reverse

from ideas.actions import certify_result
from ideas.models import IdeaPoll
from tests.ideas.builders import frozen, make_ideas, make_poll, opened, vote
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def card(client, poll):
    answer = client.get(reverse("ideas:poll_card", args=[poll.slug]))
    return answer, " ".join(answer.content.decode().split())


def test_any_page_may_frame_the_card_and_no_other_page_of_the_poll(client):
    poll = make_poll("voting")
    answer, words = card(client, poll)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src 'none'" in policy and "form-action 'none'" in policy
    assert "X-Frame-Options" not in answer and not answer.cookies and answer["Cache-Control"] == "public, max-age=300"
    assert "<script" not in words and "<form" not in words and words.count('target="_blank"') == 2
    page = client.get(reverse("ideas:poll_page", args=[poll.slug]))
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "SAMEORIGIN"


def test_who_is_signed_in_sees_the_same_card(client):
    poll = make_poll("proposing")
    make_ideas(poll, 3)
    signed_in, theirs = card(client_of(poll.owner), poll)
    assert theirs == card(client, poll)[1] and not signed_in.cookies
    assert "3 ideas so far" in theirs and "Read the ideas and add yours" in theirs


def test_once_counted_the_card_says_what_won(client):
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 3)
    vote(opened(poll), refs=["2026-002"])
    frozen(poll)
    title = poll.ideas.get(ref="2026-002").title
    assert title in card(client, poll)[1] and "Not certified yet" in card(client, poll)[1]
    certify_result(by=poll.owner, poll=poll)
    words = card(client, poll)[1]
    assert title in words and "Not certified yet" not in words and "See the result" in words


def test_a_draft_has_no_card(client):
    poll = make_poll("coming")
    IdeaPoll.objects.filter(pk=poll.pk).update(published_at=None)
    assert card(client, poll)[0].status_code == 404


def test_the_page_of_a_poll_gives_the_words_to_copy(client):
    poll = make_poll("proposing")
    page = client.get(reverse("ideas:poll_page", args=[poll.slug])).content.decode()
    assert f"/polls/{poll.slug}/card/&quot; title=&quot;" in page and "&lt;iframe src=&quot;http" in page
