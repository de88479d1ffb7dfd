"""Pictures in which people can be recognised: grown-ups say so themselves, for a child a guardian does, and no answer is no."""

import pytest

from core.errors import NotAllowed
from people import actions as people
from people.deeds import deliver_all
from people.models import ConsentAsk, Guardianship, Person, PhotoConsent
from projects import actions
from projects.models import Attendance, BeforeAfter
from tests.builders import make_child, make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.projects.refusals import refused
from tests.projects.test_impact import closed, pair
from tests.projects.test_young_people import make_young

pytestmark = pytest.mark.django_db


class Day:
    """A date that is over: Amal came with Noa and Kim; a pair of pictures shows young faces."""

    def __init__(self) -> None:
        self.ana, self.mia, self.amal = make_person("Ana"), make_person("Mia", role="official"), make_person("Amal")
        self.event = closed(make_project(self.ana, status="active"), self.amal)
        self.noa, self.kim = make_child(self.amal, "Noacanary"), make_child(self.amal, "Kim", age=16)
        for child in (self.noa, self.kim):
            Attendance.objects.create(
                event=self.event, person=child, state="attended", minutes=60, verified_by=self.ana, evidence=3
            )
        self.pair = pair(self.ana, self.event, young_face=True)

    def yes(self, child: Person, *, allowed: bool = True) -> None:
        people.answer_photos(by=self.amal, person=child, allowed=allowed)

    def publish(self) -> None:
        actions.publish_pair(by=self.mia, pair=self.pair)


@pytest.fixture
def day():
    return Day()


def test_a_young_face_is_public_once_the_guardians_of_all_young_people_there_said_yes(day):
    day.yes(day.noa)
    with refused("young_face"):
        day.publish()
    day.yes(day.kim)
    day.publish()
    shown = BeforeAfter.objects.public().get()
    assert shown == day.pair and shown.cleared_at


def test_a_yes_taken_back_hides_the_pair_at_once_and_the_pictures_go(day):
    for child in (day.noa, day.kim):
        day.yes(child)
    day.publish()
    deliver_all()
    day.yes(day.noa, allowed=False)
    assert not BeforeAfter.objects.public().exists()
    deliver_all()
    day.pair.refresh_from_db()
    assert (day.pair.state, day.pair.before) == ("refused", None)
    assert "does not want" in day.pair.reason


def test_a_guardian_who_answers_for_the_child_no_more_has_said_nothing(day):
    for child in (day.noa, day.kim):
        day.yes(child)
    day.publish()
    Guardianship.objects.filter(dependant=day.noa).update(ended_at=day.event.ends_at)
    assert not BeforeAfter.objects.public().exists()


def test_a_young_face_where_no_young_person_was_on_the_list_stays_closed():
    mia, ana = make_person("Mia", role="official"), make_person("Ana")
    made = pair(ana, closed(make_project(ana, status="active")), young_face=True)
    with refused("young_face"):
        actions.publish_pair(by=mia, pair=made)


def test_only_guardians_answer_for_children_and_grown_ups_for_themselves(day):
    kim = make_young()
    for by, person in ((day.ana, day.noa), (kim, kim), (day.amal, day.ana), (day.noa, day.noa)):
        with pytest.raises(NotAllowed):
            people.answer_photos(by=by, person=person, allowed=True)
    people.answer_photos(by=day.amal, person=day.amal, allowed=True)
    assert day.amal in Person.objects.fine_with_pictures()


def test_what_a_guardian_said_counts_no_more_at_eighteen(day):
    day.yes(day.kim)
    Person.objects.filter(pk=day.kim.pk).update(adult=True)
    assert day.kim not in Person.objects.fine_with_pictures()


def test_it_is_asked_beside_a_place_in_settings_and_under_my_family(client):
    amal = make_person("Amal")
    noa = make_child(amal, "Noa")
    seat = make_seat(make_slot(make_event()), amal)
    sign_in(client, amal)
    for path in (f"/signups/{seat.ref}/", "/settings/", "/me/family/"):
        assert f"/me/pictures/{noa.ref if 'family' in path else amal.ref}/" in client.get(path).text
    client.post(f"/me/pictures/{amal.ref}/", {"answer": "no", "next": "/settings/"})
    assert "You said no to public pictures of you." in client.get("/settings/").text
    assert "/me/pictures/" not in client.get(f"/signups/{seat.ref}/").text
    client.post(f"/me/pictures/{noa.ref}/", {"answer": "yes"})
    assert "recognise Noa may be public" in client.get("/me/family/").text
    assert client.post("/me/pictures/nobody/", {"answer": "yes"}).status_code == 404


def test_a_guardian_answers_it_in_the_letter_too(client):
    kim = make_young()
    slot = make_slot(make_event(make_project(status="active")))
    actions.join_slot(by=kim, slot=slot)
    ask = people.ask_consent(by=kim, email="guardian@mail.example", project=slot.event.project_id)
    words = {"answer": "yes", "typed_name": "Rosa Vos", "guardian": "on", "scope": "project", "photos": "on"}
    client.post(f"/consents/letter/{ask.token}/", words)
    assert ConsentAsk.objects.get().allowed and kim in Person.objects.fine_with_pictures()


def test_organizers_see_who_wants_no_pictures_and_helpers_no_childs_name(day, client):
    people.answer_photos(by=day.amal, person=day.amal, allowed=False)
    said = [row.person for row in actions.said_no_to_pictures(day.event)]
    assert set(said) == {day.amal, day.noa, day.kim}
    sign_in(client, day.ana)
    where = f"/projects/{day.event.project.slug}/events/{day.event.pk}"
    page = client.get(f"{where}/together/pictures/").text
    assert "and 2 young people" in page and "Noacanary" not in page
    assert "no pictures" in client.get(f"{where}/roster/").text
    assert PhotoConsent.objects.count() == 1
