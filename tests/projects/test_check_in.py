"""The changing code: scanned in time it checks somebody in, later it says so, and nobody vouches for themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from people.actions import redeem_code
from people.models import Code, Household, HouseholdMember
from projects import site_codes
from projects.actions import check_in_here, close_event, go_home, leave_slot, site_pass
from projects.models import Attendance, SignUp
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
S, E = Attendance.State, Attendance.Evidence


def coming(event, name="Bea", **fields):
    slot = event.slots.first()
    return make_seat(slot, make_person(name, **fields)).person


def shown(event, by):
    return site_codes.changing_code(event=event.pk, organizer=by.pk, at=clock.now())


def scan(event, person, code):
    return check_in_here(by=person, event=event, ticket=site_pass(event=event, code=code, person=person))


def at_the_start_of_a_window():
    clock.shift(timedelta(seconds=60 - clock.now().timestamp() % 60 + 1))


def test_a_scan_in_time_is_evidence_and_the_hours_follow_with_the_close(ana, event):
    bea = coming(event)
    row = scan(event, bea, shown(event, ana))
    assert (row.state, row.evidence, row.verified_by) == (S.CHECKED_IN, E.CODE, ana)
    clock.shift(timedelta(hours=2))
    close_event(by=ana, event=event)
    row.refresh_from_db()
    assert (row.state, row.evidence, row.minutes, row.verified_by) == (S.ATTENDED, E.CODE, 120, ana)


def test_the_code_lives_for_its_minute_and_the_next(ana, event):
    bea = coming(event)
    at_the_start_of_a_window()
    code = shown(event, ana)
    clock.shift(timedelta(seconds=61))
    site_pass(event=event, code=code, person=bea)  # the last one is still good
    clock.shift(timedelta(seconds=60))
    with refused("old_code"):
        site_pass(event=event, code=code, person=bea)


def test_a_code_is_good_for_its_own_date_and_an_organizers_screen_only(ana, event):
    bea, other = coming(event), make_event(event.project, starts_in=timedelta(minutes=5))
    for code in (shown(other, ana), shown(event, bea), "aaaaaaaaaa", ""):
        with refused("old_code"):
            site_pass(event=event, code=code, person=bea)


def test_after_the_scan_there_are_ten_minutes_and_only_for_me(ana, event):
    bea, cy = coming(event), coming(event, "Cy")
    mine = site_pass(event=event, code=shown(event, ana), person=bea)
    for ticket in (mine, mine[:-2], ""):
        with refused("old_code"):
            check_in_here(by=cy, event=event, ticket=ticket)
    clock.shift(timedelta(minutes=11))
    with refused("old_code"):
        check_in_here(by=bea, event=event, ticket=mine)


def test_it_opens_an_hour_before_and_closes_half_an_hour_after(ana):
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=61))
    make_slot(event)
    bea = coming(event)
    with refused("not_open"):
        site_pass(event=event, code=shown(event, ana), person=bea)
    clock.shift(timedelta(minutes=2))
    assert scan(event, bea, shown(event, ana)).state == S.CHECKED_IN
    clock.shift(timedelta(minutes=60 + 120 + 31))
    with refused("not_open"):
        site_pass(event=event, code=shown(event, ana), person=bea)


def test_twice_is_harmless(ana, event):
    bea = coming(event)
    first = scan(event, bea, shown(event, ana))
    clock.shift(timedelta(minutes=5))
    assert scan(event, bea, shown(event, ana)).in_at == first.in_at
    assert Attendance.objects.count() == 1


def test_who_is_not_on_the_list_or_waits_is_sent_to_the_organizers(ana, event):
    with refused("not_on_the_list"):
        scan(event, make_person("Eve"), shown(event, ana))
    waiting = make_person("Wim")
    SignUp.objects.create(
        slot=event.slots.get(), person=waiting, state=SignUp.State.WAITLISTED, waitlist_at=clock.now()
    )
    with refused("waiting"):
        scan(event, waiting, shown(event, ana))
    assert not Attendance.objects.exists()


def test_a_leads_own_screen_and_the_own_household_prove_nothing(ana, event):
    bea = coming(event)
    home = Household.objects.create()
    for person in (ana, bea):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    assert scan(event, ana, shown(event, ana)).evidence == E.CLAIM
    assert scan(event, bea, shown(event, ana)).verified_by is None
    clock.shift(timedelta(hours=2))
    close_event(by=ana, event=event)
    assert set(event.attendances.values_list("state", "minutes")) == {(S.CHECKED_IN, 0)}


def test_somebody_taken_off_the_list_while_checked_in_was_there_all_the_same(ana):
    event = make_event(make_project(ana, status="active"), starts_in=timedelta(minutes=30))
    seat = make_seat(make_slot(event))
    row = scan(event, seat.person, shown(event, ana))
    leave_slot(by=ana, signup=seat, reason="We thought that you were somebody else.")
    clock.shift(timedelta(hours=3))
    close_event(by=ana, event=event)
    row.refresh_from_db()
    assert (row.state, row.minutes) == (S.ATTENDED, 120)


def test_going_home_early_counts_what_it_was_and_never_less_than_nothing(ana, event):
    bea, cy = coming(event), coming(event, "Cy")
    for person in (bea, cy):
        scan(event, person, shown(event, ana))
    Attendance.objects.filter(person=cy).update(in_at=clock.now() + timedelta(minutes=20))  # a device ahead of its time
    clock.shift(timedelta(minutes=45))
    assert go_home(by=bea, event=event).out_at == go_home(by=bea, event=event).out_at
    clock.shift(timedelta(minutes=-40))
    out = go_home(by=cy, event=event)
    assert out.out_at >= out.in_at
    clock.shift(timedelta(hours=3))
    close_event(by=ana, event=event)
    assert dict(event.attendances.values_list("person", "minutes")) == {bea.pk: 45, cy.pk: 0}
    with refused("not_here"):
        go_home(by=bea, event=event)


def test_the_organizers_screen_shows_a_new_code_every_minute(client, ana, event):
    page = reverse("projects:event_code", args=[event.project.slug, event.pk])
    sign_in(client, ana)
    at_the_start_of_a_window()
    first = client.get(page)
    assert first.context["url"].endswith(f"/here/{event.pk}/{shown(event, ana)}/")
    assert 'class="qr qr--big"' in first.text and '<meta http-equiv="refresh"' in first.text
    clock.shift(timedelta(seconds=60))
    assert client.get(page).context["url"] != first.context["url"]


def test_before_the_hour_there_is_no_code(client, ana):
    event = make_event(make_project(ana, status="active"))
    sign_in(client, ana)
    answer = client.get(reverse("projects:event_code", args=[event.project.slug, event.pk]))
    assert answer.status_code == 200 and "square" not in answer.context


def test_a_scan_alone_checks_nobody_in(client, ana, event):
    bea = coming(event)
    sign_in(client, bea)
    address = reverse("projects:here", args=[event.pk, shown(event, ana)])
    page = client.get(address)
    assert not Attendance.objects.exists()
    answer = client.post(address, {"ticket": page.context["ticket"]})
    assert answer.url == reverse("projects:here_page", args=[event.pk])
    assert "checked in" in client.get(answer.url).text


def test_an_old_square_gets_a_clear_sentence(client, ana, event):
    sign_in(client, coming(event))
    page = client.get(reverse("projects:here", args=[event.pk, "kkkkkkkkkk"]))
    assert page.status_code == 200 and "changes every minute" in page.text and "I’m here" not in page.text


def test_without_signing_in_the_letters_code_checks_in_as_of_the_scan(client, ana, event):
    bea = coming(event, email="bea@mail.example")
    address = reverse("projects:here", args=[event.pk, shown(event, ana)])
    ticket = client.get(address).context["ticket"]
    scanned = clock.now()
    assert client.post(address, {"ticket": ticket, "email": "bea"}).status_code == 422
    client.post(address, {"ticket": ticket, "email": "bea@mail.example"})
    clock.shift(timedelta(minutes=9))
    code = Code.objects.get()
    assert redeem_code(ref=code.ref, digits=code.digits).result == f"/here/{event.pk}/"
    row = Attendance.objects.get(person=bea)
    assert (row.evidence, row.verified_by) == (E.CODE, ana) and row.in_at - scanned < timedelta(seconds=5)
