"""What must reach a person is a row first, once for each happening, and leaves as soon as it can."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from core import clock, queue
from core.clock import now
from notices import actions
from notices.models import Letter
from people import deeds
from people.bells import code_asked
from people.models import Code, Deed
from people.system import SYSTEM
from projects.actions import cancel_event
from tests.builders import make_event, make_person, make_seat, make_slot

pytestmark = pytest.mark.django_db


def test_a_letter_is_written_in_the_persons_language_and_waits(letter_to):
    amal = make_person("Amal", email="amal@mail.example")
    letter = letter_to("", to=amal)
    assert (letter.address, letter.person, letter.sent_at) == ("amal@mail.example", amal, None)
    assert letter.subject == "Your code for Engage"
    assert "123456" in letter.text and "123456" in letter.html
    assert "123456" not in letter.subject
    assert "&" not in letter.text


def test_a_second_letter_about_the_same_happening_is_not_written(letter_to):
    first = letter_to("amal@mail.example", "seat:7")
    again = letter_to("AMAL@mail.example ", "seat:7")
    assert first.pk == again.pk and Letter.objects.count() == 1
    assert letter_to("amal@mail.example", "seat:8").pk != first.pk
    assert letter_to("bea@mail.example", "seat:7").pk != first.pk


def test_somebody_without_an_address_gets_no_letter():
    walk_in = make_person("Wim", login=False)
    assert actions.post(kind="code", to=walk_in, event_key="x", context={}) is None


def test_a_sent_letter_says_who_wrote_it_and_that_a_machine_did(letter_to):
    letter = letter_to("amal@mail.example", attachments=[("seat.ics", "text/calendar", "BEGIN:VCALENDAR\r\n")])
    assert actions.send_due() == 1
    (sent,) = mail.outbox
    raw = sent.message()
    assert raw["Message-ID"] == f"<{letter.ref}@localhost>"
    assert raw["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in raw.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip


def test_a_letter_leaves_once_however_often_it_is_sent(letter_to):
    letter = letter_to("amal@mail.example")
    assert actions.send_letter(pk=letter.pk)
    assert not actions.send_letter(pk=letter.pk)
    assert actions.send_due() == 0
    assert len(mail.outbox) == 1


def test_a_bell_that_is_heard_five_times_is_one_letter_to_each():
    slot = make_slot(make_event(), capacity=9)
    people = {make_seat(slot, make_person(name)).person for name in ("Amal", "Bea", "Cy")}
    Letter.objects.all().delete()
    cancel_event(by=slot.event.project.organizers.get().person, event=slot.event, reason="weather")
    deed = Deed.objects.get(bell="projects.event_cancelled")
    for _ in range(5):
        deeds.deliver_all()
        deed.deliveries.update(done_at=None)
    cancelled = Letter.objects.filter(kind="event_cancelled")
    assert {letter.person for letter in cancelled} == people and cancelled.count() == 3
    clock.shift(timedelta(hours=12))
    assert [actions.send_due() for _ in range(5)] == [len(mail.outbox), 0, 0, 0, 0]
    assert len({(*sent.to, sent.subject) for sent in mail.outbox}) == len(mail.outbox)


def test_codes_leave_before_other_letters(letter_to):
    letter_to("slow@mail.example", "news:1")
    letter_to("fast@mail.example", "code:1", lane=Letter.Lane.FAST)
    actions.send_due()
    assert [sent.to[0] for sent in mail.outbox] == ["fast@mail.example", "slow@mail.example"]


def test_a_letter_for_later_waits_for_its_time(letter_to):
    letter_to("amal@mail.example", due_at=now() + timedelta(hours=2))
    assert actions.send_due() == 0
    clock.shift(timedelta(hours=2, seconds=1))
    assert actions.send_due() == 1


def test_a_letter_that_nobody_needs_any_more_never_leaves(letter_to):
    letter_to("amal@mail.example", good_until=now() + timedelta(minutes=15))
    clock.shift(timedelta(minutes=16))
    assert actions.send_due() == 0
    assert not Letter.objects.unsent().exists()


def test_a_sent_code_is_forgotten_in_production(letter_to, settings):
    settings.PRODUCTION = True
    code, other = letter_to("amal@mail.example"), letter_to("amal@mail.example", "thanks:1")
    Letter.objects.filter(pk=other.pk).update(kind="thanks")
    actions.send_due()
    code.refresh_from_db()
    other.refresh_from_db()
    assert (code.text, code.html) == ("", "") and other.text and len(mail.outbox) == 2
    assert "123456" in mail.outbox[0].body


def test_asking_for_a_code_writes_its_letter():
    code = Code.objects.create(email="new@mail.example", expires_at=now() + timedelta(minutes=15), first_name="Nia")
    with transaction.atomic():
        code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
    deeds.deliver_all()
    letter = Letter.objects.get()
    assert code.digits in letter.text and "Nia" not in letter.text, "anybody could have typed it"
    assert (letter.lane, letter.good_until) == (Letter.Lane.FAST, code.expires_at)


def test_a_code_that_is_over_gets_no_letter():
    code = Code.objects.create(email="new@mail.example", expires_at=now() - timedelta(seconds=1))
    with transaction.atomic():
        code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
    deeds.deliver_all()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_stops_nobody(letter_to, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr("core.queue.current_app.send_task", away)
    letter_to("amal@mail.example")
    assert queue.settle()
    assert actions.send_due() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_each_letter_once(letter_to, server):
    for n in range(25):
        letter_to(f"p{n}@mail.example", f"news:{n}")

    def work():
        actions.send_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.shift(timedelta(days=1))  # what a busy machine left for later
    actions.send_due()
    assert sorted(found["To"] for found in server.letters) == sorted(f"p{n}@mail.example" for n in range(25))
    assert not Letter.objects.unsent().exists()
