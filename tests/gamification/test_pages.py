"""The pages of points and thanks, as a person and an official meet them."""

import pytest
from django.urls import reverse

from gamification import actions
from gamification.models import Commendation
from tests.builders import make_person, sign_in
from tests.gamification.test_ledger import busy_person, came

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(client):
    def enter(person):
        sign_in(client, person)
        return client

    return enter


def test_the_points_page_says_why(as_person):
    person = make_person()
    came(person, minutes=60)
    page = as_person(person).get(reverse("gamification:points_page")).content.decode()
    assert "37 points" in page and "10 for coming and 12 for 1 h" in page and "Verified by Tom" in page


def test_the_points_file_neutralises_formulas(as_person):
    person = make_person()
    row = came(person, minutes=60, closed=False)
    type(row.event).objects.filter(pk=row.event_id).update(title="=2+2", status="closed")
    row.refresh_from_db()
    actions.follow_attendance(attendance=row)
    assert b"'=2+2" in as_person(person).get(reverse("gamification:points_csv")).content


def test_how_points_work_is_open_to_readers_without_a_cookie(client):
    response = client.get(reverse("gamification:how_points_work"))
    assert response.status_code == 200 and not response.cookies


def test_only_public_thanks_are_shown(client):
    official = make_person("Mia", role="official")
    for consent in ("asked", "private", "public", "declined"):
        person = make_person(consent.title())
        Commendation.objects.create(person=person, by=official, citation="x" * 60, consent=consent)
    page = client.get(reverse("gamification:thanks_page")).content.decode()
    assert "Public" in page and "Private T" not in page and "Asked T" not in page


def test_nobody_answers_for_somebody_else(as_person):
    row = Commendation.objects.create(person=make_person("Ruth"), by=make_person("Mia"), citation="x" * 60)
    response = as_person(make_person("Eve")).post(
        reverse("gamification:commendation_answer", args=[row.ref]), {"consent": "public"}
    )
    assert response.status_code == 404
    row.refresh_from_db()
    assert row.consent == "asked"


def test_the_person_reads_the_facts_and_accepts(as_person):
    person = busy_person()
    [standing] = actions.look_for_super_users()
    client, url = as_person(person), reverse("gamification:super_user_page")
    assert "Would you like to be a Super User?" in client.get(url).content.decode()
    client.post(url, {"answer": "yes"})
    standing.refresh_from_db()
    assert standing.status == "accepted"
    assert client.post(url, {"answer": "yes"}).status_code == 200  # a double click changes nothing
