"""That people can vote: at once for residents who asked to hear it, in the digest for who follows the poll."""

from datetime import timedelta

import pytest
import time_machine

from conversations.actions import follow
from core import clock
from core.clock import now
from ideas import bells
from ideas.actions import open_voting
from notices.actions import choose_notices, mute
from notices.models import How, Letter
from people.deeds import deliver_all
from tests.builders import make_child, make_hood, make_person
from tests.ideas.builders import make_ideas, make_poll, opened, vote
from tests.notices.hearing import letters, rings, the_letter
from tests.notices.test_at_once import letters as at_once_letters
from tests.notices.test_digests import thursday
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def asked(name: str, **fields):
    person = make_person(name, **fields)
    choose_notices(by=person, choices={"votes": How.AT_ONCE})
    return person


def opens(poll):
    """It is written down, its bell heard twice."""
    poll = opened(poll)
    rings(bells.voting_opened, poll, poll=poll)
    return poll


def names() -> list[str]:
    return [letter.person.first_name for letter in letters("voting_opened")]


def test_who_asked_and_lives_there_hears_it_once():
    asked("Amal")
    asked("Ben", neighborhood=make_hood("Harbor"))
    make_person("Cem")
    poll = make_poll("voting")
    make_ideas(poll, 3)
    poll = opens(poll)
    letter = the_letter("voting_opened")
    assert names() == ["Amal"] and letter.subject == f"You can vote now: {poll.question}"
    assert "Voting is open until " in letter.text and "Choose up to three." in letter.text
    assert "No more letters about this poll: " in letter.text and f"/polls/{poll.slug}/" in letter.text


def test_a_poll_of_the_whole_city_is_told_in_every_neighborhood():
    asked("Amal")
    asked("Ben", neighborhood=make_hood("Harbor"))
    asked("Cem", neighborhood=None)
    opens(make_poll("voting", neighborhood=None))
    assert names() == ["Amal", "Ben", "Cem"]


def test_who_may_not_vote_has_voted_or_wants_no_letters_about_it_hears_nothing():
    poll = make_poll("voting")
    make_ideas(poll, 2)
    ada, vera, mute_one = asked("Ada"), asked("Vera"), asked("Mo")
    child = make_child(ada)
    choose_notices(by=child, choices={"votes": How.AT_ONCE})
    asked("Nomail", login=False)
    mute(by=mute_one, poll=poll)
    vote(opened(poll), vera, ["2026-001"])
    opens(poll)
    assert names() == ["Ada"]


def test_a_suspended_poll_and_one_that_has_closed_meanwhile_tell_nothing():
    asked("Amal")
    type(poll := make_poll("voting")).objects.filter(pk=poll.pk).update(suspended_at=now())
    opens(poll)
    opens(make_poll("over"))
    assert names() == []


def test_followers_read_it_in_their_digest_and_who_hears_at_once_gets_one_letter():
    poll = make_poll("review")
    digest, both = make_person("Dina"), asked("Bo")
    choose_notices(by=both, choices={"follow": How.AT_ONCE})
    for person in (digest, both):
        follow(by=person, thing=poll)
    clock.shift(timedelta(days=2, minutes=1))
    open_voting(poll=poll)
    deliver_all()
    (letter,) = at_once_letters()
    assert letter.person == both and "You can vote until" in letter.subject and names() == []
    (line,) = thursday()
    assert line.person == digest and "You can vote until" in line.text


def test_at_night_it_waits_for_the_morning_of_the_polls_clock():
    asked("Amal")
    poll = make_poll("voting")
    with time_machine.travel(now().replace(hour=23), tick=False):
        opens(poll)
    assert the_letter("voting_opened").due_at.astimezone(poll.tz).hour == 8


def test_the_fourth_of_a_day_waits_in_the_digest():
    asked("Amal")
    for _ in range(4):
        opens(make_poll("voting"))
    lanes = [letter.lane for letter in letters("voting_opened")]
    assert lanes == [Letter.Lane.NORMAL] * 3 + [Letter.Lane.DIGEST]
    assert letters("voting_opened")[3].text.startswith(
        "You get this letter because you asked to hear when voting opens"
    )


def test_it_is_chosen_among_the_notices():
    amal = make_person("Amal")
    page = client_of(amal).get("/settings/notices/").text
    assert "Voting opens" in page and page.count('name="votes"') == 2
    client_of(amal).post("/settings/notices/", {"votes": "at_once"})
    opens(make_poll("voting"))
    assert names() == ["Amal"]


@pytest.mark.parametrize("language", ["es", "ar"])
def test_it_is_written_in_the_language_of_the_person(language):
    asked("Amal", language=language)
    poll = make_poll("voting")
    opens(poll)
    letter = letters("voting_opened")[0]
    assert letter.language == language and f'<p lang="en" dir="auto">{poll.question}</p>' in letter.html
