"""The pages of finding, joining, leaving and keeping a roster, as a browser asks for them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from people.models import Code, Person
from projects.actions import join_slot, leave_slot
from projects.models import Attendance, Event, Project, SignUp
from tests.builders import make_event, make_hood, make_person, make_project, make_seat, make_slot
from tests.support.visitors import client_of, words_on

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Noor", "email": "noor@mail.example", "adult": "on", "party": "1"}


def url(name, *args):
    return reverse(f"projects:{name}", args=args)


def join_url(slot):
    return url("slot_join", slot.event.project.slug, slot.pk)


def roster_url(event, page="event_roster"):
    return url(page, event.project.slug, event.pk)


# ── joining ──


def test_a_newcomer_joins_with_a_name_an_address_and_a_code(client):
    slot = make_slot()
    answer = client.post(join_url(slot), NEW)
    code = Code.objects.get()
    assert answer.url == reverse("people:code_page", args=[code.ref])
    assert not SignUp.objects.exists()
    answer = client.post(answer.url, {"code": code.digits})
    signup = SignUp.objects.get()
    assert (answer.url, signup.state, signup.person.first_name) == (url("signup_page", signup.ref), "confirmed", "Noor")
    assert "You’re in" in client.get(answer.url).content.decode()


def test_a_newcomer_lands_on_the_waitlist_if_it_filled_meanwhile(client):
    slot = make_slot(capacity=1)
    client.post(join_url(slot), NEW)
    join_slot(by=make_person(), slot=slot)
    code = Code.objects.get()
    answer = client.post(reverse("people:code_page", args=[code.ref]), {"code": code.digits})
    assert "number 1 on the waitlist" in client.get(answer.url).content.decode()


def test_a_newcomer_who_is_known_and_on_the_list_is_shown_the_place(client):
    bea, slot = make_person("Bea", email="noor@mail.example"), make_slot()
    signup = join_slot(by=bea, slot=slot)
    client.post(join_url(slot), NEW)
    code = Code.objects.get()
    answer = client.post(reverse("people:code_page", args=[code.ref]), {"code": code.digits})
    assert answer.url == url("signup_page", signup.ref)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "noor"}, "doesn’t look like an e-mail"),
        ({"adult": ""}, "Please tick this"),
        ({"adult": "", "birth_day": "2015-05-05"}, "guardian"),
        ({"first_name": ""}, "required"),
        ({"party": "9"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, change, words):
    answer = client.post(join_url(make_slot()), {**NEW, **change})
    page = answer.content.decode()
    assert (answer.status_code, Code.objects.count()) == (422, 0)
    assert words in page
    assert "Noor" in page or "first_name" in change


def test_what_is_plainly_impossible_is_said_before_any_letter(client):
    answer = client.post(join_url(make_slot(make_event(starts_in=timedelta(days=-1)))), NEW)
    assert (answer.status_code, Code.objects.count()) == (422, 0)
    assert "This is over" in answer.content.decode()


def test_one_press_for_people_who_are_signed_in_and_a_double_click_is_harmless():
    bea, slot = make_person("Bea"), make_slot()
    client = client_of(bea)
    answers = [client.post(join_url(slot)) for _ in range(2)]
    signup = SignUp.objects.get()
    assert [answer.url for answer in answers] == [url("signup_page", signup.ref)] * 2
    assert client.get(join_url(slot)).url == url("signup_page", signup.ref)


def test_a_minimum_age_asks_for_the_birth_date_and_keeps_none():
    bea, slot = make_person("Bea"), make_slot(min_age=18)
    client = client_of(bea)
    answer = client.post(join_url(slot))
    assert (answer.status_code, "birth_day" in answer.content.decode()) == (422, True)
    assert client.post(join_url(slot), {"birth_day": "1990-02-03"}).status_code == 302
    assert not hasattr(Person.objects.get(pk=bea.pk), "birth_date")


def test_joining_costs_few_queries(django_assert_max_num_queries):
    bea, slot = make_person("Bea"), make_slot()
    client = client_of(bea)
    client.get(url("find"))  # the city's face is cached
    with django_assert_max_num_queries(16):
        assert client.post(join_url(slot)).status_code == 302


# ── one's own sign-up ──


def test_a_signup_is_its_persons_only(client):
    signup = make_seat(make_slot(), make_person("Bea"))
    for visitor in (client, client_of(make_person("Eve")), client_of(make_person("Mia", role="official"))):
        for name in ("signup_page", "signup_leave", "signup_undo"):
            path = url(name, signup.ref)
            answer = visitor.get(path) if name == "signup_page" else visitor.post(path)
            assert answer.status_code == 404 or "sign-in" in answer.url
    signup.refresh_from_db()
    assert signup.state == "confirmed"


def test_leaving_and_undoing_is_one_press_each():
    signup = make_seat(make_slot(), make_person("Bea"))
    client = client_of(signup.person)
    page = client.post(url("signup_leave", signup.ref), follow=True)
    assert "Undo" in page.content.decode()
    page = client.post(url("signup_undo", signup.ref), follow=True)
    assert "You’re in" in page.content.decode()
    assert client.post(url("signup_leave", signup.ref)).status_code == 422  # the old one; the new one is untouched
    assert SignUp.objects.filter(state="confirmed").count() == 1


def test_an_offer_is_taken_from_the_letter_without_signing_in_but_never_by_a_link(client):
    slot = make_slot(capacity=1)
    seated, waiting = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    leave_slot(by=seated.person, signup=seated)
    waiting.refresh_from_db()
    link = f"{url('signup_page', waiting.ref)}?offer={waiting.offer_token}"
    assert "Take the place" in client.get(link).content.decode()
    assert client.get(url("offer_accept", waiting.ref)).status_code == 405
    assert client.get(url("signup_page", waiting.ref)).status_code == 404
    page = client.post(url("offer_accept", waiting.ref), {"token": waiting.offer_token})
    assert "You’re in" in page.content.decode()
    again = client.get(link)
    assert (again.status_code, "This offer is over" in again.content.decode()) == (410, True)


def test_accepting_too_late_gives_a_polite_page():
    slot = make_slot(capacity=1)
    seated, waiting = join_slot(by=make_person(), slot=slot), join_slot(by=make_person(), slot=slot)
    leave_slot(by=seated.person, signup=seated)
    waiting.refresh_from_db()
    clock.shift(timedelta(days=3))
    answer = client_of(waiting.person).post(url("offer_accept", waiting.ref), {"token": waiting.offer_token})
    assert answer.status_code == 422
    assert "This offer is over" in answer.content.decode()


# ── reading ──


def test_public_pages_hold_no_form_with_a_token_and_set_no_cookie(client):
    slot = make_slot()
    pages = (
        url("find"),
        url("project_page", slot.event.project.slug),
        url("event_page", slot.event.project.slug, slot.event.pk),
    )
    for path in pages:
        answer = client.get(path)
        assert (answer.status_code, answer.cookies.output()) == (200, "")
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_find_costs_the_same_at_one_and_at_fifty_rows(client, django_assert_max_num_queries):
    for _ in range(50):
        make_slot()
    client.get(url("find"))
    with django_assert_max_num_queries(5):
        page = client.get(url("find")).content.decode()
    assert page.count('class="row"') == 20


def test_find_goes_on_without_a_gap_or_a_double(client):
    project = make_project(status=Project.Status.ACTIVE)
    event = make_event(project)
    for _ in range(44):
        Event.objects.create(
            project=project, title="Same time", starts_at=event.starts_at, ends_at=event.ends_at,
            meeting_point="Here", status=Event.Status.SCHEDULED,
        )  # fmt: skip
    seen, path = [], url("find")
    while path:
        answer = client.get(path)
        seen += [each.pk for each in answer.context["events"]]
        path = url("find") + answer.context["next_url"] if answer.context["next_url"] else ""
    assert seen == sorted(Event.objects.values_list("pk", flat=True))


def test_find_filters_by_place_kind_and_what_suits(client):
    elm, mill = make_hood("Elm Park"), make_hood("Millside", shape="square", color_key="mill")
    for hood, kind, family in ((elm, "cleanup", True), (mill, "repair", False)):
        make_slot(make_event(make_project(status="active", neighborhood=hood, category=kind, family_friendly=family)))

    def found(query):
        return [event.project.category for event in client.get(f"{url('find')}?{query}").context["events"]]

    assert found("where=millside") == found("kind=repair") == ["repair"]
    assert found("suits=family") == ["cleanup"]
    assert found("where=millside&where=elm-park&suits=people") == ["cleanup", "repair"]
    assert found("where=nowhere&kind=x&when=never&after=rubbish~x") == ["cleanup", "repair"]
    assert found("where=millside&suits=family") == []


def test_find_shows_nothing_that_is_hidden_cancelled_or_begun(client):
    make_slot(make_event(make_project(status=Project.Status.SUBMITTED)))
    make_slot(make_event(status=Event.Status.CANCELLED))
    make_slot(make_event(starts_in=timedelta(minutes=-5)))
    assert client.get(url("find")).context["events"] == []


def test_the_calendar_file_keeps_its_uid_and_says_cancelled(client):
    event = make_event()
    path = roster_url(event, "event_calendar")
    first = client.get(path).content.decode()
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CANCELLED, ics_sequence=1)
    second = client.get(path).content.decode()
    assert f"UID:event-{event.pk}@" in first and f"UID:event-{event.pk}@" in second
    assert "STATUS:CANCELLED" in second and "SEQUENCE:1" in second and "CANCELLED:" in second


# ── organizers ──


def test_a_roster_does_not_exist_for_others(client, ana):
    event = make_event(make_project(ana, status=Project.Status.ACTIVE), starts_in=timedelta(minutes=-5))
    seat = make_seat(make_slot(event), make_person("Bea"))
    assert client_of(ana).get(roster_url(event)).status_code == 200
    for visitor in (client_of(seat.person), client_of(make_person("Mia", role="official"))):
        for name in ("event_roster", "event_walk_in", "event_close", "event_change", "event_schedule"):
            path = url(name, event.project.slug) if name == "event_schedule" else roster_url(event, name)
            assert visitor.get(path).status_code == 404
        assert visitor.post(roster_url(event, "event_tick"), {"in": seat.person.ref}).status_code == 404
    assert client.get(roster_url(event)).status_code == 302


def test_from_ticks_to_hours_on_the_roster(ana):
    event = make_event(make_project(ana, status=Project.Status.ACTIVE), starts_in=timedelta(minutes=-5))
    slot = make_slot(event)
    bea, cy = make_seat(slot, make_person("Bea")).person, make_seat(slot, make_person("Cy")).person
    client = client_of(ana)
    tick = roster_url(event, "event_tick")
    for deed, person in (("in", bea), ("in", bea), ("in", cy), ("undo", cy)):
        assert client.post(tick, {deed: person.ref, "q": ""}).status_code == 302
    client.post(roster_url(event, "event_walk_in"), {"first_name": "Lou", "adult": "on"})
    client.get(roster_url(event))
    page = words_on(client.get(f"{roster_url(event)}?q=be"))
    assert "Here: 2" in page and "Lou" not in page  # the number is of all, the list of those who were looked for
    clock.shift(timedelta(hours=3))
    assert "not ticked" in client.get(roster_url(event, "event_close")).content.decode()
    client.post(roster_url(event, "event_close"))
    assert dict(Attendance.objects.values_list("person__first_name", "state")) == {
        "Bea": "attended", "Cy": "unknown", "Lou": "attended",
    }  # fmt: skip
    revise = url("attendance_revise", event.project.slug, event.pk, cy.ref)
    assert client.post(revise, {"state": "attended", "minutes": "60", "reason": "no"}).status_code == 422
    client.post(revise, {"state": "attended", "minutes": "60", "reason": "Cy came an hour late, I saw it."})
    assert Attendance.objects.get(person=cy).minutes == 60
    assert "1 h" in client.get(roster_url(event)).content.decode()
    assert client_of(bea).get("/me/").status_code == 200


def test_a_participant_confirms_the_lead_on_the_page_of_the_date(ana):
    event = make_event(make_project(ana, status=Project.Status.ACTIVE), starts_in=timedelta(minutes=-5))
    bea = make_seat(make_slot(event), make_person("Bea")).person
    client = client_of(ana)
    for person in (ana, bea):
        client.post(roster_url(event, "event_tick"), {"in": person.ref})
    page = client_of(bea).get(roster_url(event, "event_page")).content.decode()
    assert "Were they there?" in page
    client_of(bea).post(url("attendance_confirm", event.project.slug, event.pk, ana.ref))
    assert Attendance.objects.get(person=ana).verified_by == bea


def test_planning_changing_and_cancelling_a_date(ana):
    project = make_project(ana)
    client = client_of(ana)
    day = (clock.now() + timedelta(days=12)).date().isoformat()
    when = {"day": day, "begins": "09:00", "ends": "11:30", "meeting_point": "Blue sign"}
    rows = {"slot-TOTAL_FORMS": "4", "slot-INITIAL_FORMS": "0", "slot-0-name": "Helpers", "slot-0-capacity": "2"}
    path = url("event_schedule", project.slug)
    for bad in ({"ends": "08:00"}, {"slot-0-name": ""}, {"day": "2020-01-01"}, {"begins": "soon"}):
        answer = client.post(path, {**when, **rows, **bad})
        assert (answer.status_code, Event.objects.count()) == (422, 0)
        assert "Blue sign" in answer.content.decode()
    assert client.post(path, {**when, **rows}).status_code == 302
    event = Event.objects.get()
    slot = event.slots.get()
    make_seat(slot, party=2)
    capacity = url("slot_capacity", project.slug, slot.pk)
    answer = client.post(capacity, {"capacity": "1"})
    assert (answer.status_code, "would have to move" in answer.content.decode()) == (422, True)
    assert client.post(capacity, {"capacity": "9"}).status_code == 302
    assert client.post(roster_url(event, "slot_add"), {"new-name": "Cooks"}).status_code == 302
    assert client.post(roster_url(event, "event_change"), {**when, "begins": "10:00"}).status_code == 302
    assert "2 people with a place" in client.get(roster_url(event, "event_cancel")).content.decode()
    assert client.post(roster_url(event, "event_cancel"), {}).status_code == 422
    client.post(roster_url(event, "event_cancel"), {"reason": "weather", "note": "A storm is coming."})
    assert "A storm is coming." in client.get(roster_url(event, "event_page")).content.decode()


@pytest.mark.parametrize("total", ["21", "1500", "99999999999999999999", "-1", "0", "four", "", "1.5", "\u0664", None])
@pytest.mark.parametrize("initial", ["0", "3", "-2", "x"])
def test_a_list_of_tasks_with_a_made_up_length_gets_a_sentence_and_keeps_what_was_typed(total, initial):
    ana = make_person("Ana")
    project = make_project(ana)
    rows = {"slot-TOTAL_FORMS": total, "slot-INITIAL_FORMS": initial, "slot-0-name": "Hedge trimmers"}
    when = {"day": "2027-06-01", "begins": "09:00", "ends": "11:00", "meeting_point": "By the blue sign"}
    answer = client_of(ana).post(
        f"/projects/{project.slug}/events/new/",
        {key: value for key, value in {**rows, **when}.items() if value is not None},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "did not arrive whole" in page
    assert "Hedge trimmers" in page and "By the blue sign" in page
    assert not project.events.exists()
