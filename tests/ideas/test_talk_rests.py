"""Where a poll says so, nobody discusses its ideas while people vote: neither residents nor the city."""

import pytest

from conversations.actions import comment
from conversations.models import Comment
from core.errors import RuleBroken
from tests.builders import make_person
from tests.ideas.builders import close, make_idea, make_poll, opened
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def an_idea(phase: str, rests: bool = True):
    idea = make_idea(make_poll(phase, talk_rests=rests))
    if phase == "voting":
        opened(idea.poll)
    idea.refresh_from_db()
    return idea


@pytest.mark.parametrize("who", ["resident", "owner"])
def test_while_people_vote_nobody_writes(who):
    idea = an_idea("voting")
    by = idea.poll.owner if who == "owner" else make_person("Bea")
    with pytest.raises(RuleBroken, match="the discussion rests. It goes on"):
        comment(by=by, thing=idea, words="I have a question.")
    assert not Comment.objects.exists()


def test_before_and_after_it_goes_on():
    for idea in (an_idea("proposing"), an_idea("review")):
        comment(by=make_person("Bea"), thing=idea, words="I have a question.")
    idea = an_idea("voting")
    close(idea.poll)
    idea = type(idea).objects.get(pk=idea.pk)
    comment(by=make_person("Bea"), thing=idea, words="What comes next?")
    assert Comment.objects.count() == 3


def test_a_poll_that_says_nothing_lets_people_talk():
    comment(by=make_person("Bea"), thing=an_idea("voting", rests=False), words="I have a question.")


def test_the_page_says_when_it_goes_on_and_what_was_typed_stays():
    idea = an_idea("voting")
    page, bea = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/talk/", client_of(make_person("Bea"))
    assert (
        "the discussion rests" in bea.get(page).content.decode() and "<textarea" not in bea.get(page).content.decode()
    )
    late = bea.post(page, {"words": "Typed before voting began."})
    assert late.status_code == 422
    assert "Typed before voting began." in late.content.decode() and "the discussion rests" in late.content.decode()


def test_an_answer_waits_too():
    idea = an_idea("voting")
    type(idea.poll).objects.update(talk_rests=False)
    idea = type(idea).objects.get(pk=idea.pk)
    first = comment(by=make_person("Ana"), thing=idea, words="Is there light?")
    type(idea.poll).objects.update(talk_rests=True)
    bea = client_of(make_person("Bea"))
    assert "the discussion rests" in bea.get(f"/talk/{first.ref}/").content.decode()
    late = bea.post(f"/talk/{first.ref}/", {"words": "There will be."})
    assert late.status_code == 422 and "There will be." in late.content.decode()
    assert Comment.objects.count() == 1
