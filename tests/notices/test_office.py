"""Operators see what waits and what fails, and how letters look; never what somebody's letter says."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client

from core import clock
from core.errors import NotAllowed
from notices import kinds, samples
from notices.actions import render, retry_letters, send_due
from notices.models import Letter
from tests.builders import make_event, make_person, sign_in
from tests.notices.test_choices import thank

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client) -> Client:
    sign_in(client, make_person("Ivo", role="administrator"))
    return client


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_every_letter_can_be_looked_at_in_every_language(language, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "⟦%s⟧")
    for kind in kinds.KINDS:
        words = render(kind, language, samples.facts(kind))
        assert words["subject"] and "⟦" not in "".join(words.values()), f"{kind}: give its facts in notices/samples.py"
        assert f'lang="{language}"' in words["html"]


def test_the_outbox_hides_what_letters_say_and_most_of_an_address(office, server):
    letter = thank(make_person("Amal", email="amal@mail.example"), make_event(), due_at=clock.now())
    server.mood = "greylisting"
    assert send_due() == 0
    page = office.get("/admin/letters/").content.decode()
    assert letter.subject in page and "a…@mail.example" in page and "451" in page
    assert "amal@mail.example" not in page and "You gave" not in page


def test_letters_have_names_and_fourteen_days_are_fourteen(office):
    for days in range(15):
        letter = thank(make_person(), make_event())
        Letter.objects.filter(pk=letter.pk).update(created_at=clock.now() - timedelta(days=days))
    page = office.get("/admin/letters/").content.decode()
    assert page.partition("by kind")[0].count("<tr><td>") == 14
    assert ">seat_confirmed<" not in page and 'href="/admin/letters/preview/seat_confirmed/"' in page
    assert "<title>Letter: seat_confirmed" not in office.get("/admin/letters/preview/seat_confirmed/").content.decode()


def test_what_fails_is_tried_again_now(office, server):
    letter = thank(make_person(), make_event(), due_at=clock.now())
    server.mood = "greylisting"
    for _ in range(3):
        send_due()
        clock.shift(timedelta(minutes=31))
    send_due()
    server.mood = "kind"
    assert send_due() == 0
    office.post("/admin/letters/retry/", {"ref": letter.ref})
    assert send_due() == 1


def test_what_waits_for_the_morning_is_not_hurried(office):
    later = clock.now() + timedelta(hours=5)
    thank(make_person(), make_event(), due_at=later)
    office.post("/admin/letters/retry/")
    assert Letter.objects.get().due_at == later


def test_only_administrators_try_again():
    with pytest.raises(NotAllowed):
        retry_letters(by=make_person("Otto", role="official"))


def test_a_test_letter_goes_to_oneself(office):
    office.post("/admin/letters/test/")
    office.post("/admin/letters/test/")
    assert Letter.objects.get().kind == "test_letter"
    assert send_due() == 1
