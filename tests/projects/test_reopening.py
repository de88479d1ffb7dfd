"""A list that was closed too early: opened again by an official, with a reason; confirmed hours stay."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.when import local
from gamification.models import LedgerEntry
from people.deeds import deliver_all
from projects.actions import check_in, close_event, close_overdue, issue_transcript, reopen_event
from projects.models import Attendance, Event
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters
from tests.projects.refusals import refused
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WHY = "Two helpers were forgotten on the list."


@pytest.fixture
def closed(ana):
    """Bea came and has her hours; Cy was forgotten."""
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(hours=-3))
    slot = make_slot(event)
    bea = make_seat(slot, make_person("Bea")).person
    make_seat(slot, make_person("Cy"))
    check_in(by=ana, event=event, person=bea)
    close_event(by=ana, event=event)
    deliver_all()
    event.refresh_from_db()
    return event


def states(event):
    return dict(event.attendances.values_list("person__first_name", "state"))


def test_an_official_opens_it_and_the_lead_closes_it_again(closed, ana, mia):
    reopen_event(by=mia, event=closed, reason=WHY)
    assert states(closed) == {"Bea": "attended", "Cy": "expected"}
    deliver_all()
    (letter,) = letters("list_reopened")
    assert letter.person == ana and WHY in letter.text
    cy = Attendance.objects.get(event=closed, person__first_name="Cy").person
    check_in(by=ana, event=closed, person=cy)
    close_event(by=ana, event=closed)
    deliver_all()
    assert states(closed) == {"Bea": "attended", "Cy": "attended"}
    paid = LedgerEntry.objects.filter(cause__rule="ATT").values_list("cause__person__first_name", flat=True)
    assert sorted(paid) == ["Bea", "Cy"]


def test_papers_with_a_line_of_it_hold_no_longer_and_a_new_one_can_be_had_after_the_second_close(closed, ana, mia):
    bea = closed.attendances.get(person__first_name="Bea").person
    today = local(clock.now()).date()
    ever = {"since": today - timedelta(days=30), "until": today}
    paper = issue_transcript(by=bea, **ever)
    reopen_event(by=mia, event=closed, reason=WHY)
    paper.refresh_from_db()
    assert paper.standing == "replaced"
    with refused("nothing"):
        issue_transcript(by=bea, **ever)
    close_event(by=ana, event=closed)
    newer = issue_transcript(by=bea, **ever)
    paper.refresh_from_db()
    assert (newer.standing, newer.minutes, paper.replaced_by) == ("valid", paper.minutes, newer)


def test_who_has_no_business_does_not_open_it(closed, ana, mia):
    for person in (ana, make_person("Eve")):
        with refused("not_allowed"):
            reopen_event(by=person, event=closed, reason=WHY)
    with refused("reason_needed"):
        reopen_event(by=mia, event=closed, reason="Oops")
    reopen_event(by=mia, event=closed, reason=WHY)
    with refused("not_allowed"):
        reopen_event(by=mia, event=closed, reason=WHY)


def test_the_lists_of_a_finished_project_stay_closed(closed, mia):
    type(closed.project).objects.filter(pk=closed.project_id).update(status="completed")
    with refused("over"):
        reopen_event(by=mia, event=closed, reason=WHY)


def test_it_closes_by_itself_seven_days_after_it_was_opened(closed, mia):
    clock.shift(timedelta(days=20))
    reopen_event(by=mia, event=closed, reason=WHY)
    assert close_overdue() == 0
    clock.shift(timedelta(days=8))
    assert close_overdue() == 1
    assert states(closed)["Cy"] == "unknown"


def test_the_page(closed, ana, mia):
    page = reverse("projects:event_page", args=[closed.project.slug, closed.pk])
    at = reverse("projects:event_reopen", args=[closed.project.slug, closed.pk])
    official = client_of(mia)
    assert at in official.get(page).content.decode()
    assert at not in client_of(ana).get(page).content.decode()
    answer = official.post(at, {"reason": "Short"})
    assert answer.status_code == 422 and "Short" in answer.content.decode()
    assert official.post(at, {"reason": WHY}).status_code == 302
    assert Event.objects.get(pk=closed.pk).status == "scheduled"
