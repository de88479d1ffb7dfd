"""Young people at the gate and on the roster."""

from datetime import datetime, timedelta

import pytest

from core import clock
from core.clock import now
from people import actions as people
from people.models import BirthDate, BirthDateReading, Consent, Credential, Guardianship, Person
from projects import actions, health
from projects.models import Attendance, Project, ProjectRole, RosterNote
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
    until_ten,
)
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db


def make_guardian(young: Person) -> Person:
    """Somebody who answers for a young person with an account of their own."""
    return Guardianship.objects.create(guardian=make_person("Amal"), dependant=young).guardian


class Day:
    """A date of a project with a lead, and a family that comes."""

    def __init__(self, *, age: int = 9, checked: int = 2):
        self.ana, self.tom, self.amal = make_person("Ana"), make_person("Tom"), make_person("Amal")
        project = make_project(self.ana, status="active")
        ProjectRole.objects.create(project=project, person=self.tom, role=ProjectRole.Role.HELPER)
        for person in (self.ana, self.tom)[:checked]:
            make_credential(person)
        self.event = make_event(project, starts_in=timedelta(hours=20))
        self.slot = make_slot(self.event)
        self.noa = make_child(self.amal, "Noacanary", age=age)
        self.mine, self.child = actions.join_family(by=self.amal, slot=self.slot, children=[self.noa])

    def begins(self) -> None:
        clock.shift(timedelta(hours=20))

    def out_at(self, person) -> datetime | None:
        return self.event.attendances.get(person=person).out_at

    def tick(self, person) -> Attendance:
        return actions.check_in(by=self.ana, event=self.event, person=person)

    @property
    def roster(self) -> str:
        return f"/projects/{self.event.project.slug}/events/{self.event.pk}/roster/"


def test_a_family_is_checked_in_guardian_first():
    day = Day()
    day.begins()
    with refused("guardian_needed"):
        day.tick(day.noa)
    day.tick(day.amal)
    assert day.tick(day.noa).state == "checked_in"


def test_with_young_people_nobody_is_checked_in_before_two_checked_adults_are_on_the_list():
    day = Day(checked=1)
    day.begins()
    with refused("two_adults"):
        day.tick(day.amal)
    make_credential(day.amal)
    assert day.tick(day.amal).state == "checked_in"


def test_one_to_one_both_grown_ups_in_charge_are_checked():
    day = Day(age=16)
    Project.objects.filter(pk=day.event.project_id).update(risk="one_to_one")
    day.begins()
    with refused("two_adults"):  # Ana leads, Tom only helps
        day.tick(day.amal)
    ProjectRole.objects.filter(person=day.tom).update(role=ProjectRole.Role.CO_LEAD)
    assert day.tick(day.amal).state == "checked_in"


def test_a_check_that_has_ended_by_the_day_does_not_count():
    day = Day(checked=1)
    make_credential(day.tom, days=-1)
    day.begins()
    with refused("two_adults"):
        day.tick(day.amal)


def test_a_task_that_needs_a_paper_is_taken_on_only_while_it_holds():
    ana, bea = make_person("Ana"), make_person("Bea")
    slot = make_slot(make_event(make_project(ana, status="active"), starts_in=until_ten(2)), credentials="water")
    paper = make_credential(bea, "water")
    actions.join_slot(by=bea, slot=slot)
    clock.shift(until_ten(2))
    Credential.objects.filter(pk=paper.pk).update(withdrawn_at=now())
    with refused("credential_needed"):
        actions.check_in(by=ana, event=slot.event, person=bea)
    assert actions.check_in(by=ana, event=slot.event, person=ana).state == "checked_in"
    make_credential(bea, "water")
    assert actions.check_in(by=ana, event=slot.event, person=bea).state == "checked_in"


def test_without_young_people_no_papers_are_asked():
    day = Day(checked=0)
    actions.leave_slot(by=day.amal, signup=day.child)
    day.begins()
    assert day.tick(day.amal).state == "checked_in"


def test_a_yes_taken_back_at_the_last_moment_counts_at_the_gate():
    day = Day(age=16)
    Consent.objects.update(revoked_at=now())
    day.begins()
    with refused("no_consent"):
        day.tick(day.noa)


def test_a_small_child_leaves_with_the_last_guardian(client):
    day = Day()
    bo = make_person("Bo")
    Guardianship.objects.create(guardian=bo, dependant=day.noa)
    make_seat(day.slot, bo)
    day.begins()
    for person in (day.amal, bo, day.noa, day.ana, day.tom):
        day.tick(person)
    clock.shift(timedelta(minutes=30))
    actions.go_home(by=day.amal, event=day.event)
    assert day.out_at(day.noa) is None
    actions.check_out(by=day.ana, event=day.event, person=bo)
    assert day.out_at(day.noa) == day.out_at(bo)
    sign_in(client, day.ana)
    assert "Here now: 0 under 18, 2 grown-ups." in client.get(day.roster).text
    actions.undo_check_in(by=day.ana, event=day.event, person=day.noa)
    with refused("guardian_needed"):
        day.tick(day.noa)


def test_a_tick_taken_back_takes_those_of_small_children_back():
    day = Day()
    day.begins()
    day.tick(day.amal)
    day.tick(day.noa)
    actions.undo_check_in(by=day.ana, event=day.event, person=day.amal)
    assert set(day.event.attendances.values_list("state", flat=True)) == {"expected"}


def test_a_guardian_who_is_taken_out_while_there_goes_home_with_small_children():
    day = Day()
    day.begins()
    day.tick(day.amal)
    day.tick(day.noa)
    clock.shift(timedelta(minutes=30))
    actions.bar_person(by=day.ana, project=day.event.project, person=day.amal, reason="Shouted at others, and again.")
    assert day.out_at(day.noa) and day.out_at(day.noa) == day.out_at(day.amal)


def test_an_older_child_may_stay():
    day = Day(age=16)
    day.begins()
    day.tick(day.amal)
    day.tick(day.noa)
    actions.check_out(by=day.ana, event=day.event, person=day.amal)
    assert day.out_at(day.noa) is None


def test_who_is_18_by_the_day_needs_nobodys_yes_from_joining_to_the_gate():
    ana = make_person("Ana")
    slot = make_slot(make_event(make_project(ana, status="active"), starts_in=until_ten(2)))
    day, kim, lou = slot.event.local_start.date(), make_person("Kim", adult=False), make_person("Lou", adult=False)
    for person, turns_18 in ((kim, day), (lou, day + timedelta(days=1))):
        BirthDate.objects.create(person=person, day=turns_18.replace(year=turns_18.year - 18))
    assert actions.join_slot(by=kim, slot=slot).state == "confirmed"
    assert not list(health.consent())
    consent = actions.allow(by=make_guardian(kim), minor=kim, project=slot.event.project_id)
    assert actions.take_back(by=consent.guardian, consent=consent) == []
    clock.shift(until_ten(2))
    assert actions.check_in(by=ana, event=slot.event, person=kim).state == "checked_in"
    kim.refresh_from_db()
    assert kim.adult
    make_seat(slot, lou)
    with refused("no_consent"):
        actions.check_in(by=ana, event=slot.event, person=lou)


def test_a_new_wording_is_asked_for_at_the_gate():
    day = Day()
    version = make_agreement()
    day.begins()
    with refused("unsigned"):
        day.tick(day.amal)
    people.sign_agreement(by=day.amal, version=version, typed_name="Amal Khoury")
    assert day.tick(day.amal).state == "checked_in"


def test_the_lead_sees_the_child_by_name_and_a_helper_does_not(client):
    day = Day()
    sign_in(client, day.ana)
    page = client.get(day.roster).text
    assert "Noacanary" in page and "9 years, belongs to Amal" in page
    assert BirthDateReading.objects.filter(person=day.noa, by=day.ana, why="roster").count() == 1
    sign_in(client, day.tom)
    page = client.get(day.roster).text
    assert "Noacanary" not in page and "A young person" in page


def test_the_ratio_is_shown_live(client):
    day = Day()
    day.begins()
    sign_in(client, day.ana)
    day.tick(day.amal)
    day.tick(day.noa)
    page = client.get(day.roster).text
    assert "Here now: 1 under 18, 1 grown-ups." in page and "Too few" not in page
    Attendance.objects.filter(person=day.amal).update(state="expected")
    assert "Too few grown-ups" in client.get(day.roster).text


def test_notes_are_shown_to_the_lead_on_the_day_only_and_go_after_a_week(client):
    day = Day()
    sign_in(client, day.amal)
    words = {"needs": "Nutscanary", "contact_name": "Opa", "contact_phone": "0123"}
    client.post(f"/signups/{day.child.ref}/note/", words)
    assert "Nutscanary" in client.get(f"/signups/{day.child.ref}/").text
    clock.shift(-timedelta(days=1))
    sign_in(client, day.ana)
    assert "Nutscanary" not in client.get(day.roster).text
    clock.reset()
    day.begins()
    assert "Nutscanary" in client.get(day.roster).text
    sign_in(client, day.tom)
    assert "Nutscanary" not in client.get(day.roster).text
    assert actions.forget_notes() == 0
    clock.shift(timedelta(days=8, hours=12))
    assert actions.forget_notes() == 1 and not RosterNote.objects.exists()
