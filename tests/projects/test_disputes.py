"""A no-show can be asked about for 14 days; two of them have a mild consequence that heals by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Household, HouseholdMember
from projects.actions import (
    close_event,
    decide_dispute,
    dispute_absence,
    join_family,
    join_slot,
    join_team,
    leave_slot,
    mark_absent,
    reserve_team,
    undo_leave,
)
from projects.models import Attendance, Dispute
from projects.reliability import careful_until
from tests.builders import make_child, make_event, make_person, make_seat, make_slot, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
S = Attendance.State
WORDS = "I was there from nine, ask Cy."
WHY = "We looked at the photos: that was somebody else."


@pytest.fixture
def bea():
    return make_person("Bea")


def missed(ana, project, person, *, days_ago=1, excused=False):
    """Somebody had a place and did not come; the list was closed the same day."""
    event = make_event(project, starts_in=timedelta(days=-days_ago))
    make_seat(make_slot(event), person)
    clock.shift(timedelta(days=-days_ago, hours=3))
    mark_absent(by=ana, event=event, person=person, excused=excused)
    close_event(by=ana, event=event)
    clock.reset()
    return Attendance.objects.get(event=event, person=person)


def test_asked_and_put_right_the_hours_follow(ana, project, bea):
    row = missed(ana, project, bea)
    dispute = dispute_absence(by=bea, attendance=row, words=WORDS)
    decide_dispute(by=ana, dispute=dispute, state=S.ATTENDED, answer="You are right, sorry!")
    row.refresh_from_db()
    assert (row.state, row.minutes, row.revisions.count()) == (S.ATTENDED, 120, 1)
    with refused("bad_move"):
        decide_dispute(by=ana, dispute=dispute, state=S.NO_SHOW, answer=WHY)


def test_asked_and_kept_says_why_by_letter(ana, project, bea):
    row = missed(ana, project, bea)
    dispute = dispute_absence(by=bea, attendance=row, words=WORDS)
    decide_dispute(by=make_person("Mia", role="official"), dispute=dispute, state=S.NO_SHOW, answer=WHY)
    deliver_all()
    kinds = dict(Letter.objects.values_list("kind", "person__first_name"))
    assert kinds == {"absence_noted": "Bea", "absence_disputed": "Ana", "dispute_kept": "Bea"}
    assert WHY in Letter.objects.get(kind="dispute_kept").text


def test_it_can_be_asked_once_by_the_person_and_for_14_days(ana, project, bea):
    row = missed(ana, project, bea)
    with refused("not_allowed"):
        dispute_absence(by=ana, attendance=row, words=WORDS)
    with refused("words_needed"):
        dispute_absence(by=bea, attendance=row, words="No.")
    clock.shift(timedelta(days=14))
    with refused("too_late"):
        dispute_absence(by=bea, attendance=row, words=WORDS)
    clock.reset()
    dispute_absence(by=bea, attendance=row, words=WORDS)
    with refused("too_late"):
        dispute_absence(by=bea, attendance=row, words=WORDS)


def test_nobody_decides_for_themselves_or_their_household(ana, project, bea):
    row = missed(ana, project, bea)
    dispute = dispute_absence(by=bea, attendance=row, words=WORDS)
    home = Household.objects.create()
    for person in (ana, bea):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    for person in (ana, bea, make_person("Eve")):
        with refused("not_allowed"):
            decide_dispute(by=person, dispute=dispute, state=S.ATTENDED, answer=WHY)


def test_after_two_within_90_days_two_places_at_a_time_for_30_days(ana, project, bea):
    missed(ana, project, bea, days_ago=60)
    assert careful_until(bea) is None
    missed(ana, project, bea, days_ago=2)
    slots = [make_slot(make_event(project, starts_in=timedelta(days=n))) for n in (40, 41, 42)]
    seat = join_slot(by=bea, slot=slots[0])
    join_slot(by=bea, slot=slots[1])
    with refused("few_at_once"):
        join_slot(by=bea, slot=slots[2])
    leave_slot(by=bea, signup=seat)
    seat = join_slot(by=bea, slot=slots[2])
    clock.shift(timedelta(days=29))
    assert careful_until(bea) is None
    join_slot(by=bea, slot=slots[0])


def test_no_other_way_leads_past_two_places_at_a_time(ana, project, bea):
    missed(ana, project, bea, days_ago=20), missed(ana, project, bea, days_ago=2)
    first, second, third = (make_slot(make_event(project, starts_in=timedelta(days=n))) for n in (40, 41, 42))
    seat = join_slot(by=bea, slot=first)
    join_slot(by=bea, slot=second)
    child = make_child(bea)
    with refused("few_at_once"):
        join_family(by=bea, slot=third, children=[child])
    team = reserve_team(by=make_person("Tea"), slot=third, name="Oseis", heads=3)
    with refused("few_at_once"):
        join_team(by=bea, team=team)
    leave_slot(by=bea, signup=seat)
    join_team(by=bea, team=team)
    with refused("few_at_once"):
        undo_leave(by=bea, signup=seat)


def test_far_apart_excused_asked_about_or_put_right_ones_do_not_count(ana, project, bea):
    missed(ana, project, bea, days_ago=100)
    second = missed(ana, project, bea, days_ago=3)
    missed(ana, project, bea, days_ago=2, excused=True)
    assert careful_until(bea) is None
    missed(ana, project, bea, days_ago=1)
    assert careful_until(bea)
    dispute = dispute_absence(by=bea, attendance=second, words=WORDS)
    assert careful_until(bea) is None
    decide_dispute(by=ana, dispute=dispute, state=S.NO_SHOW, answer=WHY)
    assert careful_until(bea)


def test_only_the_person_reads_of_it(client, ana, project, bea):
    row = missed(ana, project, bea)
    page = reverse("projects:absence_page", args=[row.event_id])
    for person, status in ((bea, 200), (ana, 404), (make_person("Eve"), 404)):
        sign_in(client, person)
        assert client.get(page).status_code == status
    sign_in(client, bea)
    assert page in client.get("/me/").text
    assert f"{ana.public_name} wrote it down on" in client.get(page).text
    assert client.post(page, {"words": WORDS}).status_code == 302
    decide = reverse("projects:dispute_decide", args=[project.slug, row.event_id, bea.ref])
    sign_in(client, ana)
    assert decide in client.get(reverse("projects:event_roster", args=[project.slug, row.event_id])).text
    client.post(decide, {"state": "excused", "answer": "You had told us on Friday."})
    assert Dispute.objects.get().outcome == "put_right" and Attendance.objects.get().state == S.EXCUSED
