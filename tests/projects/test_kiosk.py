"""A tablet at the site: nobody's name is shown, digits can't be guessed, and the organizer can close it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from projects import site_codes
from projects.actions import check_in_at_kiosk, close_event, close_kiosk, initials, open_kiosk, unlock_kiosk
from projects.models import Attendance, Kiosk, ProjectRole
from tests.builders import make_person, make_seat, sign_in
from tests.projects.refusals import refused
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiosk(ana, event):
    return open_kiosk(by=ana, event=event)


def coming(event, name="Bea", **fields):
    return make_seat(event.slots.get(), make_person(name, **fields)).person


def digits(event, person):
    return site_codes.digits(event=event.pk, person=person.ref)


def wrong(event):
    """Digits that nobody has."""
    taken = {digits(event, seat.person) for seat in event.slots.get().signups.select_related("person")}
    return next(f"{n:04d}" for n in range(10_000) if f"{n:04d}" not in taken)


def test_a_letter_and_four_digits_check_in_and_the_opener_is_the_witness(ana, event, kiosk):
    bea = coming(event)
    row = check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))
    assert (row.person, row.evidence, row.verified_by) == (bea, Attendance.Evidence.CODE, ana)
    clock.shift(timedelta(hours=2))
    close_event(by=ana, event=event)
    assert Attendance.objects.get().minutes == 120


def test_the_right_digits_with_the_wrong_letter_are_wrong(event, kiosk):
    bea = coming(event)
    with refused("nobody"):
        check_in_at_kiosk(kiosk=kiosk, initial="C", digits=digits(event, bea))


def test_after_ten_wrong_tries_the_tablet_rests_for_five_minutes(event, kiosk):
    bea = coming(event)
    for n in range(10):
        kiosk.refresh_from_db()
        with refused("resting" if n == 9 else "nobody"):
            check_in_at_kiosk(kiosk=kiosk, initial="B", digits=wrong(event))
    kiosk.refresh_from_db()
    with refused("resting"):
        check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))
    clock.shift(timedelta(minutes=5, seconds=1))
    assert check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))


def test_five_wrong_pins_close_it_for_good(kiosk):
    pin = site_codes.pin(kiosk=kiosk.ref)
    for _ in range(5):
        kiosk.refresh_from_db()
        with refused("wrong_pin"):
            unlock_kiosk(kiosk=kiosk, pin=pin[::-1] if pin[::-1] != pin else "000001")
    kiosk.refresh_from_db()
    with refused("closed"):
        unlock_kiosk(kiosk=kiosk, pin=pin)
    assert kiosk.closed_at


def test_only_organizers_put_up_tablets_and_it_ends_with_their_part_in_it(ana, event):
    hal = make_person("Hal")
    with refused("not_allowed"):
        open_kiosk(by=hal, event=event)
    role = ProjectRole.objects.create(project=event.project, person=hal, role=ProjectRole.Role.HELPER)
    kiosk, bea = open_kiosk(by=hal, event=event), coming(event)
    role.delete()
    with refused("closed"):
        check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))


def test_a_closed_one_checks_nobody_in(ana, event, kiosk):
    bea = coming(event)
    close_kiosk(by=ana, kiosk=kiosk)
    kiosk.refresh_from_db()
    with refused("closed"):
        check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))


def test_letters_are_those_of_people_who_are_missing(event, kiosk):
    bea = coming(event)
    coming(event, "ben"), coming(event, "Cy")
    assert initials(event) == ["B", "C"]
    check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))
    with refused("nobody"):  # she is here already
        check_in_at_kiosk(kiosk=kiosk, initial="B", digits=digits(event, bea))


def test_the_tablet_shows_no_name_before_and_only_a_first_name_after(client, ana, event, kiosk):
    bea = coming(event)
    page = reverse("projects:kiosk", args=[kiosk.ref])
    assert "PIN" in client.get(page).text
    assert client.post(page, {"pin": site_codes.pin(kiosk=kiosk.ref)}).status_code == 302
    shown = client.get(page).text + client.get(page, {"letter": "B"}).text
    assert not any(name in shown for name in (bea.first_name, bea.last_name))
    done = client.post(page, {"letter": "B", "digits": digits(event, bea)}).text
    assert "Welcome, Bea!" in done and bea.last_name not in done


def test_a_young_person_without_a_yes_is_sent_to_the_organizers_and_not_named(client, event, kiosk):
    lou = coming(event, "Lou", adult=False)
    page = reverse("projects:kiosk", args=[kiosk.ref])
    client.post(page, {"pin": site_codes.pin(kiosk=kiosk.ref)})
    said = words_on(client.post(page, {"letter": "L", "digits": digits(event, lou)}))
    assert "Please talk to them" in said and "Lou" not in said and "parent" not in said
    assert not Attendance.objects.exclude(state="expected").exists()


def test_without_the_pin_nobody_checks_in(client, event, kiosk):
    bea = coming(event)
    page = reverse("projects:kiosk", args=[kiosk.ref])
    client.post(page, {"letter": "B", "digits": digits(event, bea)})
    client.cookies[f"engage_kiosk_{kiosk.pk}"] = kiosk.ref
    client.post(page, {"letter": "B", "digits": digits(event, bea)})
    assert not Attendance.objects.exists()


def test_the_organizer_reads_the_pin_and_closes_the_tablet(client, ana, event):
    page = reverse("projects:event_kiosk", args=[event.project.slug, event.pk])
    sign_in(client, ana)
    client.post(page, {"open": "1"})
    kiosk = Kiosk.objects.get()
    pin = site_codes.pin(kiosk=kiosk.ref)
    assert f"{pin[:3]} {pin[3:]}" in client.get(page).text
    client.post(page, {"close": kiosk.ref})
    assert client.get(reverse("projects:kiosk", args=[kiosk.ref])).status_code == 410


def test_the_confirmation_says_the_digits(client, event):
    bea = coming(event)
    sign_in(client, bea)
    assert digits(event, bea) in client.get(reverse("projects:signup_page", args=[bea.signups.get().ref])).text
