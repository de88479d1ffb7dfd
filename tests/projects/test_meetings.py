"""Meetings with the city: officials invite, people join as anywhere else, and nobody earns anything."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from core import clock
from gamification.actions import reconcile_person
from gamification.models import PointCause
from people.deeds import deliver_all
from people.models import Role, RoleGrant
from people.system import SYSTEM
from projects import reliability
from projects.actions import check_in, close_event, join_slot, mark_absent, plan_meeting
from projects.models import Attendance, Project
from projects.permissions import can_cancel, can_finish, can_log_work, can_pause, can_report, can_tell
from tests.builders import make_department, make_person, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db


def coffee(mia, **more):
    day = clock.now().date() + timedelta(days=7)
    given = {
        "department": make_department(), "title": "Coffee with the mayor", "about": "The new bus line. No steps.",
        "starts_at": datetime.combine(day, time(17)), "ends_at": datetime.combine(day, time(18)),
        "zone": "Europe/Amsterdam", "meeting_point": "Town Hall, room 2", "places": 12,
    }  # fmt: skip
    return plan_meeting(by=mia, **{**given, **more})


def test_a_department_invites_and_people_join(mia):
    event = coffee(mia)
    assert (event.project.department, event.project.is_civic, event.project.status) == (
        make_department(),
        True,
        "active",
    )
    assert join_slot(by=make_person("Bea"), slot=event.slots.get()).state == "confirmed"
    again = coffee(mia, title="Ask the parks office")
    assert again.project == event.project


def test_the_next_official_of_the_department_organizes_it_too(mia):
    home = coffee(mia).project
    ben = make_person("Ben", role="official")
    coffee(ben, title="Ask the parks office")
    assert sorted(home.organizers.values_list("person__first_name", "role")) == [("Ben", "co_lead"), ("Mia", "lead")]


def test_only_officials_of_that_department_invite(mia):
    with refused("not_allowed"):
        coffee(make_person("Bea"))
    with refused("not_allowed"):
        coffee(mia, department=make_department("Water Board"))
    everywhere = make_person("Ivo")
    RoleGrant.objects.create(person=everywhere, role=Role.OFFICIAL, by=SYSTEM())
    assert coffee(everywhere, department=make_department("Water Board")).project.department.name == "Water Board"


def test_whoever_was_there_earns_no_points_and_no_hours(mia):
    event = coffee(mia)
    bea, cy = make_person("Bea"), make_person("Cy")
    for person in (bea, cy):
        join_slot(by=person, slot=event.slots.get())
    clock.shift(event.ends_at - clock.now() + timedelta(minutes=5))
    check_in(by=mia, event=event, person=bea)
    with refused("meeting"):
        mark_absent(by=mia, event=event, person=cy)
    close_event(by=mia, event=event)
    row = Attendance.objects.get(person=bea)
    assert (row.state, row.minutes) == ("present", 0)
    assert Attendance.objects.get(person=cy).state == "unknown"
    deliver_all()
    reconcile_person(person=bea)
    assert not PointCause.objects.exists() and reliability.careful_until(cy) is None


def test_nothing_of_a_residents_project_is_asked_of_a_meeting(mia):
    event = coffee(mia)
    home = event.project
    join_slot(by=(bea := make_person("Bea")), slot=event.slots.get())
    assert not any(ask(mia, home) for ask in (can_finish, can_pause, can_cancel, can_log_work))
    assert not can_log_work(bea, home)
    clock.shift(event.ends_at - clock.now() + timedelta(minutes=5))
    close_event(by=mia, event=event)
    event.refresh_from_db()
    assert not can_tell(mia, event) and not can_report(bea, event)
    clock.shift(timedelta(days=120))
    assert not Project.objects.quiet().filter(pk=home.pk).exists()


def test_it_is_marked_where_people_look_for_something_to_do(client, mia):
    event = coffee(mia)
    page = reverse("projects:event_page", args=[event.project.slug, event.pk])
    home = client.get(reverse("projects:project_page", args=[event.project.slug])).content.decode()
    assert "Meeting with the city" in home and "How far it is" not in home
    words = client.get(page).content.decode()
    assert "Meeting with the city" in words and "no points and no hours" in words
    for query, there in (("", True), ("?kind=civic", True), ("?kind=cleanup", False), ("?kind=other", False)):
        found = client.get(f"{reverse('projects:find')}{query}").content.decode()
        assert (page in found) is there, query
    calendar = client.get(reverse("projects:event_calendar", args=[event.project.slug, event.pk])).content.decode()
    assert "CATEGORIES:Meeting with the city" in calendar


def test_an_official_plans_one_at_the_desk(client, mia):
    sign_in(client, mia)
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    form = {"department": str(make_department().pk), "title": "", "about": "Trees", "day": day, "begins": "17:00",
            "ends": "18:00", "meeting_point": "Town Hall", "places": "8"}  # fmt: skip
    assert client.post(reverse("meeting_list"), form).status_code == 422
    assert client.post(reverse("meeting_list"), {**form, "title": "Walk with the mayor"}).status_code == 302
    assert "Walk with the mayor" in client.get(reverse("meeting_list")).content.decode()
