"""A Super User opens a small, low-risk project at once; somebody of the city reads it afterwards."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from core import clock
from people.deeds import deliver_all
from people.models import Household, HouseholdMember, Standing
from projects.actions import (
    add_slot,
    open_project,
    pause_project,
    read_opened,
    resume_project,
    schedule_event,
    set_capacity,
    start_series,
    submit_project,
)
from projects.models import Project
from projects.permissions import can_resume
from projects.recurrence import weekly
from tests.builders import make_person
from tests.notices.hearing import the_letter
from tests.projects.proposals import all_ticked, lead_together, make_draft, make_submitted
from tests.projects.refusals import refused
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
AMS = "Europe/Amsterdam"


def make_super_user(name="Ana", status=Standing.Status.ACTIVE):
    person = make_person(name)
    Standing.objects.create(person=person, status=status)
    return person


@pytest.fixture
def ana():
    return make_super_user()


def opened(ana):
    project = make_draft(ana)
    open_project(by=ana, project=project)
    return project


def plan(ana, project, capacity):
    start = (clock.now() + timedelta(days=9)).replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    return schedule_event(
        by=ana, project=project, starts_at=start, ends_at=start + timedelta(hours=2), zone=AMS,
        meeting_point="Blue sign", slots=[{"name": "Helpers", "capacity": capacity}],
    )  # fmt: skip


def test_it_is_open_at_once_recorded_and_to_be_read_in_five_working_days(ana, mia):
    project = opened(ana)
    assert (project.status, project.is_unread, project.slug) == ("published", True, "bat-boxes-for-the-mill")
    row = project.transitions.get()
    assert (row.from_status, row.to_status, row.actor) == ("draft", "published", ana)
    assert 7 <= (project.review_due_on - clock.now().date()).days <= 8
    deliver_all()
    letter = the_letter("proposal_waiting")
    assert letter.person == mia and "public already" in letter.text and "We promised to read it by" in letter.text


@pytest.mark.parametrize("status", [status for status in Standing.Status if status != Standing.Status.ACTIVE])
def test_only_active_super_users_open_projects(status):
    bea = make_super_user("Bea", status)
    project = make_draft(bea)
    with refused("not_allowed"):
        open_project(by=bea, project=project)
    assert Project.objects.get(pk=project.pk).status == "draft"


@pytest.mark.parametrize("risk", ["tools", "minors", "one_to_one"])
def test_what_is_not_low_risk_waits_for_the_city(ana, risk):
    project = make_draft(ana, risk=risk)
    lead_together(make_person("Tom"), project)
    with refused("not_allowed"):
        open_project(by=ana, project=project)


def test_only_their_own_drafts_that_are_whole(ana):
    somebody, sent = make_draft(make_person("Bea")), make_submitted(ana)
    lead_together(ana, somebody)
    for project in (somebody, sent):
        with refused("not_allowed"):
            open_project(by=ana, project=project)
    with refused("incomplete"):
        open_project(by=ana, project=make_draft(ana, wanted=""))


def test_what_nobody_has_read_counts_as_open(ana):
    for _n in range(3):
        opened(ana)
    project = make_draft(ana)
    for send in (open_project, submit_project):
        with refused("too_many"):
            send(by=ana, project=project)


def test_it_stays_small_until_it_is_read(ana, mia):
    project = opened(ana)
    for capacity in (51, None):
        with refused("capacity"):
            plan(ana, project, capacity)
    event = plan(ana, project, 50)
    with refused("capacity"):
        set_capacity(by=ana, slot=event.slots.get(), capacity=51)
    with refused("capacity"):
        add_slot(by=ana, event=event, words={"name": "Cooks"})
    first = clock.now().date() + timedelta(days=9)
    repeating = {
        "rule": weekly(first), "first_day": first, "begins": time(9), "ends": time(11), "zone": AMS,
        "until": first + timedelta(weeks=9), "meeting_point": "Blue sign", "slots": [{"name": "Helpers"}],
    }  # fmt: skip
    with refused("capacity"):
        start_series(by=ana, project=project, **repeating)
    read_opened(by=mia, project=project, checklist=all_ticked(project))
    assert set_capacity(by=ana, slot=event.slots.get(), capacity=None).capacity is None


def test_somebody_without_a_part_in_it_reads_it_once_with_the_checklist(ana, mia):
    project = opened(ana)
    home = Household.objects.create()
    cousin = make_person("Cy", role="official")
    for person in (ana, cousin):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    with refused("own_project"):
        read_opened(by=cousin, project=project, checklist=all_ticked(project))
    with refused("not_allowed"):
        read_opened(by=make_person("Eve"), project=project, checklist=all_ticked(project))
    with refused("checklist"):
        read_opened(by=mia, project=project, checklist={})
    plan(ana, project, 5)
    row = read_opened(by=mia, project=project, checklist=all_ticked(project))
    project.refresh_from_db()
    assert (row.from_status, row.to_status, row.actor, project.is_unread) == ("active", "active", mia, False)
    with refused("decided_already"):
        read_opened(by=mia, project=project, checklist=all_ticked(project))


def test_what_an_official_stops_unread_goes_on_when_it_is_read(ana, mia):
    project = opened(ana)
    pause_project(by=mia, project=project, reason="The bank is private there.")
    assert not can_resume(ana, project)
    read_opened(by=mia, project=project, checklist=all_ticked(project))
    resume_project(by=ana, project=project)


def test_the_pages(ana, mia, client):
    draft = make_draft(ana)
    check = reverse("projects:propose_step", args=[draft.slug, "check"])
    other = make_draft(make_person("Bea"))
    assert "Open it now" not in client_of(other.organizers.get().person).get(check.replace(draft.slug, other.slug)).content.decode()  # fmt: skip
    assert "Open it now" in client_of(ana).get(check).content.decode()
    assert client_of(ana).post(check, {"open": "yes"}).status_code == 302
    project = Project.objects.get(pk=draft.pk)
    assert (
        "Opened by a Super User" in client.get(reverse("projects:project_page", args=[project.slug])).content.decode()
    )
    assert "Everybody can see it and join. The" in client_of(ana).get(reverse("people:me")).content.decode()
    desk = client_of(mia)
    assert "open already" in desk.get(reverse("review_list")).content.decode()
    assert "One project is open already" in desk.get(reverse("wagtailadmin_home")).content.decode()
    at = reverse("review_project", args=[project.slug])
    page = desk.get(at).content.decode()
    assert "It is fine" in page and "Pause it" in page and "Ask for a change" not in page
    ticks = {f"check_{key}": "on" for key in all_ticked(project)}
    seen = {"seen": project.transitions.get().pk, "decision": "read"}
    assert desk.post(at, seen).status_code == 422
    assert desk.post(at, {**seen, **ticks}).status_code == 302
    assert "Read by Mia" in desk.get(at).content.decode()
    assert not Project.objects.unread().exists()
