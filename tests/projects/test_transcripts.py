"""Proof of hours: verified minutes only, a public page that says how it stands, replaced by every later correction."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from core import clock
from people.actions import erase_person
from projects.actions import (
    check_in,
    close_event,
    decide_work,
    issue_transcript,
    log_work,
    revise_attendance,
    withdraw_transcript,
)
from projects.models import Attendance, Transcript
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "She left at eleven, says Cy."


@pytest.fixture
def ana():
    return make_person("Ana", last_name="Reyes")


@pytest.fixture
def project(ana):
    return make_project(ana, status="active", title="Lantern Creek clean-up")


@pytest.fixture
def bea():
    return make_person("Bea", last_name="Lindqvist")


def came(ana, project, person, *, days_ago, closed=True):
    event = make_event(project, starts_in=timedelta(days=-days_ago))
    make_seat(make_slot(event), person)
    clock.shift(timedelta(days=-days_ago, hours=3))
    check_in(by=ana, event=event, person=person)
    if closed:
        close_event(by=ana, event=event)
    clock.reset()
    return Attendance.objects.get(event=event, person=person)


def days(since=30, until=0):
    today = clock.now().date()
    return {"since": today - timedelta(days=since), "until": today - timedelta(days=until)}


def page_of(transcript):
    return reverse("transcript_verify", args=[transcript.token])


def test_it_sums_what_was_verified_between_the_days(ana, project, bea):
    came(ana, project, bea, days_ago=40)
    inside = came(ana, project, bea, days_ago=10)
    came(ana, project, bea, days_ago=5, closed=False)
    came(ana, project, make_person("Cy"), days_ago=3)
    paper = issue_transcript(by=bea, **days())
    line = paper.lines.get()
    assert (line.attendance, line.minutes, line.verified_by, paper.minutes) == (inside, 120, "Ana R.", 120)
    assert (paper.initials, paper.full_name, paper.standing) == ("B. L.", "", "valid")


def test_verified_work_between_the_dates_stands_on_it(ana, project, bea):
    came(ana, project, bea, days_ago=10)
    work = [log_work(by=bea, project=project, day=days(since=n)["since"], minutes_spent=60, words="Watered.....") for n in (4, 5)]  # fmt: skip
    decide_work(by=ana, work=work[0], counted=30, answer="Half of it was another day.")
    paper = issue_transcript(by=bea, **days())
    assert [(line.work, line.minutes) for line in paper.lines.all()] == [(None, 120), (work[0], 30)]
    assert paper.minutes == 150
    call_command("doctor", "--only", "transcripts", stdout=io.StringIO())


def test_what_makes_no_paper(ana, project, bea):
    with refused("nothing"):
        issue_transcript(by=bea, **days())
    came(ana, project, bea, days_ago=10)
    with refused("days"):
        issue_transcript(by=bea, **days(since=1, until=2))
    with refused("future"):
        issue_transcript(by=bea, **days(until=-2))


def test_its_page_says_initials_unless_the_holder_ticked_the_name(client, ana, project, bea):
    came(ana, project, bea, days_ago=10)
    shy, open_ = issue_transcript(by=bea, **days()), issue_transcript(by=bea, **days(), with_name=True)
    said = client.get(page_of(shy)).text
    assert "This is valid" in said and "B. L." in said and "2 h" in said
    assert not any(word in said for word in ("Bea", "Lindqvist", "Ana", "Lantern Creek"))
    assert "Bea Lindqvist" in client.get(page_of(open_)).text


def test_a_later_correction_replaces_it_and_a_new_one_is_named(client, ana, project, bea):
    row = came(ana, project, bea, days_ago=10)
    other = came(ana, project, bea, days_ago=9)
    old, apart = issue_transcript(by=bea, **days()), issue_transcript(by=bea, **days(until=10))
    revise_attendance(by=ana, attendance=other, state="partial", minutes_spent=60, reason=WHY)
    assert "This was replaced" in client.get(page_of(old)).text
    assert "This is valid" in client.get(page_of(apart)).text  # it has another line only
    new = issue_transcript(by=bea, **days())
    assert new.minutes == 180 and new.number in client.get(page_of(old)).text
    revise_attendance(by=ana, attendance=row, state="no_show", reason=WHY)
    assert {Transcript.objects.get(pk=one.pk).standing for one in (old, new, apart)} == {"replaced"}


def test_the_holder_withdraws_it_and_nobody_else(client, ana, project, bea):
    came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days())
    with refused("not_allowed"):
        withdraw_transcript(by=ana, transcript=paper)
    sign_in(client, bea)
    client.post(reverse("projects:transcript_withdraw", args=[paper.number]))
    said = client.get(page_of(paper)).text
    assert "This was withdrawn" in said and "B. L." not in said and "2 h" not in said


def test_after_erasure_it_is_withdrawn_and_names_nobody(ana, project, bea):
    came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days(), with_name=True)
    erase_person(by=bea, person=bea)
    paper.refresh_from_db()
    assert (paper.standing, paper.full_name, paper.initials) == ("withdrawn", "", "")


def test_nobody_reads_the_paper_of_somebody_else(client, ana, project, bea):
    came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days())
    sign_in(client, ana)
    for name in ("transcript_page", "transcript_file"):
        assert client.get(reverse(f"projects:{name}", args=[paper.number])).status_code == 404
    assert client.get(reverse("transcript_verify", args=["guess"])).status_code == 404


def test_the_doctor_finds_a_valid_one_whose_hours_were_changed_behind_its_back(ana, project, bea):
    row = came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days())
    call_command("doctor", "--only", "transcripts", stdout=io.StringIO())
    Attendance.objects.filter(pk=row.pk).update(minutes=60)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", "--only", "transcripts", stdout=out)
    assert paper.number in out.getvalue()


def test_the_page_makes_the_paper_and_refuses_kindly(client, ana, project, bea):
    came(ana, project, bea, days_ago=10)
    sign_in(client, bea)
    page = reverse("projects:transcript_list")
    assert client.post(page, {"since": "1066-01-01", "until": "x"}).status_code == 422
    chosen = {name: day.isoformat() for name, day in days().items()}
    answer = client.post(page, chosen)
    shown = client.get(answer.url).text
    assert "Ana R." in shown and Transcript.objects.get().token in shown


def elements(node):
    """The tags of a document, outermost first."""
    below = node.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        found = each.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from elements(found)


@pytest.mark.pdf
@pytest.mark.parametrize(("language", "word"), [("", "Volunteer hours"), ("/es", "Horas de voluntariado")])
def test_the_file_is_a_tagged_pdf_and_its_text_can_be_read(client, ana, project, bea, language, word):
    from pypdf import PdfReader

    came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days())
    sign_in(client, bea)
    with translation.override("en"):  # a request leaves its language behind
        answer = client.get(f"{language}/me/hours/{paper.number}/file.pdf")
    assert answer["Content-Type"] == "application/pdf"
    book = PdfReader(io.BytesIO(answer.content))
    root = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data() and root["/Lang"] == (language.strip("/") or "en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and paper.number in book.metadata.title
    tags = list(elements(root["/StructTreeRoot"]))
    roles = [tag["/S"] for tag in tags]
    assert roles.count("/H1") == 1 and roles.count("/Table") == 1 and roles.count("/TH") == 4 and "/TD" in roles
    assert [bool(tag.get("/Alt")) for tag in tags if tag["/S"] == "/Figure"] == [True]  # the square says what it is
    assert {"/Link", "/Caption"} <= set(roles)
    for sheet in book.pages:
        drawn = sheet.get_contents().get_data()
        assert sheet["/Tabs"] == "/S" and drawn.count(b"BDC") + drawn.count(b"BMC") == drawn.count(b"EMC") > 0
    text = " ".join(" ".join(sheet.extract_text() for sheet in book.pages).split())
    for said in (word, paper.number, "B. L.", "Lantern Creek clean-up", "Ana R.", paper.token):
        assert said in text
    assert "Lindqvist" not in text


def test_without_the_library_people_are_sent_to_the_page(client, monkeypatch, ana, project, bea):
    from projects import transcript_pdf

    came(ana, project, bea, days_ago=10)
    paper = issue_transcript(by=bea, **days())
    sign_in(client, bea)
    monkeypatch.setattr(transcript_pdf, "can_print", lambda: False)
    page = reverse("projects:transcript_page", args=[paper.number])
    assert client.get(reverse("projects:transcript_file", args=[paper.number])).url == page
    assert "Print this page" in client.get(page).text
