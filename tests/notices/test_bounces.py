"""Letters that come back stop an address, tell the person on the site, and wait until they ask to try again."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from core import clock
from notices import dsn
from notices.actions import note_bounce, read_report, send_due
from notices.models import Bounce, Letter
from tests.builders import make_event, make_person, sign_in
from tests.notices.test_choices import thank

pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@mail.example
To: engage@larkhaven.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you …
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; amal@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user
 here

--b
Content-Type: {part}

From: Engage <engage@larkhaven.example>
Message-ID: <{ref}@localhost>
Subject: Hello

--b--
"""


def report(ref: str, *, status: str = "5.1.1", action: str = "failed", part: str = "text/rfc822-headers") -> bytes:
    return REPORT.format(ref=ref, status=status, action=action, part=part).encode()


def sent(person, **more) -> Letter:
    letter = thank(person, make_event(), **more)
    Letter.objects.filter(pk=letter.pk).update(attempts=1, sent_at=clock.now())
    return letter


@pytest.mark.parametrize("part", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_stops_the_address_and_five_of_the_same_change_nothing(part):
    amal = make_person("Amal")
    data = report(sent(amal).ref, part=part)
    assert [read_report(data=data) for _ in range(5)] == [True, False, False, False, False]
    assert Bounce.objects.get().why == "5.1.1 smtp; 550 5.1.1 no such user here"
    letter = thank(amal, make_event(), due_at=clock.now())
    assert send_due() == 0
    letter.refresh_from_db()
    assert letter.attempts == 1 and "come back" in letter.problem
    assert not Letter.objects.unsent().exists()


def test_codes_asked_for_by_hand_are_still_tried(letter_to):
    amal = make_person("Amal")
    note_bounce(letter=sent(amal), hard=True, why="gone")
    letter_to(amal.email)
    assert send_due() == 1


def test_a_full_mailbox_stops_after_the_third_time_in_a_week():
    amal = make_person("Amal")
    for n, stopped in enumerate([False, False, True]):
        read_report(data=report(sent(amal).ref, status="5.2.2"))
        assert Bounce.objects.stop(amal.email) is stopped, n
    clock.shift(timedelta(days=8))
    assert not Bounce.objects.stop(amal.email)


def test_a_soft_one_that_turns_out_hard_is_hard():
    amal = make_person("Amal")
    letter = sent(amal)
    assert note_bounce(letter=letter, hard=False, why="full") and note_bounce(letter=letter, hard=True, why="gone")
    assert not note_bounce(letter=letter, hard=False, why="full")
    assert Bounce.objects.get().hard


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: Out of office\n\nI am away.",
        report("unknown"),
        report("{ref}", action="delayed", status="4.4.1"),
        report("{ref}").replace(b"Message-ID", b"X-Id"),
        b"Content-Type: multipart/report; boundary=\xff\xfe\n\n--\xff",
    ],
)
def test_what_is_no_report_about_a_letter_of_ours_changes_nothing(data):
    ref = sent(make_person()).ref
    assert read_report(data=data.replace(b"{ref}", ref.encode())) is None
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    ("status", "lasting"),
    [
        ("5.1.1", True),
        ("5.2.1", True),
        ("5.0.0", True),
        ("5.2.2", False),
        ("5.7.1", False),
        ("4.4.1", False),
        ("", False),
    ],
)
def test_only_what_is_said_of_the_address_lasts(status, lasting):
    assert dsn.lasting(status) is lasting


def test_a_server_that_knows_no_such_mailbox_stops_it_at_once(server):
    amal = make_person("Amal", email="nobody@mail.example")
    server.mood = "refusing"
    letter = thank(amal, make_event(), due_at=clock.now())
    assert send_due() == 0
    assert Bounce.objects.get().hard
    letter.refresh_from_db()
    assert "550" in letter.problem and not Letter.objects.unsent().exists()


def test_a_folder_of_reports_is_read_again_and_again(tmp_path: Path, capsys):
    letter = sent(make_person())
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_bytes(report(letter.ref))
    (tmp_path / "new" / "2").write_bytes(b"Subject: hi\n\nhello")
    call_command("read_bounces", str(tmp_path))
    assert "2 read: 1 new, 0 known, 1 not about" in capsys.readouterr().out
    call_command("read_bounces", str(tmp_path))
    assert "0 new, 1 known" in capsys.readouterr().out


def test_one_report_comes_on_standard_input(monkeypatch, capsys):
    data = report(sent(make_person()).ref)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    call_command("read_bounces")
    assert "1 new" in capsys.readouterr().out


def test_the_person_reads_it_on_the_site_and_lets_us_try_again():
    amal = make_person("Amal", email="amal@mail.example")
    client = Client()
    sign_in(client, amal)
    for path in ("/me/", "/settings/"):
        assert "come back" not in client.get(path).content.decode()
    note_bounce(letter=sent(amal), hard=True, why="gone")
    for path in ("/me/", "/settings/"):
        assert "Our letters to a…@mail.example come back." in client.get(path).content.decode()
    assert client.post("/settings/notices/try-again/").status_code == 302
    assert "come back" not in client.get("/me/").content.decode()
    assert send_due() == 1
    assert Letter.objects.get(kind="test_letter").sent_at
