"""Calendars that come back: what they show, whose they are, and what it costs when nothing is new."""

import logging
import re
from datetime import UTC, datetime, time, timedelta

import pytest
import recurring_ical_events
import time_machine
from django.urls import reverse
from django.utils.http import http_date
from icalendar import Calendar

from core.clock import now
from people import actions as people_actions
from projects import actions
from projects.models import CalendarAddress, Event, Project, SignUp
from projects.recurrence import weekly
from tests.builders import make_child, make_event, make_hood, make_person, make_project, make_seat, make_slot, sign_in

pytestmark = pytest.mark.django_db


def entries(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def address_of(person) -> str:
    return reverse("own_calendar", args=[actions.open_calendar(by=person)])


def read(client, path: str) -> list:
    return entries(client.get(path).content)


@pytest.fixture
def amal():
    return make_person("Amal")


@pytest.fixture
def slot():
    return make_slot(make_event(title="Creek"), capacity=1)


# ── one's own ──


def test_a_calendar_without_a_session_reads_my_places_and_those_of_my_children(client, amal, slot):
    make_seat(slot, amal)
    other = make_slot(make_event(title="Trees"))
    make_seat(other, make_child(amal, "Noa"))
    make_seat(make_slot(make_event(title="Not mine")))
    response = client.get(address_of(amal))
    assert response.headers["Content-Type"].startswith("text/calendar") and not response.cookies
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert {str(entry["SUMMARY"]) for entry in entries(response.content)} == {"Creek", "Noa: Trees"}


def test_a_family_at_one_date_is_one_entry(client, amal, slot):
    make_seat(slot, amal)
    make_seat(make_slot(slot.event), make_child(amal, "Noa"))
    (entry,) = read(client, address_of(amal))
    assert str(entry["SUMMARY"]) == "Creek, with Noa"
    assert "Amal: You're in\nNoa: You're in" in str(entry["DESCRIPTION"])


def test_a_waiting_place_is_tentative_and_a_place_given_up_says_so_for_30_days(client, amal, slot):
    first = make_seat(slot)
    mine = actions.join_slot(by=amal, slot=slot)
    path = address_of(amal)
    (entry,) = read(client, path)
    assert (entry["STATUS"], entry["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    actions.leave_slot(by=first.person, signup=first)
    mine.refresh_from_db()
    assert mine.state == SignUp.State.OFFERED and read(client, path)[0]["STATUS"] == "TENTATIVE"
    actions.accept_offer(by=amal, signup=mine, token=mine.offer_token)
    (entry,) = read(client, path)
    assert (entry["STATUS"], entry["SUMMARY"]) == ("CONFIRMED", "Creek")
    mine.refresh_from_db()
    actions.leave_slot(by=amal, signup=mine)
    (entry,) = read(client, path)
    assert (entry["STATUS"], entry["SUMMARY"]) == ("CANCELLED", "CANCELLED: Creek")
    with time_machine.travel(now() + timedelta(days=31)):
        assert read(client, path) == []


def test_who_organizes_has_the_dates_too(client, amal):
    make_event(make_project(amal, status="active"))
    (entry,) = read(client, address_of(amal))
    assert "You organize this." in str(entry["DESCRIPTION"])


def test_a_closed_address_shows_nothing_and_the_others_go_on(client, amal):
    one, other = address_of(amal), address_of(amal)
    first, second = amal.calendar_addresses.order_by("pk")
    assert {first.read_on, second.read_on} == {None}
    sign_in(client, amal)
    assert client.post(reverse("projects:calendar_close", args=[first.ref])).status_code == 302
    client.logout()
    assert client.get(one).status_code == 404 and client.get(other).status_code == 200
    second.refresh_from_db()
    assert second.read_on is not None


def test_the_address_is_shown_once_and_kept_only_as_a_hash(client, amal):
    sign_in(client, amal)
    page = client.post(reverse("projects:my_calendar"))
    (path,) = set(re.findall(r"/calendars/[\w-]+\.ics", page.text))
    assert "webcal://" in page.text and page.headers["Cache-Control"] == "no-store"
    assert path not in client.get(reverse("projects:my_calendar")).text
    token = path.split("/")[-1].removesuffix(".ics")
    assert token not in str(list(CalendarAddress.objects.values()))
    assert client.get(path).status_code == 200


def test_ten_addresses_are_enough(client, amal):
    for _ in range(10):
        actions.open_calendar(by=amal)
    sign_in(client, amal)
    page = client.post(reverse("projects:my_calendar"))
    assert page.status_code == 422 and "Close one" in page.text


def test_no_log_holds_the_secret(client, caplog):
    from core.logs import WithoutSecrets

    for before, after in (
        ("/calendars/s3cret-Token.ics", "/calendars/…"),
        ("/letters/stop/s3cret.Token/", "/letters/stop/…/"),
        ("/es/s/s3cret/", "/es/s/…/"),
    ):
        record = logging.LogRecord("django.request", 30, "x", 1, "Not Found: %s", (before,), None)
        WithoutSecrets().filter(record)
        assert record.getMessage() == f"Not Found: {after}"


def test_somebody_who_left_has_no_calendar(client, amal):
    path = address_of(amal)
    people_actions.erase_person(by=amal, person=amal)
    assert client.get(path).status_code == 404 and not CalendarAddress.objects.exists()


# ── for everybody ──


def test_a_project_and_a_neighborhood_have_calendars_without_people(client):
    hood, project = make_hood("Mill Lane"), make_project(status="active")
    project.neighborhood = hood
    project.save()
    make_seat(make_slot(make_event(project, title="Creek")), make_person("Zoe"))
    make_event(project, title="Called off", status=Event.Status.CANCELLED)
    make_event(project, title="Only a thought", status=Event.Status.DRAFT)
    make_event(make_project(status="submitted", neighborhood=hood), title="Hidden")
    for path in (
        reverse("projects:project_calendar", args=[project.slug]),
        reverse("projects:neighborhood_calendar", args=[hood.slug]),
    ):
        response = client.get(path)
        found = {str(entry["SUMMARY"]): entry["STATUS"] for entry in entries(response.content)}
        assert found == {"Creek": "CONFIRMED", "CANCELLED: Called off": "CANCELLED"}
        assert b"Zoe" not in response.content and b"VALARM" not in response.content and not response.cookies
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in response.content
        with time_machine.travel(now() + timedelta(days=31)):
            assert read(client, path) == [] or [str(e["SUMMARY"]) for e in read(client, path)] == ["Creek"]


def test_every_change_counts_up_and_dates_itself(client, ana):
    project = make_project(ana, status="active")
    event = make_event(project)
    path = reverse("projects:project_calendar", args=[project.slug])
    (before,) = read(client, path)
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        actions.change_event(by=ana, event=event, meeting_point="The old oak")
        (after,) = read(client, path)
        assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == now().replace(microsecond=0)
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1) and before["UID"] == after["UID"]
    actions.cancel_event(by=ana, event=event, reason="weather")
    (end,) = read(client, path)
    assert (end["SEQUENCE"], end["STATUS"], end["UID"]) == (2, "CANCELLED", before["UID"])


@pytest.mark.parametrize("kind", ["own", "project"])
def test_who_asks_every_minute_is_told_that_nothing_is_new(
    client, amal, ana, kind, django_assert_num_queries, monkeypatch
):
    from projects import calendars

    project = make_project(ana, status="active")
    for _ in range(5):
        make_seat(make_slot(make_event(project)), amal)
    path = address_of(amal) if kind == "own" else reverse("projects:project_calendar", args=[project.slug])
    first = client.get(path)
    built = []
    monkeypatch.setattr(calendars, "_filled", lambda *args, **kwargs: built.append(1))
    with django_assert_num_queries(3 if kind == "own" else 2):
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert not built
    monkeypatch.undo()
    event = project.events.first()
    with time_machine.travel(now() + timedelta(seconds=5)):
        actions.change_event(by=ana, event=event, meeting_point="The old oak")
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_date_that_is_gone_leaves_calendars_that_ask_again(client, ana):
    """No date of what is left says that something was taken out: the newest change is as old as before."""
    hood = make_hood("Alder")
    gone, stays = (make_project(ana, status="active", neighborhood=hood) for _ in range(2))
    make_event(gone, title="Creek")
    with time_machine.travel(now() + timedelta(minutes=5)):
        make_event(stays, title="Trees")
    path = reverse("projects:neighborhood_calendar", args=[hood.slug])
    first = client.get(path)
    Project.objects.filter(pk=gone.pk).update(status="submitted")
    for known in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": http_date(now().timestamp() + 600)}):
        answer = client.get(path, headers=known)
        assert (answer.status_code, [str(e["SUMMARY"]) for e in entries(answer.content)]) == (200, ["Trees"])
    assert "Last-Modified" not in first.headers


def test_dates_on_both_sides_of_a_clock_change_stay_at_their_hour(client, ana):
    project = make_project(ana, status="active")
    with time_machine.travel(datetime(2027, 3, 10, 9, tzinfo=UTC)):
        day = datetime(2027, 3, 22).date()
        series = actions.start_series(
            by=ana, project=project, rule=weekly(day), first_day=day, begins=time(18), ends=time(20),
            until=day + timedelta(weeks=2), zone="Europe/Amsterdam", meeting_point="Blue sign", slots=[{"name": "All"}],
        )  # fmt: skip
        before = series.events.order_by("starts_at").first()
        path = reverse("projects:project_calendar", args=[project.slug])
        was = next(entry for entry in read(client, path) if entry["DTSTART"].dt == before.local_start)
        actions.change_event(  # from before the change to after it, by the wall clock
            by=ana, event=before, starts_at=datetime(2027, 3, 30, 18), ends_at=datetime(2027, 3, 30, 20)
        )
        found = recurring_ical_events.of(Calendar.from_ical(client.get(path).content)).between(
            (2027, 3, 1), (2027, 5, 1)
        )
    starts = sorted(entry["DTSTART"].dt for entry in found)
    assert [start.hour for start in starts] == [18, 18, 18]
    assert {start.astimezone(UTC).hour for start in starts} == {16}
    assert len({str(entry["UID"]) for entry in found}) == 3
    (moved,) = [entry for entry in found if entry["UID"] == was["UID"]]
    assert (was["SEQUENCE"], moved["SEQUENCE"]) == (0, 1) and was["DTSTART"].dt.astimezone(UTC).hour == 17
    assert moved["DTSTART"].dt.astimezone(UTC).isoformat() == "2027-03-30T16:00:00+00:00"


def test_what_no_calendar_may_hold_is_left_out(client, slot):
    Event.objects.update(title="Spring\x08 tidy\x1f\uffff", meeting_point="The\x0b bridge")
    text = client.get(reverse("projects:event_calendar", args=[slot.event.project.slug, slot.event.pk])).text
    assert "SUMMARY:Spring tidy\r\n" in text and "LOCATION:The bridge\r\n" in text
    assert not any(sign in text for sign in "\x08\x0b\x1f\uffff")


def test_a_file_to_take_over_has_an_alarm_and_no_method(client, slot):
    event = slot.event
    content = client.get(reverse("projects:event_calendar", args=[event.project.slug, event.pk])).content
    (alarm,) = Calendar.from_ical(content).walk("VALARM")
    assert alarm["TRIGGER"].dt == -timedelta(hours=2) and b"METHOD" not in content
