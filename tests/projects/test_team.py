"""Who organizes a project: invited, handing over, leaving; two households where children take part."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from people.deeds import deliver_all
from people.models import Household, HouseholdMember
from projects.actions import (
    accept_co_lead,
    answer_lead,
    invite_co_lead,
    leave_team,
    offer_lead,
    remove_from_team,
)
from projects.models import ProjectRole
from tests.builders import make_person, make_project
from tests.notices.hearing import letters
from tests.projects.refusals import refused
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
Role = ProjectRole.Role


def join(project, ana, name="Bea", role=Role.CO_LEAD):
    person = make_person(name)
    accept_co_lead(by=person, token=invite_co_lead(by=ana, project=project, role=role))
    return person


def roles(project):
    return dict(project.organizers.values_list("person__first_name", "role"))


def test_an_invitation_makes_a_co_lead_or_a_helper(ana, project):
    join(project, ana)
    join(project, ana, "Cy", Role.HELPER)
    assert roles(project) == {"Ana": "lead", "Bea": "co_lead", "Cy": "helper"}
    deliver_all()
    assert {letter.person for letter in letters("team_changed")} == {ana}


def test_the_lead_is_handed_over_when_the_other_says_yes(ana, project):
    bea = join(project, ana)
    offer_lead(by=ana, project=project, person=bea)
    assert roles(project)["Ana"] == "lead"
    answer_lead(by=bea, project=project, yes=True)
    assert roles(project) == {"Ana": "co_lead", "Bea": "lead"}
    with refused("not_asked"):
        answer_lead(by=bea, project=project, yes=True)
    deliver_all()
    assert "leads" in letters("team_changed")[-1].subject and letters("team_changed")[-1].person == ana
    leave_team(by=ana, project=project)
    assert roles(project) == {"Bea": "lead"}


def test_a_no_leaves_everything_as_it_was(ana, project):
    bea = join(project, ana)
    offer_lead(by=ana, project=project, person=bea)
    answer_lead(by=bea, project=project, yes=False)
    assert roles(project) == {"Ana": "lead", "Bea": "co_lead"}


def test_the_lead_hands_over_before_leaving(ana, project):
    with refused("leads"):
        leave_team(by=ana, project=project)
    with refused("leads"):
        remove_from_team(by=make_person("Mia", role="official"), project=project, person=ana)


def test_only_the_lead_and_officials_change_the_team(ana, project):
    bea, cy = join(project, ana), join(project, ana, "Cy", Role.HELPER)
    for person in (bea, cy, make_person("Eve")):
        with refused("not_allowed"):
            remove_from_team(by=person, project=project, person=bea)
        with refused("not_allowed"):
            offer_lead(by=person, project=project, person=bea)
    with refused("not_allowed"):
        leave_team(by=make_person("Eve"), project=project)
    offer_lead(by=make_person("Mia", role="official"), project=project, person=bea)
    remove_from_team(by=ana, project=project, person=cy)
    assert "Cy" not in roles(project)


def test_with_children_two_households_stay(ana):
    project = make_project(ana, status="active", risk="minors")
    bea = join(project, ana)
    cy = join(project, ana, "Cy", Role.HELPER)
    with refused("one_household"):
        leave_team(by=bea, project=project)
    leave_team(by=cy, project=project)
    dag = join(project, ana, "Dag")
    home = Household.objects.create()
    for person in (ana, dag):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=project.created_at)
    with refused("one_household"):
        remove_from_team(by=ana, project=project, person=bea)
    join(project, ana, "Eli")
    leave_team(by=bea, project=project)


def test_the_database_knows_one_lead(ana, project):
    bea = join(project, ana)
    with pytest.raises(IntegrityError):
        ProjectRole.objects.filter(project=project, person=bea).update(role=Role.LEAD)


def test_the_page_of_the_team(ana, project):
    bea = join(project, ana)
    at = reverse("projects:project_team", args=[project.slug])
    organizer, other = client_of(ana), client_of(bea)
    words = organizer.get(at).content.decode()
    assert words.count("/projects/lead-with/") == 2 and "Ask to take the lead" in words
    assert organizer.post(at, {"act": "offer", "person": bea.ref}).status_code == 302
    assert "asks you to take the lead" in other.get(at).content.decode()
    assert organizer.post(at, {"act": "leave"}).status_code == 422
    assert organizer.post(at, {"act": "offer", "person": "nobody"}).status_code == 422
    assert other.post(at, {"act": "take"}).status_code == 302
    answer = organizer.post(at, {"act": "leave"})
    assert answer.url == reverse("projects:project_page", args=[project.slug])
    assert organizer.get(at).status_code == 404


def test_a_helper_sees_what_they_say_yes_to(ana, project):
    token = invite_co_lead(by=ana, project=project, role=Role.HELPER)
    words = client_of(make_person("Cy")).get(reverse("projects:lead_with", args=[token])).content.decode()
    assert "A helper keeps the list" in words
