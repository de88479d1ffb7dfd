"""Signed out in the middle of writing: the words survive signing in, are shown again, and are sent by nobody but the person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from core.clock import now
from ideas.models import Idea
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Code
from projects.models import Project
from tests.builders import make_event, make_person, make_project, make_slot
from tests.ideas.builders import make_poll
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WORDS = '  Lamps & "benches" </textarea><script>alert(1)</script>\nالسلام'


def signed_out(person) -> Client:
    """Their browser, whose session the server has forgotten."""
    client = client_of(person)
    Session.objects.all().delete()
    return client


def sign_in_by_code(client: Client, refused, email: str):
    """Follow the way a browser is sent, and type the code from the letter. Returns the page they come back to."""
    page = client.get(refused.url)
    assert "What you typed is kept" in page.content.decode()
    asked = client.post(refused.url, {"email": email, "next": page.context["next"]})
    deliver_all()
    letter = Letter.objects.filter(kind="code").latest("pk")
    digits = re.search(r"\b\d{6}\b", letter.text)[0]
    back = client.post(asked.url, {"code": digits})
    assert back.status_code == 302, back.content.decode()
    return client.get(back.url)


def test_words_survive_an_expired_session_and_wait_in_the_form():
    ana, poll = make_person("Ana"), make_poll("proposing")
    make_project(ana)  # who leads one may enter ideas for others
    client, path = signed_out(ana), f"/polls/{poll.slug}/add/"
    refused = client.post(path, {"title": "Lamps", "body": WORDS, "category": "safety", "on_behalf_of": "Choir"})
    page = sign_in_by_code(client, refused, ana.email)
    form = page.content.decode()
    assert page.request["PATH_INFO"] == path and "is in the form again" in form
    assert (
        "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\nالسلام</textarea>" in form
        and "<script>alert" not in form
    )
    assert 'value="Lamps"' in form and 'value="Choir"' in form
    assert not Idea.objects.exists()
    again = client.get(path).content.decode()
    assert "Lamps" not in again.replace("“Lamps from", "") and "Choir" not in again


def test_ticks_choices_and_rows_come_back_too():
    ana = make_person("Ana")
    project = make_project(ana)
    client, path = signed_out(ana), f"/projects/{project.slug}/events/new/"
    rows = {"slot-TOTAL_FORMS": "4", "slot-INITIAL_FORMS": "0", "slot-1-name": "Hedge trimmers", "slot-1-capacity": "7"}
    refused = client.post(path, {"day": "2027-06-01", "begins": "09:00", "ends": "11:00", **rows})
    form = sign_in_by_code(client, refused, ana.email).content.decode()
    for typed in ("2027-06-01", "09:00", "Hedge trimmers", "7"):
        assert f'value="{typed}"' in form
    assert not project.events.exists()


def test_words_for_an_address_that_only_takes_posts_come_back_on_the_page_of_its_form():
    ana = make_person("Ana")
    event = make_slot(make_event(make_project(ana, status=Project.Status.ACTIVE))).event
    client, page = signed_out(ana), f"/projects/{event.project.slug}/events/{event.pk}/change/"
    posted = {"new-name": "Bucket carriers", "new-note": "Wet feet"}
    to = f"/projects/{event.project.slug}/events/{event.pk}/tasks/"
    refused = client.post(to, posted, headers={"referer": f"http://testserver{page}"})
    form = sign_in_by_code(client, refused, ana.email).content.decode()
    assert 'value="Bucket carriers"' in form and 'value="Wet feet"' in form
    assert event.slots.count() == 1


def test_after_an_hour_nothing_is_kept():
    ana, poll = make_person("Ana"), make_poll("proposing")
    client, path = signed_out(ana), f"/polls/{poll.slug}/add/"
    client.post(path, {"title": "Lamps", "body": "Secret words"})
    assert Session.objects.get().expire_date < now() + timedelta(minutes=61)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert "What you typed is kept" not in client.get("/people/sign-in/?kept=1").content.decode()


def test_a_reader_who_posts_nothing_or_far_too_much_gets_nothing_kept():
    make_poll("proposing")
    client, path = Client(), f"/polls/{make_poll('proposing').slug}/add/"
    for data in ({}, {"body": "x" * 60_001}, {f"field{n}": "x" for n in range(121)}):
        client.post(path, data)
    assert not Session.objects.exists()


def test_nothing_of_it_is_kept_without_the_mark_of_our_own_form():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/polls/{make_poll('proposing').slug}/add/", {"title": "Planted", "body": "by another site"})
    assert answer.status_code == 403 and not Session.objects.exists()


def test_after_signing_in_a_session_lasts_as_long_as_ever():
    ana, poll = make_person("Ana"), make_poll("proposing")
    client = signed_out(ana)
    refused = client.post(f"/polls/{poll.slug}/add/", {"title": "Lamps", "body": "Words"})
    sign_in_by_code(client, refused, ana.email)
    assert client.session.get_expiry_age() > 80 * 24 * 3600
    assert Code.objects.count() == 1
