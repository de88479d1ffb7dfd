"""Where others read who came: young people count, and are never named, nor by their first letter."""

from datetime import timedelta

import pytest

from core.clock import now
from core.errors import NotAllowed
from gamification import actions as thanks
from gamification.models import Commendation
from people.naming import named
from projects import actions
from projects.models import Transcript
from tests.builders import make_child, make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.projects.test_young_people import make_young

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    return make_slot(make_event(make_project(make_person("Ana"), status="active"), starts_in=timedelta(hours=-3)))


def test_grown_ups_are_named_and_young_people_counted():
    tom, bea = make_person("Tom", last_name="Bakker"), make_person("Bea", last_name="")
    kids = [make_child(tom, "Noacanary"), make_young("Kimcanary")]
    assert named([tom, kids[0], bea, kids[1]]) == "Tom B., Bea and 2 young people"
    assert named(kids[:1]) == "1 young person" and named([tom]) == "Tom B." and named([]) == ""


def test_a_helper_who_closes_a_list_and_a_leader_of_a_team_read_a_number(slot, client):
    kim = make_young("Kimcanary")
    make_seat(slot, kim)
    make_seat(slot, make_person("Tom", last_name="Bakker"))
    sign_in(client, slot.event.project.organizers.get().person)
    event = slot.event
    page = client.get(f"/projects/{event.project.slug}/events/{event.pk}/roster/close/").text
    assert "Tom B. and 1 young person" in page and "Kimcanary" not in page


def test_a_tablet_shows_no_letter_of_a_young_person(slot):
    for person in (make_young("Qcanary"), make_person("Tom")):
        make_seat(slot, person)
    assert actions.initials(slot.event) == ["T"]


def test_a_letter_to_a_young_person_has_no_digits_for_the_tablet(slot, client):
    kim = make_young("Kim")
    seat = make_seat(make_slot(make_event(slot.event.project)), kim)
    sign_in(client, kim)
    assert "let the organizers check you in" in client.get(f"/signups/{seat.ref}/").text


def test_the_page_that_proves_hours_does_not_say_which_young_person_it_is(client):
    kim = make_young("Kimcanary")
    today = now().date()
    paper = Transcript.objects.create(
        person=kim, since=today, until=today, minutes=120, initials="Q. X.", full_name="Kimcanary Vos"
    )
    page = client.get(f"/verify/{paper.token}/").text
    assert "A young person" in page and "Kimcanary" not in page and "Q. X." not in page


def test_nobody_thanks_a_young_person_in_public(client):
    mia, kim = make_person("Mia", role="official"), make_young("Kimcanary")
    with pytest.raises(NotAllowed):
        thanks.commend(by=mia, person=kim, citation="x" * 60)
    for person, words in ((kim, "Younganary"), (make_person("Tom"), "Oldcanary")):
        Commendation.objects.create(person=person, by=mia, citation=words, consent=Commendation.Consent.PUBLIC)
    page = client.get("/thanks/").text
    assert "Oldcanary" in page and "Younganary" not in page
