"""The pages on which organizers plan, change and end a series, as a browser asks for them; the letters and files that follow."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from people.deeds import deliver_all
from projects.actions import change_event, join_slot, schedule_event
from projects.models import Event, Series
from tests.builders import make_child, make_person, make_project, make_seat
from tests.notices.hearing import letters
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


def day(n):
    return (clock.now() + timedelta(days=n)).date().isoformat()


PLAN = {
    "begins": "09:00", "ends": "11:30", "meeting_point": "Blue sign", "repeat": "week",
    "slot-TOTAL_FORMS": "4", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers", "slot-0-capacity": "5",
}  # fmt: skip


def url(name, event):
    return reverse(f"projects:{name}", args=[event.project.slug, event.pk])


@pytest.fixture
def plan(ana):
    """Plan dates by the form; returns the answer."""
    project = make_project(ana)
    at = reverse("projects:event_schedule", args=[project.slug])
    return lambda **more: client_of(ana).post(at, {**PLAN, "day": day(7), "until": day(7 + 7 * 20), **more})


def form(event, **more):
    return {
        "day": event.recurrence_id.isoformat(), "begins": "09:00", "ends": "11:30", "meeting_point": "Blue sign",
        "repeat": "week", "until": event.series.until.isoformat(), "seen": event.series.version, **more,
    }  # fmt: skip


def first():
    return Event.objects.select_related("series", "project").order_by("starts_at")[0]


def test_a_series_is_planned_like_a_date(plan, client):
    assert plan().status_code == 302
    assert Event.objects.count() == 8
    words = client.get(url("event_page", first())).content.decode()
    assert "Every week on" in words and "9:00–11:30, until" in words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"until": ""}, "Say on which day it ends"),
        ({"until": day(3)}, "before the first one"),
        ({"until": "9999-12-31"}, "a year at most"),
        ({"until": day(9)}, "one date only"),
        ({"day": day(-7)}, "still ahead"),
        ({"ends": "08:00"}, "end after it begins"),
        ({"repeat": "hourly"}, "Choose how often"),
    ],
)
def test_what_cannot_be_a_series_is_said_beside_its_question(plan, wrong, words):
    answer = plan(**wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode() and "Blue sign" in answer.content.decode()
    assert not Series.objects.exists()


def test_the_list_of_dates_and_people_comes_before_the_change(plan, ana):
    plan()
    event = first()
    bea = make_person("Bea")
    for each in event.series.events.order_by("starts_at")[:2]:
        join_slot(by=bea, slot=each.slots.get())
    organizer, later = client_of(ana), form(event, begins="10:00", ends="12:00")
    asked = organizer.post(url("series_change", event), later)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert page.count("Becomes ") == 8 and "One person is on these lists" in page
    event.refresh_from_db()
    assert event.local_start.hour == 9
    assert "10:00" in organizer.post(url("series_change", event), {**later, "back": "yes"}).content.decode()
    assert organizer.post(url("series_change", event), {**later, "confirmed": "yes"}).status_code == 302
    event.refresh_from_db()
    assert event.local_start.hour == 10
    deliver_all()
    letter = letters("series_changed")
    assert [each.person for each in letter] == [bea]
    assert letter[0].text.count("10:00–12:00") == 2
    files = letter[0].attachments  # of each date its own, as programs that follow invitations want it
    assert [name for name, _type, _text in files] == ["event-1.ics", "event-2.ics"]
    for _name, media_type, text in files:
        assert media_type.endswith("method=REQUEST") and text.count("BEGIN:VEVENT") == text.count("SEQUENCE:1") == 1
        assert "METHOD:REQUEST" in text and f"mailto:{bea.email}" in text.replace("\r\n ", "")
    assert not letters("event_changed")


def test_a_second_tab_is_told_to_look_again(plan, ana):
    plan()
    event = first()
    organizer, later = client_of(ana), form(event, begins="10:00", ends="12:00", confirmed="yes")
    organizer.post(url("series_change", event), later)
    answer = organizer.post(url("series_change", event), {**later, "begins": "08:00"})
    assert answer.status_code == 422 and "Somebody changed this series" in answer.content.decode()


def test_ending_a_series_shows_who_hears_it_and_writes_one_letter(plan, ana):
    plan()
    second = Event.objects.order_by("starts_at")[1]
    bea = make_person("Bea")
    for each in Event.objects.order_by("starts_at")[1:4]:
        join_slot(by=bea, slot=each.slots.get())
    organizer = client_of(ana)
    assert "One person is on these lists" in organizer.get(url("series_end", second)).content.decode()
    assert organizer.post(url("series_end", second), {"seen": "x"}).status_code == 422
    assert organizer.post(url("series_end", second), {"seen": second.series.version}).status_code == 302
    deliver_all()
    (letter,) = letters("series_changed")
    assert "cancelled" in letter.text
    assert ["METHOD:CANCEL" in text for _name, _type, text in letter.attachments] == [True] * 3
    assert not letters("event_cancelled")


def test_guardians_hear_of_a_series_that_ends_with_invitations_of_their_own(plan, ana):
    plan()
    guardian = make_person("Gil")
    for child in (make_child(guardian, "Noa"), make_child(guardian, "Ben")):
        make_seat(first().slots.get(), child)
    event = first()
    client_of(ana).post(url("series_end", event), {"seen": event.series.version})
    deliver_all()
    (letter,) = letters("series_changed")
    assert letter.person == guardian and letter.subject.startswith("Noa and Ben: ")
    ((_name, media_type, text),) = letter.attachments
    assert media_type.endswith("method=CANCEL") and f"mailto:{guardian.email}" in text.replace("\r\n ", "")


def test_a_date_changed_by_hand_says_so_on_the_list(plan, ana):
    plan()
    event, second = first(), Event.objects.order_by("starts_at")[1]
    change_event(by=ana, event=second, meeting_point="Red gate")
    page = client_of(ana).post(url("series_change", event), form(event, ends="12:00")).content.decode()
    assert "Was changed by hand" in page


def test_all_dates_are_one_calendar_file(plan, client):
    plan()
    event = first()
    at = reverse("projects:series_calendar", args=[event.project.slug, event.series_id])
    file = client.get(at).content.decode()
    single = client.get(url("event_calendar", event)).content.decode()
    (uid,) = [line for line in single.splitlines() if line.startswith("UID:")]
    assert file.count("BEGIN:VEVENT") == 8 and uid in file and file.count("BEGIN:VTIMEZONE") == 1


def test_a_single_date_has_no_later_ones(ana):
    start = (clock.now() + timedelta(days=5)).replace(tzinfo=None, hour=9)
    event = schedule_event(
        by=ana, project=make_project(ana), starts_at=start, ends_at=start + timedelta(hours=1), zone="Europe/Amsterdam",
        meeting_point="Blue sign", slots=[{"name": "Helpers"}],
    )  # fmt: skip
    assert client_of(ana).get(url("series_change", event)).status_code == 404
