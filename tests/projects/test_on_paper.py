"""Agreements signed on paper: written down by an organizer who saw it, at the gate, at the desk, and for a child."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from core.clock import now
from core.errors import NotAllowed
from people import actions as people
from people.models import HouseholdMember, Person, Signature
from projects import actions
from projects.models import Attendance, ProjectRole, Tick
from tests.builders import (
    make_agreement,
    make_child,
    make_credential,
    make_event,
    make_person,
    make_project,
    make_seat,
    make_slot,
    sign_in,
)
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db


class Gate:
    """A date that goes on, whose rules nobody has signed but those who organize it; Rosa has a place and no account."""

    def __init__(self) -> None:
        self.ana, self.tom = make_person("Ana"), make_person("Tom")
        self.project = make_project(self.ana, status="active")
        ProjectRole.objects.create(project=self.project, person=self.tom, role=ProjectRole.Role.HELPER)
        self.event = make_event(self.project, starts_in=timedelta(minutes=-20))
        self.slot = make_slot(self.event)
        self.rosa = make_person("Rosa", login=False, kind=Person.Kind.WALK_IN)
        make_seat(self.slot, self.rosa)
        self.rules = make_agreement()

    def page(self, person: Person) -> str:
        return f"/projects/{self.project.slug}/events/{self.event.pk}/people/{person.ref}/paper/"

    @property
    def roster(self) -> str:
        return f"/projects/{self.project.slug}/events/{self.event.pk}/roster/"

    def words(self, **more) -> dict:
        return {"typed_name": "Rosa Canary", "wordings": str(self.rules.pk), **more}

    def write(self, person: Person, signer: Person | None = None, *, by: Person | None = None) -> None:
        actions.record_paper(
            by=by or self.ana, event=self.event, person=person, signer=signer or person,
            versions=[self.rules.pk], typed_name="Rosa Canary",
        )  # fmt: skip

    def state(self, person: Person) -> str:
        return Attendance.objects.get(event=self.event, person=person).state


@pytest.fixture
def gate():
    return Gate()


def test_one_page_takes_the_paper_and_checks_in(gate, client):
    sign_in(client, gate.tom)
    assert gate.page(gate.rosa) in client.get(gate.roster).text
    assert "look after each other" in client.get(gate.page(gate.rosa)).text
    assert client.post(gate.page(gate.rosa), {}).status_code == 422
    assert "Rosa is here." in client.post(gate.page(gate.rosa), gate.words(), follow=True).text
    signature = Signature.objects.get()
    assert (signature.person, signature.signed_by, signature.seen_by) == (gate.rosa, gate.rosa, gate.tom)
    assert signature.on_paper and signature.text_hash == gate.rules.hash
    assert gate.state(gate.rosa) == "checked_in"
    assert gate.page(gate.rosa) not in client.get(gate.roster).text


def test_a_tick_that_waited_for_the_paper_counts_from_when_it_was_pressed(gate, client):
    pressed = now() - timedelta(minutes=9)
    ticked = actions.tick(by=gate.ana, event=gate.event, person=gate.rosa, deed="in", at=pressed, uuid=uuid4())
    assert ticked.outcome == Tick.Outcome.REFUSED and "on paper" in ticked.words
    sign_in(client, gate.ana)
    assert client.get(gate.roster).text.count(gate.page(gate.rosa)) == 2  # beside the name, and beside the late tick
    client.post(gate.page(gate.rosa), gate.words())
    assert Attendance.objects.get(person=gate.rosa).in_at == pressed
    assert "These ticks do not count" not in client.get(gate.roster).text


def test_a_wording_that_came_while_they_signed_is_not_signed(gate, client):
    sign_in(client, gate.ana)
    make_agreement("project", str(gate.project.pk), title="Ladders")
    page = client.post(gate.page(gate.rosa), gate.words())
    assert page.status_code == 422 and "There is a new wording now" in page.text and not Signature.objects.exists()
    with refused("old"):
        gate.write(gate.rosa)


def test_before_the_day_the_paper_is_saved_and_the_place_is_theirs(gate, client):
    later = make_slot(make_event(gate.project))
    sign_in(client, gate.ana)
    where = f"/projects/{gate.project.slug}/events/{later.event_id}/phone/"
    given = {"first_name": "Lou", "slot": later.pk, "party": 1, "adult": "on"}
    client.post(where, given)
    lou = later.signups.get()
    assert lou.state == "pending_consent"
    page = f"/projects/{gate.project.slug}/events/{later.event_id}/people/{lou.person.ref}/paper/"
    assert page in client.get(f"/projects/{gate.project.slug}/events/{later.event_id}/ahead/").text
    client.post(page, gate.words())
    lou.refresh_from_db()
    assert lou.state == "confirmed" and not Attendance.objects.exists()
    client.post(where, {**given, **gate.words(), "first_name": "Mo"})
    assert later.signups.get(person__first_name="Mo").state == "confirmed"


def test_a_walk_in_signs_on_paper_with_the_same_press(gate, client):
    sign_in(client, gate.tom)
    where = f"{gate.roster}walk-in/"
    page = client.post(where, {"first_name": "Lou", "adult": "on"})
    assert page.status_code == 422 and "Lou has not signed" in page.text
    assert not Person.objects.filter(first_name="Lou").exists()
    client.post(where, {"first_name": "Lou", "adult": "on", **gate.words()})
    assert gate.state(Person.objects.get(first_name="Lou")) == "checked_in"
    assert Signature.objects.get().seen_by == gate.tom


def test_a_walk_in_under_18_is_sent_to_a_guardian(gate, client):
    sign_in(client, gate.tom)
    page = client.post(f"{gate.roster}walk-in/", {"first_name": "Lou", **gate.words()})
    assert page.status_code == 422 and "comes with a parent or guardian" in page.text
    assert not Person.objects.filter(first_name="Lou").exists()


def test_for_a_child_only_a_guardian_signs_and_only_a_lead_writes_it_down(gate, client):
    amal = make_person("Amal")
    noa = make_child(amal, "Noacanary", age=9)
    for person in (amal, noa):
        make_seat(gate.slot, person)
    for person in (gate.ana, gate.tom):
        make_credential(person)
    people.give_consent(by=amal, minor=noa)
    gate.write(amal)
    for signer in (noa, gate.rosa):
        with pytest.raises(NotAllowed):
            gate.write(noa, signer)
    with pytest.raises(NotAllowed):
        gate.write(noa, amal, by=gate.tom)
    actions.check_in(by=gate.ana, event=gate.event, person=amal)
    assert sign_in(client, gate.tom) and client.get(gate.page(noa)).status_code == 404
    assert gate.page(noa) not in client.get(gate.roster).text
    sign_in(client, gate.ana)
    assert client.post(gate.page(noa), gate.words()).status_code == 422
    client.post(gate.page(noa), gate.words(signer=amal.ref))
    assert Signature.objects.get(person=noa).signed_by == amal
    assert gate.state(noa) == "checked_in"


def test_a_helper_reads_no_childs_name_in_a_refusal(gate):
    noa = make_child(make_person("Amal"), "Noacanary")
    make_seat(gate.slot, noa)
    ticked = actions.tick(by=gate.tom, event=gate.event, person=noa, deed="in")
    assert ticked.outcome == Tick.Outcome.REFUSED and "Noacanary" not in ticked.words


def test_nobody_is_a_witness_for_themselves_or_their_household(gate):
    with pytest.raises(NotAllowed):
        gate.write(gate.ana)
    home = people.family.home_of(gate.ana)
    HouseholdMember.objects.create(household=home, person=gate.rosa, confirmed_at=now())
    with pytest.raises(NotAllowed):
        gate.write(gate.rosa)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.create(
            version=gate.rules,
            person=gate.rosa,
            signed_by=gate.rosa,
            seen_by=gate.rosa,
            typed_name="Rosa",
            text_hash="x",
        )


def test_only_somebody_of_the_list_and_only_its_organizers(gate, client):
    stranger = make_person("Sol")
    for person in (stranger, make_person("Ida", role="official")):
        with pytest.raises(NotAllowed):
            gate.write(gate.rosa, by=person)
    with pytest.raises(NotAllowed):
        gate.write(stranger)
    sign_in(client, gate.ana)
    assert client.get(gate.page(stranger)).status_code == 404


def test_the_sign_in_sheet_prints_the_words(gate, client):
    sign_in(client, gate.ana)
    sheet = client.get(f"/projects/{gate.project.slug}/events/{gate.event.pk}/sheet/").text
    assert "We look after each other." in sheet
