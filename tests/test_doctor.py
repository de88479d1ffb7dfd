"""`manage.py doctor` says in plain words what is not as it must be."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from core import sql
from core.clock import now
from gamification.models import LedgerEntry, PointCause, PointsAccount
from ideas.models import Idea, IdeaPoll
from notices.models import Letter
from people import deeds
from people.bells import person_joined
from people.models import Delivery
from people.system import SYSTEM
from projects.models import Event, SignUp, Slot
from tests.builders import make_department, make_person, make_project, make_seat, make_slot
from tests.projects.test_series import begin

pytestmark = pytest.mark.django_db


def doctor(*only: str) -> tuple[int, dict]:
    """Exit code, and the problems by checkup."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", "--json", "--only", *only, stdout=out)
    except SystemExit as stopped:
        code = stopped.code
    found = json.loads(out.getvalue())
    assert found["healthy"] == (code == 0)
    return code, {one["name"]: one["problems"] for one in found["checkups"]}


def problem(name: str) -> str:
    code, found = doctor(name)
    assert code == 1
    (sentence,) = found[name]
    return sentence


def test_a_healthy_house_passes():
    make_seat(make_slot(), party=2)
    code, found = doctor()
    assert code == 0, found
    assert len(found) >= 15


def test_it_speaks_in_sentences():
    out = StringIO()
    call_command("doctor", "--only", "seats", "capacity", stdout=out)
    assert "ok  No slot is oversold" in out.getvalue() and "All 2 checkups are fine." in out.getvalue()


def test_an_unknown_checkup_is_named():
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor", "--only", "sseats", stderr=err)
    assert stopped.value.code == 2 and "no checkup called sseats" in err.getvalue()


def test_a_wrong_seat_counter():
    seat = make_seat(make_slot(), party=2)
    Slot.objects.update(seats_held=3)
    assert problem("seats") == f"Slot {seat.slot_id} says 3 seats are held; its sign-ups hold 2."


def test_a_wrong_number_of_people_waiting():
    SignUp.objects.create(slot=make_slot(), person=make_person(), state="waitlisted", waitlist_at=now())
    assert "says 0 wait; 1 do." in problem("waitlists")


def test_an_offer_held_too_long():
    SignUp.objects.create(
        slot=make_slot(), person=make_person(), state="offered", offer_token="t",
        offer_expires_at=now() - timedelta(hours=1),
    )  # fmt: skip
    assert "still hold a seat" in problem("offers")


def test_a_wrong_number_of_supports():
    poll = IdeaPoll.objects.create(slug="p", question="?", owner=make_person(), department=make_department())
    Idea.objects.create(poll=poll, ref="1", title="A bench", body="x", supports=4)
    assert "says 4 supports; there are 0." in problem("supports")


def test_a_wrong_number_of_first_words():
    poll = IdeaPoll.objects.create(slug="p", question="?", owner=make_person(), department=make_department())
    Idea.objects.create(poll=poll, ref="1", title="A bench", body="x", said=4)
    assert "says 4 first words; there are 0." in problem("said")


def test_a_balance_that_differs_from_its_ledger():
    person = make_person()
    cause = PointCause.objects.create(
        person=person, rule="ATT", subject_type="x", subject_id=1, occurred_at=now(), eligible=22
    )
    entry = LedgerEntry.objects.create(person=person, cause=cause, revision=1, amount=22, posted_by=SYSTEM())
    PointsAccount.objects.create(person=person, balance=20, last_entry_id=entry.pk)
    assert problem("balances") == f"Person {person.pk} has a balance of 20; the ledger says 22."


@pytest.mark.django_db(transaction=True)
def test_a_lost_trigger():
    with connection.cursor() as cursor:
        on = " ON gamification_ledgerentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER gamification_ledgerentry_no_update{on}")
    assert "gamification_ledgerentry_no_update is missing" in problem("triggers")
    sql.install_guards()


@pytest.mark.django_db(transaction=True)
def test_a_lost_constraint():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_live_signup_per_slot")
    assert problem("constraints") == "projects_signup has lost its constraint one_live_signup_per_slot."


def test_echoes_that_do_not_arrive(monkeypatch):
    person = make_person()
    with transaction.atomic():
        deed = person_joined.ring(by=person, on=person, person=person.pk)
    Delivery.objects.create(deed=deed, receiver="attic.receivers.forgotten")
    type(deed).objects.filter(pk=deed.pk).update(at=now() - timedelta(minutes=5))
    code, found = doctor("echoes")
    assert code == 1 and any("attic.receivers.forgotten" in sentence for sentence in found["echoes"])
    assert any("wait for longer than 2 minutes" in sentence for sentence in found["echoes"])
    assert deeds.deliver_all() >= 0


def test_letters_that_do_not_leave():
    Letter.objects.create(address="a@mail.example", event_key="x", kind="code", due_at=now() - timedelta(minutes=6))
    assert "1 letters should have left" in problem("outbox")


def test_a_check_that_fails_is_a_finding(monkeypatch):
    monkeypatch.setattr("projects.health.SignUp.objects", None)
    assert problem("seats").startswith("This could not be checked:")


def test_a_series_without_its_dates():
    ana = make_person("Ana")
    series = begin(ana, make_project(ana))
    assert doctor("series")[0] == 0
    Event.objects.filter(series=series, recurrence_id=series.first_day).update(recurrence_id=None)
    assert "Does the worker run?" in problem("series")


def test_a_project_without_a_lead():
    project = make_project(status="active")
    assert doctor("leads")[0] == 0
    project.organizers.all().delete()
    assert "has no lead" in problem("leads")
