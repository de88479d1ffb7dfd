"""Closing times, rain dates, tasks changed on one date or many, and a date planned like another one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from people.deeds import deliver_all
from projects.actions import (
    add_slot,
    cancel_event,
    change_event,
    change_later,
    change_slot,
    fill_series,
    join_slot,
    pause_project,
    schedule_event,
    set_capacity,
)
from projects.models import Event, Slot
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters
from tests.projects.refusals import refused
from tests.projects.test_series import begin, dates, later
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
AMS = "Europe/Amsterdam"


@pytest.fixture
def project(ana):
    return make_project(ana)


def plan(ana, project, **more):
    start = (clock.now() + timedelta(days=10)).replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
    given = {
        "starts_at": start, "ends_at": start + timedelta(hours=2), "zone": AMS, "meeting_point": "Blue sign",
        "slots": [{"name": "Helpers", "capacity": 5, "minimum_wanted": 2, "effort": 3}], **more,
    }  # fmt: skip
    return schedule_event(by=ana, project=project, **given)


def page(name, event, pk=None):
    return reverse(f"projects:{name}", args=[event.project.slug, pk or event.pk])


# ── until when people can join ──


def test_nobody_joins_after_the_closing_time(ana, project, client):
    event = plan(ana, project, closes_hours=48)
    assert event.starts_at - event.rsvp_closes_at == timedelta(hours=48)
    clock.shift(timedelta(days=9))
    with refused("joining_is_over"):
        join_slot(by=make_person(), slot=event.slots.get())
    assert "Joining is over" in client.get(page("event_page", event)).content.decode()


def test_the_closing_time_moves_with_the_date(ana, project):
    event = plan(ana, project, closes_hours=24)
    moved = change_event(by=ana, event=event, starts_at=event.starts_at + timedelta(hours=1))
    assert moved.starts_at - moved.rsvp_closes_at == timedelta(hours=24)
    assert change_event(by=ana, event=moved, closes_hours=None).rsvp_closes_at is None
    with refused("closes"):
        change_event(by=ana, event=moved, closes_hours=9999)


def test_a_series_closes_before_each_date(ana, project):
    series = begin(ana, project, closes_hours=24)
    assert {event.starts_at - event.rsvp_closes_at for event in dates(series)} == {timedelta(hours=24)}


# ── the weather ──


def test_the_rain_date_is_planned_in_the_same_press(ana, project):
    event = plan(ana, project)
    rain = event.local_start.date() + timedelta(days=7)
    event = change_event(by=ana, event=event, rain_day=rain)
    bea = make_person("Bea")
    join_slot(by=bea, slot=event.slots.get())
    answer = client_of(ana).post(page("event_cancel", event), {"reason": "weather"})
    assert answer.status_code == 302
    instead = Event.objects.get(instead_of=event)
    assert (instead.local_start.date(), instead.local_start.hour, instead.status) == (rain, 9, "scheduled")
    slot = instead.slots.get()
    assert (slot.name, slot.capacity, slot.effort, slot.seats_held) == ("Helpers", 5, 3, 0)
    deliver_all()
    (letter,) = letters("event_cancelled")
    assert "The rain date is" in letter.text and f"/events/{instead.pk}/" in letter.text
    file = letter.attachments[0][2]
    assert "STATUS:CANCELLED" in file and "SEQUENCE:2" in file
    assert not event.attendances.exists()


def test_another_reason_plans_no_rain_date(ana, project):
    event = plan(ana, project)
    event = change_event(by=ana, event=event, rain_day=event.local_start.date() + timedelta(days=7))
    cancel_event(by=ana, event=event, reason="organizer")
    assert not Event.objects.filter(instead_of=event).exists()


def test_a_stopped_project_gets_no_rain_date(ana, project):
    event = plan(ana, project)
    event = change_event(by=ana, event=event, rain_day=event.local_start.date() + timedelta(days=7))
    clock.shift(event.starts_at - clock.now() + timedelta(minutes=5))
    pause_project(by=ana, project=project, reason="Too much water in the creek.")
    cancel_event(by=ana, event=event, reason="weather")
    assert not Event.objects.filter(instead_of=event).exists()


def test_a_rain_date_that_its_date_moves_past_is_gone(ana, project):
    series = begin(ana, project)
    first = dates(series)[0]
    day = first.local_start.date() + timedelta(days=2)
    first = change_event(by=ana, event=first, rain_day=day)
    moved = later(series, first, day=first.recurrence_id + timedelta(days=1))
    series = change_later(by=ana, event=first, later=moved, seen=series.version)
    assert Event.objects.get(pk=first.pk).rain_day == day
    first.refresh_from_db()
    change_later(by=ana, event=first, later=later(series, first, day=day), seen=series.version)
    assert Event.objects.get(pk=first.pk).rain_day is None


def test_a_rain_date_comes_after_the_date(ana, project):
    event = plan(ana, project)
    for days in (0, -3, 90):
        with refused("rain_day"):
            change_event(by=ana, event=event, rain_day=event.local_start.date() + timedelta(days=days))


# ── tasks ──


def test_numbers_of_a_task_fit_together(ana, project):
    for words, code in (
        ({"capacity": 5, "minimum_wanted": 6}, "minimum_wanted"),
        ({"effort": 4}, "effort"),
        ({"min_age": 100}, "min_age"),
        ({"capacity": 10_001}, "capacity"),
    ):
        with refused(code):
            plan(ana, project, slots=[{"name": "Helpers", **words}])
    with pytest.raises(IntegrityError):
        make_slot(make_event(), effort=9)


def test_fewer_places_than_are_taken_are_refused_with_names(ana, project):
    slot = plan(ana, project).slots.get()
    for name in ("Bea", "Cy", "Dag"):
        join_slot(by=make_person(name), slot=slot)
    data = {"name": "Helpers", "capacity": "2", "minimum_wanted": "1"}
    answer = client_of(ana).post(page("slot_change", slot.event, slot.pk), data)
    words = answer.content.decode()
    assert answer.status_code == 422 and "Who would have to move first: Dag" in words
    slot.refresh_from_db()
    assert slot.capacity == 5


def test_new_places_are_offered_to_those_who_wait(ana, project):
    slot = plan(ana, project, slots=[{"name": "Helpers", "capacity": 1}]).slots.get()
    join_slot(by=make_person(), slot=slot)
    waiting = join_slot(by=make_person(), slot=slot)
    change_slot(by=ana, slot=slot, words={"name": "Helpers", "capacity": 2})
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_a_task_is_changed_on_all_later_dates(ana, project):
    series = begin(ana, project)
    made = dates(series)
    Event.objects.filter(pk=made[3].pk).update(detached=True)
    second = made[1].slots.get()
    change_slot(by=ana, slot=second, words={"name": "Pickers", "capacity": 9}, later=True)
    assert [event.slots.get().name for event in made[:5]] == ["Helpers", "Pickers", "Pickers", "Helpers", "Pickers"]
    clock.shift(timedelta(weeks=2))

    fill_series()
    assert dates(series)[-1].slots.get().capacity == 9


def test_the_list_of_dates_comes_before_a_task_changes_on_all_of_them(ana, project):
    series = begin(ana, project)
    made = dates(series)
    make_seat(made[1].slots.get())
    cancel_event(by=ana, event=made[2], reason="organizer")
    add_slot(by=ana, event=made[3], words={"name": "Cooks"})
    organizer, at = client_of(ana), page("slot_change", made[0], made[0].slots.get().pk)
    data = {"name": "Pickers", "capacity": "9", "later": "on"}
    asked = organizer.post(at, data)
    words = asked.content.decode()
    assert asked.status_code == 200 and words.count("The task changes") == len(made) - 2
    assert (
        words.count("1 person is on this list") == words.count("Was cancelled") == words.count("changed by hand,") == 1
    )
    assert not Slot.objects.filter(name="Pickers").exists()
    assert 'value="Pickers"' in organizer.post(at, {**data, "back": "yes"}).content.decode()
    assert organizer.post(at, {**data, "confirmed": "yes"}).status_code == 302
    assert Slot.objects.filter(name="Pickers").count() == len(made) - 2


@pytest.mark.parametrize(
    "by_hand",
    [
        lambda ana, slot: change_slot(by=ana, slot=slot, words={"name": "Helpers", "capacity": 7}),
        lambda ana, slot: set_capacity(by=ana, slot=slot, capacity=7),
        lambda ana, slot: add_slot(by=ana, event=slot.event, words={"name": "Cooks"}),
    ],
)
def test_tasks_changed_by_hand_on_one_date_stay_when_the_series_changes(ana, project, by_hand):
    series = begin(ana, project)
    made = dates(series)
    by_hand(ana, made[1].slots.get())
    before = list(made[1].slots.values())
    change_slot(by=ana, slot=made[0].slots.get(), words={"name": "Pickers", "capacity": 9}, later=True)
    assert list(made[1].slots.values()) == before
    assert [event.detached for event in dates(series)[:3]] == [False, True, False]


def test_no_fewer_places_than_people_are_wanted(ana, project):
    slot = plan(ana, project).slots.get()
    with refused("minimum_wanted"):
        set_capacity(by=ana, slot=slot, capacity=1)
    with refused("minimum_wanted"):
        change_slot(by=ana, slot=slot, words={"name": "Helpers", "capacity": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(capacity=1)
    assert set_capacity(by=ana, slot=slot, capacity=None).capacity is None


def test_how_many_are_wanted_is_seen_where_everybody_fits_too(ana, project, client):
    event = plan(ana, project, slots=[{"name": "Helpers", "minimum_wanted": 2}])
    assert "Needs 2 more" in client.get(page("event_page", event)).content.decode()
    make_seat(event.slots.get(), party=2)
    assert "Everybody fits" in client.get(page("event_page", event)).content.decode()


def test_a_later_date_with_more_people_stops_the_change_of_all(ana, project):
    series = begin(ana, project)
    made = dates(series)
    make_seat(made[2].slots.get(), party=4)
    with refused("below_seats_held"):
        change_slot(by=ana, slot=made[0].slots.get(), words={"name": "Helpers", "capacity": 3}, later=True)
    assert set(Slot.objects.values_list("capacity", flat=True)) == {5}


def test_only_leads_change_tasks(ana, project):
    slot = plan(ana, project).slots.get()
    with refused("not_allowed"):
        change_slot(by=make_person("Eve"), slot=slot, words={"name": "Helpers"})


# ── like another one ──


def test_a_date_is_planned_like_another_one(ana, project):
    event = plan(ana, project, closes_hours=24)
    organizer = client_of(ana)
    at = reverse("projects:event_schedule", args=[project.slug])
    words = organizer.get(f"{at}?like={event.pk}").content.decode()
    assert 'value="09:00"' in words and 'value="Helpers"' in words and "Blue sign" in words
    assert event.local_start.date().isoformat() not in words
    assert organizer.get(f"{at}?like=x").status_code == 200
    other = make_event()
    make_slot(other, name="Secret task")
    assert "Secret task" not in organizer.get(f"{at}?like={other.pk}").content.decode()


def test_a_date_like_another_one_has_its_name_its_switch_and_all_its_tasks(ana, project):
    tasks = [{"name": f"Task {n}", "capacity": n, "credentials": "tools,water"} for n in range(1, 8)]
    event = plan(ana, project, title="Autumn leaves", releases=True, slots=tasks)
    organizer = client_of(ana)
    at = reverse("projects:event_schedule", args=[project.slug])
    asked = organizer.get(f"{at}?like={event.pk}").context
    rows = asked["slots"]
    data = {name: asked["form"][name].value() or "" for name in asked["form"].fields}
    data |= {"day": (event.local_start.date() + timedelta(days=7)).isoformat(), "begins": "09:00", "ends": "11:00"}
    data |= {f"slot-{name}": asked["slots"].management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data |= {f"{row.prefix}-{name}": row[name].value() or [] for row in rows for name in row.fields}
    assert organizer.post(at, data).status_code == 302
    again = Event.objects.exclude(pk=event.pk).get()
    assert (again.title, again.releases) == ("Autumn leaves", True)
    assert [(slot.name, slot.capacity) for slot in again.slots.all()] == [(f"Task {n}", n) for n in range(1, 8)]
    assert {slot.credentials for slot in again.slots.all()} == {"tools,water"}


def test_a_date_has_a_name_of_its_own_or_its_projects(ana, project):
    event = plan(ana, project, title=" Autumn leaves ")
    assert event.title == "Autumn leaves"
    assert change_event(by=ana, event=event, meeting_point="Red gate").title == "Autumn leaves"
    assert change_event(by=ana, event=event, title="").title == project.title
    assert event.ics_sequence + 2 == Event.objects.get(pk=event.pk).ics_sequence


def test_a_series_takes_no_rain_date_and_says_so(ana, project):
    first = (clock.now() + timedelta(days=7)).date()
    data = {
        "day": first.isoformat(), "begins": "09:00", "ends": "11:00", "meeting_point": "Blue sign", "repeat": "week",
        "until": (first + timedelta(weeks=5)).isoformat(), "rain_day": (first + timedelta(days=1)).isoformat(),
        "slot-TOTAL_FORMS": "4", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers",
    }  # fmt: skip
    organizer, at = client_of(ana), reverse("projects:event_schedule", args=[project.slug])
    answer = organizer.post(at, data)
    assert answer.status_code == 422 and "stands for one date" in answer.content.decode()
    assert organizer.post(at, {**data, "rain_day": "", "title": "Leaves", "releases": "on"}).status_code == 302
    assert set(Event.objects.values_list("title", "releases")) == {("Leaves", True)}
