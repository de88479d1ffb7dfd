"""Teams: a leader reserves places, each of them gets a name by a link, and what has none three days before goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import RuleBroken
from people.deeds import deliver_all
from people.models import Code
from projects import answer_keys
from projects.actions import (
    ask_for_names,
    join_slot,
    join_team,
    leave_slot,
    miscounted_slots,
    release_unnamed,
    reserve_team,
    undo_leave,
)
from projects.models import Event, SignUp
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import the_letter
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot():
    return make_slot(make_event(make_project(status="active"), starts_in=timedelta(days=10)), capacity=10)


def team_of(slot, heads=4, name="Class 7b"):
    return reserve_team(by=make_person("Bea"), slot=slot, name=name, heads=heads)


def link(team):
    return reverse("projects:team_join", args=[team.ref, answer_keys.key_of(team, answer_keys.TEAM)])


def held(slot):
    slot.refresh_from_db()
    return slot.seats_held


def test_a_leader_reserves_places_and_each_gets_a_name(slot):
    team = team_of(slot)
    assert (team.state, team.unnamed, held(slot)) == ("confirmed", 3, 4)
    cy = join_team(by=make_person("Cy"), team=team)
    team.refresh_from_db()
    assert (cy.state, cy.seats, cy.team, team.unnamed, held(slot)) == ("confirmed", 1, team, 2, 4)
    assert miscounted_slots() == []


def test_a_place_of_the_team_passes_nobody_in_the_queue(slot):
    team = team_of(slot, heads=10)
    waits = join_slot(by=make_person("Dag"), slot=slot)
    assert join_team(by=make_person("Cy"), team=team).state == "confirmed"
    waits.refresh_from_db()
    assert waits.state == "waitlisted"


def test_a_team_gets_all_its_places_or_waits_together(slot):
    make_seat(slot, party=7)
    team = team_of(slot)
    assert (team.state, team.unnamed) == ("waitlisted", 3)
    with pytest.raises(RuleBroken, match="no places yet"):
        join_team(by=make_person("Cy"), team=team)


def test_when_every_place_has_a_name_the_link_says_so(slot):
    team = team_of(slot, heads=2)
    join_team(by=make_person("Cy"), team=team)
    with pytest.raises(RuleBroken, match="All places of this team have a name"):
        join_team(by=make_person("Dag"), team=team)


@pytest.mark.parametrize(
    ("heads", "name", "words"),
    [(1, "Class 7b", "2 to 25"), (26, "Class 7b", "2 to 25"), (11, "Class 7b", "10 places"), (4, " ", "name")],
)
def test_what_is_no_team_is_refused(slot, heads, name, words):
    with pytest.raises(RuleBroken, match=words):
        team_of(slot, heads=heads, name=name)


def test_three_days_before_it_is_too_late_for_a_team(slot):
    clock.shift(timedelta(days=7, minutes=1))
    with pytest.raises(RuleBroken, match="until three days before"):
        team_of(slot)


def test_nobody_is_in_a_team_twice_or_in_two_places_at_once(slot):
    team = team_of(slot)
    cy = make_person("Cy")
    join_team(by=cy, team=team)
    with pytest.raises(RuleBroken, match="on the list already"):
        join_team(by=cy, team=team)
    dag = make_person("Dag")
    join_slot(by=dag, slot=make_slot(make_event(starts_in=timedelta(days=10, hours=1))))
    with pytest.raises(RuleBroken, match="at that time"):
        join_team(by=dag, team=team)


def test_places_without_a_name_go_on_three_days_before(slot):
    team = team_of(slot, heads=10)
    cy = join_team(by=make_person("Cy"), team=team)
    waits = join_slot(by=make_person("Dag"), slot=slot, party=3)
    assert release_unnamed() == 0
    clock.shift(timedelta(days=7, minutes=1))
    assert (release_unnamed(), release_unnamed()) == (1, 0)
    for signup in (team, cy, waits):
        signup.refresh_from_db()
    assert (team.state, team.seats, cy.state, waits.state, held(slot)) == ("confirmed", 1, "confirmed", "offered", 5)
    deliver_all()
    letter = the_letter("team_trimmed")
    assert letter.person == team.person and "8 places" in letter.text


def at_noon(slot, days):
    """As many days before the start, at noon there."""
    begins = slot.event.local_start.replace(hour=12, minute=0)
    Event.objects.filter(pk=slot.event_id).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    clock.shift(begins - timedelta(days=days) - clock.now())


def test_a_leader_is_asked_once_for_the_names_that_are_missing_a_day_before_they_are_due(slot):
    team = team_of(slot, heads=4)
    join_team(by=make_person("Cy"), team=team)
    late = team_of(slot, heads=2, name="Class 8a")
    at_noon(slot, days=4)
    SignUp.objects.filter(pk=late.pk).update(created_at=clock.now())
    clock.shift(timedelta(minutes=70))  # an hour more for a clock change
    assert (ask_for_names(), ask_for_names()) == (1, 0)
    deliver_all()
    letter = the_letter("team_names")
    assert letter.person == team.person and "2 places" in letter.text and link(team) in letter.text


def test_nobody_is_asked_for_names_in_the_night_or_when_all_are_there(slot):
    team_of(slot)
    full = team_of(slot, heads=2, name="Class 8a")
    join_team(by=make_person("Cy"), team=full)
    at_noon(slot, days=4)
    clock.shift(timedelta(hours=11))
    assert ask_for_names() == 0
    clock.shift(timedelta(hours=10))
    assert ask_for_names() == 1


def test_when_the_leader_leaves_those_with_a_name_stay_and_undo_brings_the_rest_back(slot):
    team = team_of(slot)
    cy = join_team(by=make_person("Cy"), team=team)
    left = leave_slot(by=team.person, signup=team)
    cy.refresh_from_db()
    assert (cy.state, held(slot)) == ("confirmed", 1)
    again = undo_leave(by=team.person, signup=left)
    cy.refresh_from_db()
    assert (again.team_name, again.unnamed, cy.team, held(slot)) == ("Class 7b", 2, again, 4)


def test_the_pages_of_a_team(client, slot):
    bea = client_of(make_person("Bea"))
    path = reverse("projects:team_reserve", args=[slot.event.project.slug, slot.pk])
    assert bea.post(path, {"name": "", "heads": "1"}).status_code == 422
    mine = bea.post(path, {"name": "Class 7b", "heads": "4"}).url
    team = SignUp.objects.exclude(team_name="").get()
    page = bea.get(mine).content.decode()
    assert link(team) in page and "3 places have no name yet" in page
    cy = client_of(make_person("Cy"))
    assert "3 places of this team are left" in cy.get(link(team)).content.decode()
    cy.post(link(team))
    assert SignUp.objects.filter(team=team).count() == 1
    client.post(link(team), {"first_name": "Noor", "email": "noor@mail.example", "adult": "on"})
    code = Code.objects.get()
    client.post(reverse("people:code_page", args=[code.ref]), {"code": code.digits})
    assert SignUp.objects.filter(team=team).count() == 2
    assert client.get(link(team).replace("/team/", "/team/0")).status_code == 404


# ── small children ──


def test_small_children_come_along_without_a_place(client, slot):
    join = reverse("projects:slot_join", args=[slot.event.project.slug, slot.pk])
    bea = client_of(make_person("Bea"))
    answer = bea.post(join, {"party": "2", "small": "2"})
    assert (answer.status_code, "At least one of you" in answer.content.decode()) == (422, True)
    bea.post(join, {"party": "3", "small": "1"})
    mine = SignUp.objects.get()
    assert (mine.party, mine.seats, held(slot)) == (3, 2, 2)
    client.post(join, {"first_name": "Noor", "email": "noor@mail.example", "adult": "on", "party": "2", "small": "1"})
    code = Code.objects.get()
    client.post(reverse("people:code_page", args=[code.ref]), {"code": code.digits})
    assert held(slot) == 3
