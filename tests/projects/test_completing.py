"""The end of a project, and the stops on the way."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, RuleBroken
from people.models import Deed
from projects import actions
from projects.models import Event, Project
from tests.builders import make_event, make_person, make_project, make_seat, make_slot

pytestmark = pytest.mark.django_db
REPORT = "Forty-eight bags of litter and one bicycle came out of the creek, carried by 31 people."


@pytest.fixture
def project(ana):
    return make_project(ana, status=Project.Status.ACTIVE, wanted_number=60, wanted_unit="bags")


def test_finishing_keeps_number_and_report(ana, project):
    make_event(project, starts_in=timedelta(days=-3), status=Event.Status.CLOSED)
    row = actions.complete_project(by=ana, project=project, outcome_number=48, report=REPORT)
    project.refresh_from_db()
    assert (project.status, project.outcome_number, project.outcome_report) == ("completed", 48, REPORT)
    assert project.completed_at and (row.from_status, row.to_status) == ("active", "completed")
    assert Deed.objects.get(bell="projects.project_completed").ids == {"project": project.pk}


def test_an_open_list_keeps_the_project_active(ana, project):
    make_event(project, starts_in=timedelta(days=-3))
    with pytest.raises(RuleBroken, match="list of every date"):
        actions.complete_project(by=ana, project=project, outcome_number=48, report=REPORT)
    project.refresh_from_db()
    assert project.status == Project.Status.ACTIVE and project.outcome_number is None


def test_zero_is_an_honest_answer_and_less_is_none(ana, project):
    with pytest.raises(RuleBroken, match="number"):
        actions.complete_project(by=ana, project=project, outcome_number=-1, report=REPORT)
    actions.complete_project(by=ana, project=project, outcome_number=0, report=REPORT)
    assert project.outcome_number == 0


def test_a_report_is_a_paragraph(ana, project):
    with pytest.raises(RuleBroken, match="paragraph"):
        actions.complete_project(by=ana, project=project, outcome_number=48, report="Done.")


def test_only_the_lead_finishes(project):
    for stranger in (make_person("Jo"), make_person("Mia", role="official")):
        with pytest.raises(NotAllowed):
            actions.complete_project(by=stranger, project=project, outcome_number=48, report=REPORT)


def test_finishing_twice_is_refused_in_words(ana, project):
    actions.complete_project(by=ana, project=project, outcome_number=48, report=REPORT)
    with pytest.raises(RuleBroken, match="under way"):
        actions.complete_project(by=ana, project=project, outcome_number=50, report=REPORT)
    project.refresh_from_db()
    assert project.outcome_number == 48


def test_a_pause_ends_with_going_on(ana, project):
    actions.pause_project(by=ana, project=project, reason="The bank is flooded until spring.")
    assert project.status == Project.Status.PAUSED
    actions.resume_project(by=make_person("Mia", role="official"), project=project)
    assert project.status == Project.Status.ACTIVE
    assert [row.to_status for row in project.transitions.all()] == ["paused", "active"]


def test_a_stop_has_a_reason(ana, project):
    for stop in (actions.pause_project, actions.cancel_project):
        with pytest.raises(RuleBroken, match="why"):
            stop(by=ana, project=project, reason=" ")


def test_strangers_stop_nothing(project):
    for stop in (actions.pause_project, actions.cancel_project):
        with pytest.raises(NotAllowed):
            stop(by=make_person("Jo"), project=project, reason="I do not like it at all.")


def test_cancelled_is_for_good(ana, project):
    actions.cancel_project(by=ana, project=project, reason="The city repairs the bank itself this winter.")
    assert Deed.objects.filter(bell="projects.project_cancelled").count() == 1
    for again in (actions.cancel_project, actions.pause_project):
        with pytest.raises(RuleBroken, match="can't be done now"):
            again(by=ana, project=project, reason="The city repairs the bank itself this winter.")


@pytest.mark.parametrize("stop", [actions.pause_project, actions.cancel_project])
def test_a_stop_cancels_the_dates_ahead_and_frees_their_people(ana, project, stop):
    bea = make_person("Bea")
    ahead = make_event(project)
    seat = make_seat(make_slot(ahead), bea)
    past = make_event(project, starts_in=timedelta(days=-3), status=Event.Status.CLOSED)
    stop(by=ana, project=project, reason="The bank is flooded until spring.")
    for row in (ahead, past, seat):
        row.refresh_from_db()
    assert (ahead.status, ahead.cancel_note) == ("cancelled", "The bank is flooded until spring.")
    assert past.status == "closed"
    assert seat.state == "cancelled"
    assert Deed.objects.filter(bell="projects.event_cancelled").count() == 1
