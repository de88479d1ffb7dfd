"""Hours of the time before this site: the good lines in, the bad ones back, nothing twice, and points by the same rules."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.clock import now
from core.when import local
from gamification.models import PointCause
from notices.models import Letter
from people.deeds import deliver_all
from people.models import Deed, Household, HouseholdMember
from projects.actions import import_hours, preview_hours
from projects.models import Attendance, Event, Project
from tests.builders import make_event, make_person, make_project, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
HEAD = "email,project,date,from,to"


@pytest.fixture
def project():
    return make_project(status=Project.Status.ACTIVE, slug="creek")


@pytest.fixture
def bea():
    return make_person("Bea", email="bea@mail.example")


def day(ago=60):
    return (local(now()) - timedelta(days=ago)).date().isoformat()


def file(*rows, head=HEAD):
    return "\n".join([head, *rows])


def states(lines):
    return [line.state for line in lines]


def test_good_lines_are_hours_that_an_official_verified(mia, project, bea):
    lines = import_hours(by=mia, text=file(f"BEA@mail.example,creek,{day()},9:00,11:30"))
    assert states(lines) == ["good"]
    row = Attendance.objects.get(person=bea)
    assert (row.state, row.minutes, row.verified_by, row.evidence) == ("attended", 150, mia, 4)
    assert row.event.status == Event.Status.CLOSED and row.event.project == project
    assert Deed.objects.get(bell="projects.hours_imported").ids == {"count": 1}


def test_the_same_file_again_changes_nothing(mia, project, bea):
    text = file(f"bea@mail.example,creek,{day()},9:00,11:30", f"bea@mail.example,creek,{day(50)},9:00,10:00")
    import_hours(by=mia, text=text)
    again = import_hours(by=mia, text=text)
    assert states(again) == ["there", "there"]
    assert Attendance.objects.count() == 2 and Event.objects.count() == 2


def test_the_same_line_twice_in_one_file_counts_once(mia, project, bea):
    line = f"bea@mail.example,creek,{day()},9:00,11:30"
    assert states(import_hours(by=mia, text=file(line, line))) == ["good", "there"]


def test_a_preview_writes_nothing(mia, project, bea):
    lines = preview_hours(by=mia, text=file(f"bea@mail.example,creek,{day()},9:00,11:30"))
    assert states(lines) == ["good"] and lines[0].minutes == 150
    assert not Attendance.objects.exists() and not Event.objects.exists() and not Deed.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("eve@mail.example,creek,{day},9:00,11:00", "Nobody here has this address"),
        ("bea@mail.example,river,{day},9:00,11:00", "no project of this name"),
        ("bea@mail.example,creek,31.2.2026,9:00,11:00", "Write the date"),
        ("bea@mail.example,creek,soon,9:00,11:00", "Write the date"),
        ("bea@mail.example,creek,{day},nine,11:00", "Write the hours"),
        ("bea@mail.example,creek,{day},9:00,25:00", "Write the hours"),
        ("bea@mail.example,creek,{day},11:00,9:00", "later than the start"),
        ("bea@mail.example,creek,{day},6:00,20:00", "At most 12 hours"),
        ("bea@mail.example,creek,1999-03-02,9:00,11:00", "older than five years"),
        ("bea@mail.example,creek,{soon},9:00,11:00", "last two weeks"),
        ("mia@mail.example,creek,{day},9:00,11:00", "Nobody vouches for themselves"),
        ("bea@mail.example", "no project of this name"),
    ],
)
def test_a_bad_line_comes_back_with_its_reason_and_the_good_one_goes_in(project, bea, row, words):
    mia = make_person("Mia", role="official", email="mia@mail.example")
    text = file(row.format(day=day(), soon=day(3)), f"bea@mail.example,creek,{day(40)},9:00,11:00")
    lines = import_hours(by=mia, text=text)
    assert states(lines) == ["bad", "good"] and words in lines[0].reason
    assert Attendance.objects.count() == Event.objects.count() == 1


def test_nobody_is_in_two_places_and_nobody_vouches_for_their_household(mia, project, bea):
    make_project(slug="oaks")
    cy = make_person("Cy", email="cy@mail.example")
    home = Household.objects.create()
    for person in (mia, cy):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=now())
    lines = import_hours(
        by=mia,
        text=file(
            f"bea@mail.example,creek,{day()},9:00,11:30",
            f"bea@mail.example,oaks,{day()},11:00,12:00",
            f"cy@mail.example,oaks,{day()},11:00,12:00",
        ),
    )
    assert states(lines) == ["good", "bad", "bad"]
    assert "two places" in lines[1].reason and "household" in lines[2].reason


def test_a_date_that_has_a_list_here_is_put_right_there(mia, project, bea):
    event = make_event(project, starts_in=timedelta(days=-60))
    start, end = event.local_start, event.local_end
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at.replace(second=0, microsecond=0), ends_at=event.ends_at.replace(second=0, microsecond=0)
    )  # fmt: skip
    row = f"bea@mail.example,creek,{start.date()},{start:%H:%M},{end:%H:%M}"
    if start.date() == end.date():
        assert "still open" in import_hours(by=mia, text=file(row))[0].reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "columns"),
        ("name,hours\nBea,3", "columns"),
        (HEAD, "empty"),
        (HEAD + "\n" + "a,b,c,d,e\n" * 1001, "too_many"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(mia, text, code):
    with refused(code):
        import_hours(by=mia, text=text)


def test_only_officials_import(project, bea):
    for person in (bea, make_person("Ana"), make_person("Mod", role="moderator")):
        with refused("not_allowed"):
            import_hours(by=person, text=file(f"bea@mail.example,creek,{day()},9:00,11:30"))


def test_a_long_file_costs_few_statements_for_each_line(mia, project, bea, django_assert_max_num_queries):
    people = [bea, make_person("Cy"), make_person("Dag")]
    rows = [f"{one.email},creek,{day(30 + n)},9:00,10:00" for n in range(20) for one in people]
    with django_assert_max_num_queries(10 * 60 + 3 * 20 + 2 * 3 + 20):  # each line, each date, each person, the file
        assert states(import_hours(by=mia, text=file(*rows))) == ["good"] * 60


def test_a_date_that_only_a_refused_line_brought_is_not_used_by_the_next(mia, project, bea):
    lines = import_hours(
        by=mia, text=file(f"{mia.email},creek,{day()},9:00,10:00", f"{bea.email},creek,{day()},9:00,10:00")
    )
    assert states(lines) == ["bad", "good"]
    assert Attendance.objects.get(person=bea).event == Event.objects.get()


def test_semicolons_and_other_columns_are_fine(mia, project, bea):
    text = file(f"9:00;11:30;x;bea@mail.example;creek;{day()}", head="from;to;remark;email;project;date")
    assert states(import_hours(by=mia, text=text)) == ["good"]


def test_points_follow_by_the_same_rules_and_nobody_gets_a_letter(mia, project, bea):
    staff = make_person("Ed", role="editor", email="ed@mail.example")
    rows = [f"{who}@mail.example,creek,{day()},9:00,11:30" for who in ("bea", "ed")]
    import_hours(by=mia, text=file(*rows))
    deliver_all()
    assert bea.points_account.balance > 0
    assert not hasattr(staff, "points_account") or staff.points_account.balance == 0
    assert not PointCause.objects.filter(rule="LEAD").exists()  # nobody settled a roster in time
    assert not Letter.objects.exists()


def test_the_page_shows_takes_and_gives_back(client, mia, project, bea):
    path = reverse("hours_import")
    sign_in(client, mia)
    rows = file(f"bea@mail.example,creek,{day()},9:00,11:30", f"=cmd@mail.example,creek,{day()},9:00,11:30")
    seen = client.post(path, {"deed": "look", "file": SimpleUploadedFile("hours.csv", rows.encode())})
    assert seen.status_code == 200 and not Attendance.objects.exists()
    text = seen.context["text"]
    assert "1 line is good" in seen.content.decode()
    assert "1 line was taken" in client.post(path, {"deed": "import", "text": text}).content.decode()
    back = client.post(path, {"deed": "bad", "text": text})
    assert back["Content-Type"].startswith("text/csv")
    words = back.content.decode()
    assert "'=cmd@mail.example" in words and "Nobody here has this address" in words and "bea@" not in words
    assert client.post(path, {"deed": "look"}).status_code == 422
