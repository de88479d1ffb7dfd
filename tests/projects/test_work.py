"""Work between the dates: four hours a day, fourteen days back, verified by an organizer and never by oneself."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import clock
from gamification.actions import reconcile_person
from gamification.models import PointCause
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Household, HouseholdMember
from projects.actions import decide_work, log_work, revise_attendance
from projects.models import Attendance, Event, ProjectRole, WorkLog
from tests.builders import make_event, make_person, make_seat, make_slot, sign_in
from tests.projects.refusals import refused
from tests.support.pictures import telling_jpeg

pytestmark = pytest.mark.django_db
WORDS = "Watered the forty oaks."


@pytest.fixture
def bea(project):
    return make_seat(make_slot(make_event(project))).person


def today(back=0):
    return clock.now().date() - timedelta(days=back)


def wrote(person, project, minutes=60, back=0):
    return log_work(by=person, project=project, day=today(back), minutes_spent=minutes, words=WORDS)


def test_it_counts_once_an_organizer_verified_it(ana, project, bea):
    work = wrote(bea, project, 70)
    assert (work.minutes, work.counted, work.state) == (75, 0, "submitted")
    deliver_all()
    done = decide_work(by=ana, work=work, counted=75)
    deliver_all()
    assert (done.state, done.counted, done.decided_by) == ("verified", 75, ana)
    assert PointCause.objects.get(rule="STEW").eligible == 8 + 3 * 5
    assert bea.points_account.balance == 23
    assert set(Letter.objects.values_list("kind", "person__first_name")) >= {
        ("work_logged", "Ana"),
        ("work_decided", "Bea"),
    }


def test_less_and_nothing_need_a_reason(ana, project, bea):
    first, second = wrote(bea, project), wrote(bea, project)
    for counted in (30, 0):
        with refused("reason_needed"):
            decide_work(by=ana, work=first, counted=counted)
    with refused("counted"):
        decide_work(by=ana, work=first, counted=120)
    assert decide_work(by=ana, work=first, counted=30, answer="The tap was closed at ten.").state == "adjusted"
    assert decide_work(by=ana, work=second, counted=0, answer="That day somebody else did it.").state == "rejected"
    with refused("bad_move"):
        decide_work(by=ana, work=first, counted=60)
    deliver_all()
    assert PointCause.objects.filter(rule="STEW").count() == 1


def test_four_hours_a_day_and_fourteen_days_back(project, bea):
    wrote(bea, project, 180)
    with refused("minutes"):
        wrote(bea, project, 75)
    wrote(bea, project, 60)
    for minutes in (0, 5, 255, -60):
        with refused("minutes"):
            wrote(bea, project, minutes, back=1)
    wrote(bea, project, back=14)
    for back in (15, -1):
        with refused("day"):
            wrote(bea, project, back=back)


def test_only_for_projects_that_one_takes_part_in(ana, project):
    with refused("not_allowed"):
        wrote(make_person("Eve"), project)
    assert wrote(ana, project).pk


def test_nobody_verifies_their_own_or_their_households_work(ana, project, bea):
    tom = make_person("Tom")
    ProjectRole.objects.create(project=project, person=tom, role=ProjectRole.Role.CO_LEAD)
    home = Household.objects.create()
    for person in (tom, bea):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    hers, his = wrote(bea, project), wrote(ana, project)
    for person, work in ((bea, hers), (tom, hers), (ana, his), (make_person("Mia", role="official"), hers)):
        with refused("not_allowed"):
            decide_work(by=person, work=work, counted=60)
    assert decide_work(by=tom, work=his, counted=60).state == "verified"


def test_dates_and_work_of_one_day_count_twelve_hours_together(ana, bea, project):
    event = make_event(project, starts_in=timedelta(hours=-11), lasts=timedelta(hours=10))
    day, whole = event.local_start.date(), {"evidence": 3, "verified_by": ana, "state": "attended"}
    row = Attendance.objects.create(
        event=event, person=bea, in_at=event.starts_at, out_at=event.ends_at, minutes=600, **whole
    )
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CLOSED, closed_at=clock.now())
    work = log_work(by=bea, project=project, day=day, minutes_spent=180, words=WORDS)
    with refused("counted"):
        decide_work(by=ana, work=work, counted=180)
    assert decide_work(by=ana, work=work, counted=120, answer="Twelve hours are enough.").counted == 120
    with refused("day_full"):
        revise_attendance(by=ana, attendance=row, state="attended", minutes_spent=615, reason="She stayed longer.")


def test_two_a_week_earn_points_whichever_is_verified_first(ana, project, bea):
    monday = today() - timedelta(days=7 + today().weekday())
    logs = [log_work(by=bea, project=project, day=monday + timedelta(days=n), minutes_spent=60, words=WORDS) for n in (0, 1, 2)]  # fmt: skip
    for work in reversed(logs):
        decide_work(by=ana, work=work, counted=60)
    deliver_all()
    assert bea.points_account.balance == 2 * 20
    reconcile_person(person=bea)
    assert bea.points_account.balance == 40


def test_written_down_with_a_picture_and_verified_on_the_site(client, ana, project, bea):
    page = reverse("projects:my_work")
    sign_in(client, bea)
    typed = {"project": project.slug, "day": today().isoformat(), "minutes_spent": "60", "words": WORDS}
    assert client.post(page, {**typed, "project": "not-mine"}).status_code == 422
    assert client.post(page, {**typed, "picture": SimpleUploadedFile("oak.jpg", telling_jpeg())}).status_code == 302
    work = WorkLog.objects.get()
    assert work.picture and WORDS in client.get(page).text
    decide = reverse("projects:work_decide", args=[project.slug, work.pk])
    assert client.get(decide).status_code == 404
    sign_in(client, ana)
    assert decide in client.get(page).text
    client.post(decide, {"counted": "60", "answer": ""})
    work.refresh_from_db()
    assert work.state == "verified"
