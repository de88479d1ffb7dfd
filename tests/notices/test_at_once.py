"""News of what somebody follows at once, for those who chose it: a letter for each thing, three a day, the rest in the digest."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from conversations.actions import comment, follow
from core import clock
from core.clock import now
from core.when import when
from notices.actions import choose_digest, choose_notices, news_for, tell_at_once, write_digests
from notices.models import How, Letter, Preference
from projects import actions
from projects.models import Event
from tests.builders import make_hood, make_person, make_project
from tests.notices.test_digests import digests, new_date, wait_until
from tests.notices.test_stopping import ONE_CLICK
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def at_once(*people):
    for person in people:
        choose_notices(by=person, choices={"follow": How.AT_ONCE})
    clock.shift(timedelta(minutes=5))


def follower(thing, name="Amal"):
    person = make_person(name)
    follow(by=person, thing=thing)
    at_once(person)
    return person


def letters():
    """Those that leave at once: the worker comes by twice."""
    clock.shift(timedelta(minutes=5))
    tell_at_once()
    tell_at_once()
    return list(Letter.objects.filter(kind="follow_news").exclude(lane=Letter.Lane.DIGEST).order_by("pk"))


def waiting():
    return Letter.objects.filter(kind="follow_news", lane=Letter.Lane.DIGEST)


@pytest.fixture
def creek(db):
    return make_project(status="active", title="Creek clean-up")


def test_news_comes_as_a_letter_of_its_own_and_not_again_in_the_digest(creek):
    amal = follower(creek)
    event = new_date(creek)
    (letter,) = letters()
    assert letter.person == amal and letter.subject.startswith("Creek clean-up: New date: ")
    assert "You follow this project." in letter.text and f"/projects/{creek.slug}/" in letter.text
    assert f'<b class="news__day">{event.local_start.day}</b>' in letter.html and "/letters/stop/" in letter.text
    wait_until(3, 17)
    assert write_digests() == 0 and len(news_for(person=amal)) == 1
    assert letters() == [letter]


def test_a_date_that_moves_again_within_the_minute_is_told_once_as_it_is_then(creek):
    """The line says where the date is when the letter is written; without care the second move would say the same again."""
    follower(creek)
    event, lead = new_date(creek), creek.organizers.get().person
    assert len(letters()) == 1
    for days in (1, 2):
        begins, ends = (at + timedelta(days=days) for at in (event.starts_at, event.ends_at))
        actions.change_event(by=lead, event=event, starts_at=begins, ends_at=ends)
        clock.shift(timedelta(seconds=40))
    tell_at_once()  # the first move is settled, the second is not
    _new, moved = letters()
    assert f"Changed, now: {when(Event.objects.get(pk=event.pk))}" in moved.text


def test_who_did_not_choose_it_gets_none_and_costs_one_look(creek, django_assert_num_queries):
    bea = make_person("Bea")
    follow(by=bea, thing=creek)
    clock.shift(timedelta(minutes=5))
    new_date(creek)
    with django_assert_num_queries(1):
        tell_at_once()
    follower(creek)
    assert {letter.person.first_name for letter in letters()} <= {"Amal"}


def test_after_two_days_without_a_worker_three_letters_leave_and_one_digest_has_the_rest():
    amal = make_person("Amal")
    follow(by=amal, neighborhood=make_hood())
    at_once(amal)
    choose_digest(by=amal, every="day", weekday=0, hour=17)
    benches = [make_project(status="active", title=f"Bench {n}.") for n in range(6)]
    for bench in benches:
        new_date(bench)
        clock.shift(timedelta(hours=8))
    wait_until(4, 10)
    assert len(letters()) == 3 and waiting().count() == 3
    new_date(benches[0])
    assert len(letters()) == 3 and waiting().count() == 4
    wait_until(4, 17)
    assert (write_digests(), write_digests()) == (1, 0)
    assert digests()[0].text.count("Bench") == 3, "one line for each thing"
    wait_until(5, 17)
    assert len(letters()) == 3 and write_digests() == 0


def test_at_night_nothing_is_told_and_in_the_morning_a_thing_in_one_letter(creek):
    follower(creek)
    wait_until(2, 22)
    new_date(creek)
    assert letters() == []
    new_date(creek, days=25)
    wait_until(3, 8)
    (letter,) = letters()
    assert "(1 more date)" in letter.subject


def test_who_changes_between_the_digest_and_at_once_hears_all_and_nothing_twice(creek):
    amal = follower(creek)
    new_date(creek)
    assert len(letters()) == 1
    choose_notices(by=amal, choices={"follow": How.DIGEST})
    comment(by=make_person("Bea"), thing=creek, words="Is there shade?")
    wait_until(3, 17)
    assert write_digests() == 1 and "People talk about it. (1 comment, " in digests()[0].text
    at_once(amal)
    assert len(letters()) == 1
    new_date(creek, days=30)
    assert len(letters()) == 2


def test_a_line_never_says_the_same_on_another_day(creek):
    amal = make_person("Amal")
    follow(by=amal, thing=creek)
    choose_digest(by=amal, every="day", weekday=0, hour=17)
    for _ in range(3):
        clock.shift(timedelta(minutes=5))
        comment(by=make_person("Bea"), thing=creek, words="Is there shade?")
        wait_until((now() + timedelta(days=1)).weekday(), 17)
        write_digests()
    texts = [letter.text.partition("\n--\n")[0] for letter in digests()]
    assert len(texts) == len(set(texts)) == 3


def test_stopping_these_letters_stops_no_others(creek):
    amal = follower(creek)
    choose_notices(by=amal, choices={"thanks": How.DIGEST})
    new_date(creek)
    (letter,) = letters()
    path = "/letters/stop/" + letter.text.partition("/letters/stop/")[2].split()[0]
    client_of(amal).post(path, **ONE_CLICK)
    new_date(creek)
    assert letters() == [letter]
    assert dict(Preference.objects.values_list("category", "how")) == {"follow": "off", "thanks": "digest"}


def test_many_readers_without_news_cost_the_database_as_much_as_one(creek, django_assert_max_num_queries):
    people = [make_person() for _ in range(8)]
    for person in people:
        follow(by=person, thing=creek)
    at_once(*people)
    letters()
    clock.shift(timedelta(minutes=5))
    with django_assert_max_num_queries(24):
        assert tell_at_once() == 8


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_it_once(creek):
    for name in ("Amal", "Bea", "Cem"):
        follower(creek, name)
    new_date(creek)
    clock.shift(timedelta(minutes=5))

    def work():
        tell_at_once()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Letter.objects.filter(kind="follow_news").count() == 3
