"""Mail trouble never stops people, and no letter is lost."""

import time
from datetime import timedelta

import pytest

from core import clock
from core.clock import now
from notices import actions, courier
from notices.models import Letter

pytestmark = pytest.mark.django_db


def test_a_letter_arrives_whole(server, letter_to):
    letter_to("amal@mail.example")
    assert actions.send_due() == 1
    (found,) = server.letters
    assert found["To"] == "amal@mail.example"
    assert "123456" in found.get_body(("plain",)).get_content()
    assert "<h1>" in found.get_body(("html",)).get_content()


def test_many_letters_take_one_call(server, letter_to):
    for n in range(5):
        letter_to(f"p{n}@mail.example")
    assert actions.send_due() == 5
    assert server.calls == 5 or server.calls == 1


def test_a_dead_server_leaves_every_letter_in_the_outbox(server, letter_to):
    server.shutdown()
    server.server_close()
    letters = [letter_to(f"p{n}@mail.example") for n in range(3)]
    assert actions.send_due() == 0
    tried, *others = [Letter.objects.get(pk=letter.pk) for letter in letters]
    assert tried.attempts == 1 and "ConnectionRefused" in tried.problem
    assert now() < tried.due_at <= now() + timedelta(seconds=60)
    assert [other.attempts for other in others] == [0, 0]  # one letter found out, the others keep their turn


def test_when_the_server_is_back_everything_leaves(server, letter_to):
    server.mood = "hanging up"
    for n in range(3):
        letter_to(f"p{n}@mail.example")
    assert actions.send_due() == 0
    server.mood = "kind"
    clock.shift(timedelta(seconds=61))
    assert actions.send_due() == 3
    assert Letter.objects.filter(problem="").count() == 3


@pytest.mark.parametrize("mood", ["refusing", "greylisting"])
def test_a_refused_letter_waits_longer_each_time_and_holds_up_no_other(server, letter_to, mood):
    letter = letter_to("nobody@mail.example")
    server.mood = mood
    waits = []
    for _ in range(4):
        actions.send_due()
        letter.refresh_from_db()
        waits.append(letter.due_at - now())
        clock.shift(waits[-1] + timedelta(seconds=1))
    assert waits == sorted(waits) and waits[-1] > timedelta(hours=1)
    assert letter.attempts == 4 and ("550" in letter.problem or "451" in letter.problem)
    server.mood = "kind"
    letter_to("amal@mail.example")
    assert actions.send_due() >= 1


def test_after_two_weeks_a_letter_is_given_up_but_kept(server, letter_to):
    letter = letter_to("nobody@mail.example")
    server.mood = "refusing"
    actions.send_due()
    clock.shift(timedelta(days=14, minutes=1))
    assert actions.send_due() == 0
    assert list(Letter.objects.given_up()) == [letter]


def test_a_silent_server_is_left_after_the_timeout(server, letter_to):
    server.mood = "silent"
    letter = letter_to("amal@mail.example")
    start = time.monotonic()
    assert not actions.send_letter(pk=letter.pk)
    assert time.monotonic() - start < 3
    letter.refresh_from_db()
    assert letter.attempts == 1 and letter.problem


def test_a_server_that_answers_byte_by_byte_is_left_at_the_deadline(server, letter_to, monkeypatch):
    monkeypatch.setattr(courier, "DEADLINE", 1.5)
    server.mood = "trickling"
    letter = letter_to("amal@mail.example")
    start = time.monotonic()
    assert not actions.send_letter(pk=letter.pk)
    assert time.monotonic() - start < 4
    assert Letter.objects.get(pk=letter.pk).problem


def test_nobody_is_hurried_to_a_server_that_failed_a_moment_ago(server, letter_to):
    server.mood = "silent"
    assert not actions.send_letter(pk=letter_to("a@mail.example").pk)
    start = time.monotonic()
    second = letter_to("b@mail.example")
    assert not actions.send_letter(pk=second.pk)
    assert time.monotonic() - start < 0.5
    second.refresh_from_db()
    assert second.attempts == 0  # the next sweep takes it


def test_a_sender_that_died_gives_the_letter_back(server, letter_to):
    letter = letter_to("amal@mail.example")
    assert actions.sending._claim(Letter.objects.get(pk=letter.pk))  # and then the power went
    assert actions.send_due() == 0
    clock.shift(actions.LEASE + timedelta(seconds=1))
    assert actions.send_due() == 1
