"""Dates: planned by organizers, changed with notice, called off with a reason."""

from datetime import datetime, timedelta

import pytest

from core import clock
from people.models import Deed
from projects import health
from projects.actions import cancel_event, change_event, join_slot, schedule_event
from projects.models import Event, Project, SignUp
from tests.builders import make_event, make_person, make_project, make_slot
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
AMS = "Europe/Amsterdam"


def plan(lead, project, start=None, end=None, **more):
    day = (clock.now() + timedelta(days=10)).replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    start = start or day
    given = {"zone": AMS, "meeting_point": "Blue sign", "slots": [{"name": "Helpers", "capacity": 5}], **more}
    return schedule_event(by=lead, project=project, starts_at=start, ends_at=end or start + timedelta(hours=2), **given)


def test_the_first_date_makes_a_project_active():
    ana = make_person("Ana")
    project = make_project(ana)
    event = plan(ana, project)
    project.refresh_from_db()
    assert (project.status, event.status, event.local_start.hour) == (Project.Status.ACTIVE, Event.Status.SCHEDULED, 9)
    assert project.transitions.get().actor.kind == "system"
    assert Deed.objects.filter(bell="projects.event_scheduled", ids={"event": event.pk}).exists()


def test_only_leads_plan_dates_of_approved_projects():
    ana = make_person("Ana")
    with refused("not_allowed"):
        plan(make_person("Eve"), make_project(ana))
    with refused("not_open"):
        plan(ana, make_project(ana, status=Project.Status.SUBMITTED))


@pytest.mark.parametrize(
    ("start", "code"),
    [(datetime(2027, 3, 28, 2, 30), "no_such_hour"), (datetime(2027, 10, 31, 2, 30), "hour_comes_twice")],
)
def test_an_hour_that_a_clock_change_skips_or_repeats_is_refused(start, code):
    ana = make_person("Ana")
    with refused(code):
        plan(ana, make_project(ana), start=start)


def test_impossible_dates_are_refused():
    ana = make_person("Ana")
    project = make_project(ana)
    past = datetime(2020, 1, 1, 9)
    soon = (clock.now() + timedelta(days=3)).replace(tzinfo=None)
    with refused("past"):
        plan(ana, project, start=past)
    with refused("ends_early"):
        plan(ana, project, start=soon, end=soon)
    with refused("too_long"):
        plan(ana, project, start=soon, end=soon + timedelta(days=3))
    with refused("too_far"):
        plan(ana, project, start=soon + timedelta(days=2000))
    with refused("slots"):
        plan(ana, project, slots=[])
    with refused("slot_name"):
        plan(ana, project, slots=[{"name": " "}])
    with refused("capacity"):
        plan(ana, project, slots=[{"name": "Helpers", "capacity": 0}])
    with refused("meeting_point"):
        plan(ana, project, meeting_point=" ")
    with refused("zone"):
        plan(ana, project, zone="Mars/Olympus")
    assert not Event.objects.exists()


def test_another_time_raises_the_sequence_and_rings():
    ana = make_person("Ana")
    event = make_event(make_project(ana, status=Project.Status.ACTIVE))
    changed = change_event(by=ana, event=event, starts_at=event.starts_at + timedelta(minutes=30))
    assert changed.ics_sequence == 1
    change_event(by=ana, event=event, meeting_point="Red gate")
    change_event(by=ana, event=event, meeting_point="Red gate")
    assert Deed.objects.filter(bell="projects.event_changed").count() == 2


def test_a_date_says_whether_its_name_is_its_own():
    ana = make_person("Ana")
    project = make_project(ana, title="Elm Street orchard")
    assert not plan(ana, project).own_name and not plan(ana, project, title="Elm Street orchard").own_name
    event = plan(ana, project, title="Apple pressing")
    assert event.own_name
    assert not change_event(by=ana, event=event, title="").own_name
    assert change_event(by=ana, event=event, title="Cider evening").own_name
    assert not list(health.names())
    Event.objects.filter(pk=event.pk).update(own_name=False)
    assert list(health.names()) == [f"Event {event.pk}, “Cider evening”, has the wrong mark."]


def test_what_has_begun_is_not_changed():
    ana = make_person("Ana")
    event = make_event(make_project(ana, status=Project.Status.ACTIVE), starts_in=timedelta(minutes=-5))
    with refused("not_ahead"):
        change_event(by=ana, event=event, meeting_point="Red gate")


def test_cancelling_frees_everybody_and_keeps_the_rows():
    ana = make_person("Ana")
    event = make_event(make_project(ana, status=Project.Status.ACTIVE))
    slot = make_slot(event, capacity=1)
    seated, waiting = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    cancel_event(by=ana, event=event, reason="weather", note="A storm is coming.")
    slot.refresh_from_db(), event.refresh_from_db()
    assert (event.status, event.ics_sequence, slot.seats_held, slot.waiting) == ("cancelled", 1, 0, 0)
    assert set(SignUp.objects.values_list("state", "late")) == {("cancelled", False)}
    assert SignUp.objects.filter(pk__in=[seated.pk, waiting.pk], cancelled_by=ana).count() == 2
    with refused("cancelled"):
        join_slot(by=make_person(), slot=slot)
    with refused("bad_move"):
        cancel_event(by=ana, event=event, reason="weather")


def test_an_official_may_cancel_and_a_stranger_may_not():
    event = make_event()
    with refused("not_allowed"):
        cancel_event(by=make_person("Eve"), event=event, reason="weather")
    with refused("reason_needed"):
        cancel_event(by=make_person("Mia", role="official"), event=event, reason="because")
    assert cancel_event(by=make_person("Mia", role="official"), event=event, reason="safety").status == "cancelled"


def test_what_is_over_is_not_cancelled():
    with refused("past"):
        cancel_event(
            by=make_person("Mia", role="official"), event=make_event(starts_in=timedelta(days=-1)), reason="other"
        )
