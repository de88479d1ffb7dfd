"""A date may be kept as a draft: only those who lead the project see it, and nobody hears of it before it is announced."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from people.deeds import deliver_all
from people.models import Deed
from projects import desk
from projects.actions import (
    add_slot,
    announce_event,
    cancel_event,
    change_event,
    change_slot,
    discard_event,
    join_slot,
    pause_project,
    set_capacity,
)
from projects.models import Event, Project, ProjectRole, Slot
from tests.builders import make_person, make_project
from tests.projects.refusals import refused
from tests.projects.test_events import plan
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
S = Event.Status


@pytest.fixture
def project(ana):
    return make_project(ana)


@pytest.fixture
def draft(ana, project):
    return plan(ana, project, draft=True)


def test_nobody_hears_of_it_and_nobody_joins(ana, project, draft, client):
    project.refresh_from_db()
    assert (draft.status, project.status) == (S.DRAFT, Project.Status.PUBLISHED)
    assert not Deed.objects.filter(bell="projects.event_scheduled").exists()
    with refused("past"):
        join_slot(by=make_person("Bea"), slot=draft.slots.get())
    cleo = make_person("Cleo")
    ProjectRole.objects.create(project=project, person=cleo, role=ProjectRole.Role.HELPER)
    for name in ("event_page", "event_change", "event_roster", "event_ahead", "event_poster", "event_cancel"):
        at = reverse(f"projects:{name}", args=[project.slug, draft.pk])
        for reader in (client, client_of(cleo), client_of(make_person("Otto", role="official"))):
            assert reader.get(at).status_code in (302, 404), name
    at = reverse("projects:event_change", args=[project.slug, draft.pk])
    page = reverse("projects:project_page", args=[project.slug])
    assert at in client_of(ana).get(page).content.decode() and at not in client_of(cleo).get(page).content.decode()
    assert [need.url for one in desk.of(ana) for need in one.needs if need.rank == 8] == [at]


def test_it_changes_freely_and_writes_to_nobody(ana, draft):
    change_event(by=ana, event=draft, meeting_point="Red gate")
    slot = draft.slots.get()
    change_slot(by=ana, slot=slot, words={"name": "Pickers", "capacity": 3})
    set_capacity(by=ana, slot=slot, capacity=4)
    add_slot(by=ana, event=draft, words={"name": "Cooks"})
    assert not Deed.objects.filter(bell="projects.event_changed").exists()
    with refused("bad_move"):
        cancel_event(by=ana, event=draft, reason="weather")


def test_announced_it_is_a_date_like_others_once(ana, project, draft):
    with refused("not_allowed"):
        announce_event(by=make_person("Eve"), event=draft)
    announce_event(by=ana, event=draft)
    project.refresh_from_db()
    assert (Event.objects.get().status, project.status) == (S.SCHEDULED, Project.Status.ACTIVE)
    assert Deed.objects.filter(bell="projects.event_scheduled", ids={"event": draft.pk}).count() == 1
    join_slot(by=make_person("Bea"), slot=draft.slots.get())
    for again in (announce_event, discard_event):
        with refused("no_draft"):
            again(by=ana, event=draft)


def test_what_lies_behind_or_is_stopped_is_not_announced(ana, project, draft):
    clock.shift(timedelta(days=11))
    with refused("past"):
        announce_event(by=ana, event=draft)
    change_event(
        by=ana, event=draft, starts_at=clock.now() + timedelta(days=3), ends_at=clock.now() + timedelta(days=3, hours=1)
    )
    pause_project(by=ana, project=project, reason="I am ill for a month.")
    with refused("not_open"):
        announce_event(by=ana, event=draft)


def test_thrown_away_it_is_gone(ana, draft):
    discard_event(by=ana, event=draft)
    assert not Event.objects.exists() and not Slot.objects.exists()


def test_the_pages(ana, project):
    organizer, at = client_of(ana), reverse("projects:event_schedule", args=[project.slug])
    day = (clock.now() + timedelta(days=9)).date()
    given = {
        "day": day.isoformat(), "begins": "09:00", "ends": "11:00", "meeting_point": "Blue sign", "draft": "yes",
        "slot-TOTAL_FORMS": "4", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers",
    }  # fmt: skip
    weekly = {**given, "repeat": "week", "until": (day + timedelta(weeks=5)).isoformat()}
    assert "A series has no draft" in organizer.post(at, weekly).content.decode()
    change = organizer.post(at, given)["Location"]
    assert "This date is a draft." in organizer.get(change).content.decode()
    assert organizer.post(change, {**given, "begins": "10:00"})["Location"] == change
    event = Event.objects.get()
    path = reverse("projects:event_draft", args=[project.slug, event.pk])
    assert organizer.post(path)["Location"] == reverse("projects:event_page", args=[project.slug, event.pk])
    assert "This date is a draft." not in organizer.get(change).content.decode()
    organizer.post(path, {"discard": "yes"})
    assert Event.objects.get().status == S.SCHEDULED
    organizer.post(at, given)
    organizer.post(
        reverse("projects:event_draft", args=[project.slug, Event.objects.get(status=S.DRAFT).pk]), {"discard": "yes"}
    )
    assert Event.objects.count() == 1
    deliver_all()
