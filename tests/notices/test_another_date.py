"""Who follows a poll and has not taken part yet hears when the time for ideas ends another day than was said."""

from datetime import timedelta

import pytest

from conversations.actions import follow
from core import clock
from core.clock import now
from core.when import moment_words
from ideas import bells
from ideas.actions import change_poll
from notices.actions import choose_digest, tell_at_once, write_digests
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Person
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll
from tests.notices.test_at_once import at_once, letters
from tests.notices.test_digests import digests, rang, thursday, wait_until

pytestmark = pytest.mark.django_db

WHY = "The hall is free two days earlier."


def ends(poll, **ahead):
    """What is open ends another time than was said."""
    spans = {kind: (phase.opens_at, phase.closes_at) for kind, phase in poll.phase_by_kind.items()}
    spans["proposing"] = (spans["proposing"][0], now().replace(microsecond=0) + timedelta(**ahead))
    return change_poll(by=poll.owner, poll=poll, phases=spans, note=WHY)


@pytest.fixture
def amal(db):
    return make_person("Amal")


@pytest.fixture
def poll(amal):
    """It collects ideas for five days more. Amal follows it, and has sent none."""
    poll = make_poll("proposing")
    follow(by=amal, thing=poll)
    choose_digest(by=amal, every="day", weekday=0, hour=9)
    clock.shift(timedelta(minutes=5))
    return poll


def tomorrow():
    wait_until((now() + timedelta(days=1)).weekday(), 9)
    write_digests()
    return digests()


def test_who_follows_a_poll_and_has_sent_nothing_hears_that_the_time_for_ideas_ends_sooner(amal, poll):
    """The letter at once goes to those who take part; Amal still needs the date."""
    poll = ends(poll, days=3)
    deliver_all()
    assert not Letter.objects.filter(person=amal).exists()
    (letter,) = tomorrow()
    assert letter.person == amal and "You follow this poll." in letter.text
    assert f"Another date: “Ideas” ends on {moment_words(poll.proposing.closes_at, poll)}." in letter.text
    assert tomorrow() == [letter]


def test_other_news_of_the_poll_do_not_hide_its_other_date(poll):
    ends(poll, days=2)
    clock.shift(timedelta(minutes=5))
    poll = ends(poll, days=3)
    make_idea(poll)
    rang(bells.idea_submitted, poll, idea=poll.ideas.get().pk)
    (letter,) = tomorrow()
    until = moment_words(poll.proposing.closes_at, poll)
    assert f"People sent ideas. (another date: “Ideas” ends on {until}, 1 new idea, " in letter.text
    assert letter.text.count("nother date") == 1


def test_a_date_that_has_passed_is_no_news(poll):
    ends(poll, minutes=30)
    assert tomorrow() == []


def test_who_follows_only_the_neighborhood_hears_of_the_poll_and_not_of_each_date(poll):
    follow(by=make_person("Bea"), neighborhood=poll.neighborhood)
    clock.shift(timedelta(minutes=5))
    ends(poll, days=3)
    assert {letter.person.first_name for letter in thursday()} == {"Amal"}


@pytest.mark.parametrize(("language", "words"), [("es", "Otra fecha: «Ideas» termina"), ("ar", "موعد آخر: ")])
def test_another_date_is_told_in_the_language_of_the_reader(amal, poll, language, words):
    Person.objects.filter(pk=amal.pk).update(language=language)
    ends(poll, days=3)
    (letter,) = tomorrow()
    assert words in letter.text and "Another" not in letter.text


def test_of_two_other_dates_within_the_minute_one_letter_tells_the_last(amal, poll):
    at_once(amal)
    ends(poll, days=2)
    clock.shift(timedelta(seconds=40))
    poll = ends(poll, days=3)
    clock.shift(timedelta(seconds=40))
    tell_at_once()  # the first is settled, the second is not
    (letter,) = letters()
    assert moment_words(poll.proposing.closes_at, poll) in letter.text
