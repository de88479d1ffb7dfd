"""A letter about one poll, or one thing that is followed, says how to stop letters about that alone; without signing in."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from conversations.actions import follow
from conversations.models import Follow
from core import clock
from notices.actions import post, post_to_all
from notices.links import button
from notices.models import Letter, Muted, Preference
from notices.stopping import token_of
from people.models import Person
from tests.builders import make_hood, make_person, make_project
from tests.ideas.builders import make_idea, make_poll
from tests.notices.test_at_once import at_once
from tests.notices.test_at_once import letters as at_once_letters
from tests.notices.test_digests import new_date, thursday
from tests.notices.test_stopping import ONE_CLICK, sent
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(db) -> Person:
    return make_person("Amal")


def told(person, poll, *, key="1") -> Letter | None:
    """That an idea of the poll is done."""
    idea = make_idea(poll)
    context = {"idea": idea, "project": make_project(), "outcome": "", **button("See it", "projects:find")}
    return post(kind="idea_done", to=person, event_key=f"idea:{key}:done", context=context)


def path(letter: Letter, words: str) -> str:
    """Where the link with these words leads; text and HTML say the same."""
    (url,) = re.findall(rf"{words}: (\S+)", letter.text)
    assert f'href="{url}"' in letter.html
    return url.removeprefix(settings.SITE_URL)


def test_one_click_ends_letters_about_this_poll_alone_and_the_page_undoes_it(amal):
    poll, other = make_poll(), make_poll()
    follow(by=amal, thing=poll)
    url = path(told(amal, poll), "No more letters about this poll")
    assert "No more letters about this poll?" in Client().get(url).text and not Muted.objects.exists()
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(url, **ONE_CLICK)
        assert answer.status_code == 200 and not answer.cookies
    assert "You get no more letters about this poll" in answer.text and poll.question in answer.text
    assert told(amal, poll, key="2") is None and told(amal, other, key="3")
    assert not Follow.objects.exists() and not Preference.objects.exists()
    assert "come again" in Client().post(url, {"how": "again"}).text
    assert told(amal, poll, key="4")


def test_a_mail_programs_one_click_in_a_letter_about_a_poll_is_for_that_poll(amal):
    poll = make_poll()
    letter = told(amal, poll)
    raw = sent(letter)
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = raw["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert url == path(letter, "No more letters about this poll")
    Client(enforce_csrf_checks=True).post(url, **ONE_CLICK)
    assert Muted.objects.get().poll == poll and not Preference.objects.exists()


def test_of_a_letter_to_many_each_holds_its_own_link_and_who_stopped_gets_none(amal):
    poll, bea = make_poll(), make_person("Bea")
    idea = make_idea(poll)
    context = {"idea": idea, "project": make_project(), "outcome": "", **button("See it", "projects:find")}
    letter = {"kind": "idea_done", "people": [amal, bea], "context": context}
    assert post_to_all(event_key="a", **letter) == 2
    for one in Letter.objects.all():
        assert path(one, "No more letters about this poll").endswith(f"/{token_of(one.ref, f'poll-{poll.pk}')}/")
        assert path(one, "No more letters of this kind").endswith(f"/{token_of(one.ref)}/")
    Client().post(path(Letter.objects.get(person=amal), "No more letters about this poll"))
    assert post_to_all(event_key="b", **letter) == 1 and Letter.objects.get(event_key="b").person == bea


def test_what_somebody_has_a_right_to_hear_still_comes(amal):
    poll = make_poll()
    Muted.objects.create(person=amal, poll=poll)
    answer = {"get_status_display": "Accepted", "department": {"name": "Parks"}, "reason": "It fits.", "next_step": ""}
    context = {"idea": make_idea(poll, author=amal), "answer": answer, **button("See it", "projects:find")}
    letter = post(kind="idea_answered", to=amal, event_key="x", context=context)
    assert letter and "No more letters about" not in letter.text


def test_the_settings_list_polls_that_are_stopped_and_let_them_come_again(amal):
    poll, client = make_poll(), client_of(amal)
    assert "no letters about" not in client.get("/settings/notices/").text
    Muted.objects.create(person=amal, poll=poll)
    assert poll.question in client.get("/settings/notices/").text
    client.post("/settings/notices/", {"hear": str(poll.pk)})
    assert not Muted.objects.exists()


def test_each_line_of_a_digest_stops_what_it_is_followed_by_and_nothing_else(amal):
    creek, bench = (
        make_project(status="active", title=title, neighborhood=make_hood(title[:5])) for title in ("Creek!", "Bench!")
    )
    follow(by=amal, thing=creek)
    follow(by=amal, neighborhood=bench.neighborhood)
    clock.shift(timedelta(minutes=5))
    new_date(creek)
    new_date(bench)
    (letter,) = thursday()
    ways = [url.removeprefix(settings.SITE_URL) for url in re.findall(r"Stop following: (\S+)", letter.text)]
    assert len(ways) == 2 and all(f'href="{settings.SITE_URL}{way}"' in letter.html for way in ways)
    (way,) = [way for way in ways if "Creek!" in Client().get(way).text]
    assert "Stop following this?" in Client().get(way).text and Follow.objects.count() == 2
    page = Client(enforce_csrf_checks=True).post(way).text
    assert "You don’t follow this any more" in page and f"/projects/{creek.slug}/" in page
    assert [row.neighborhood for row in Follow.objects.all()] == [bench.neighborhood]
    assert "any more" in Client().post(way).text


def test_a_letter_at_once_stops_its_poll_or_project(amal):
    creek = make_project(status="active", title="Creek")
    follow(by=amal, thing=creek)
    at_once(amal)
    new_date(creek)
    (letter,) = at_once_letters()
    Client().post(path(letter, "Stop following"))
    assert not Follow.objects.exists()


@pytest.mark.parametrize("about", ["poll-0", "subject-0", "place-0", "nonsense"])
def test_a_link_about_what_is_gone_says_so(amal, about):
    ref = told(amal, make_poll()).ref
    answer = Client().post(f"/letters/stop/{token_of(ref, about)}/")
    assert answer.status_code == 404 and "not there any more" in answer.text


def test_nobody_makes_such_a_link_from_another(amal):
    letter, poll = told(amal, make_poll()), make_poll()
    forged = token_of(letter.ref).replace(letter.ref, f"{letter.ref}~poll-{poll.pk}")
    assert Client().post(f"/letters/stop/{forged}/").status_code == 404 and not Muted.objects.exists()


def test_what_waits_about_it_does_not_leave_either(amal):
    poll, other = make_poll(), make_poll()
    waiting, kept = told(amal, poll), told(amal, other, key="2")
    by_choice = told(make_person("Bea"), poll, key="3")
    Client().post(path(waiting, "No more letters about this poll"))
    assert set(Letter.objects.unsent()) == {kept, by_choice}


def test_who_stops_following_gets_no_letter_of_the_night_about_it(amal):
    creek, bench = (make_project(status="active", title=title) for title in ("Creek", "Bench"))
    for thing in (creek, bench):
        follow(by=amal, thing=thing)
    at_once(amal)
    for project in (creek, bench):
        new_date(project)
    (letter,) = [letter for letter in at_once_letters() if "Creek" in letter.subject]
    Client().post(path(letter, "Stop following"))
    assert ["Bench" in left.subject for left in Letter.objects.unsent()] == [True]
