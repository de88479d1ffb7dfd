"""Whoever works for the city shows a second factor in the very session in which they enter."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from core.clock import now
from people.models import Code, RoleGrant, User
from tests.builders import make_person, sign_in

pytestmark = pytest.mark.django_db
KEY = "/demo/enter/official/?key=open-sesame"


@pytest.fixture
def official():
    return make_person("Mia", email="mia@mail.example", role="official")


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)
def test_an_official_without_one_is_led_to_set_it_up_and_back(client, official):
    sign_in(client, official, second_factor=False)
    led = client.get("/admin/reports/site-history/")
    assert led.url == "/people/second-step/?next=%2Fadmin%2Freports%2Fsite-history%2F"
    assert "One more lock" in client.get(led.url).text
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})
    assert done.status_code == 302
    assert client.get("/people/second-step/").url == "/admin/reports/site-history/"
    assert client.get("/admin/").status_code == 200


def test_one_that_is_set_up_is_asked_for_at_every_sign_in(client, official):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(official.user, secret)
    client.post("/people/sign-in/", {"email": "mia@mail.example", "next": "/admin/"})
    code = Code.objects.get()
    half = client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    assert half.url == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302, "half signed in is not signed in"
    assert client.post(half.url, {"code": "000000"}).status_code == 200
    in_at_last = client.post(half.url, {"code": app_code(secret)})
    assert in_at_last.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_session_without_it_is_asked_to_show_it(client, official):
    TOTP.activate(official.user, "JBSWY3DPEHPK3PXP")
    sign_in(client, official, second_factor=False)
    assert client.get("/people/second-step/?next=/admin/").url.startswith("/account/2fa/reauthenticate/")


def test_residents_need_none(client):
    sign_in(client, make_person(), second_factor=False)
    assert client.get("/me/").status_code == 200


def test_access_ends_on_the_next_request(client, official):
    sign_in(client, official)
    assert client.get("/admin/").status_code == 200
    RoleGrant.objects.filter(person=official).update(ends_at=now())
    assert client.get("/admin/").status_code == 403
    User.objects.filter(person=official).update(is_active=False)
    assert client.get("/admin/").url.startswith("/people/sign-in/")


def test_a_demo_signs_in_with_one_tap(client, settings):
    settings.DEMO, settings.DEMO_SECRET = True, "open-sesame"
    assert client.get(KEY).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    settings.DEMO = False
    assert client.get("/admin/").url.startswith("/people/second-step/"), "the demo's factor counts in a demo only"


@pytest.mark.parametrize("role", ["resident", "organizer", "official", "editor", "administrator"])
def test_each_role_of_the_demo_has_its_door(client, settings, role):
    settings.DEMO, settings.DEMO_SECRET = True, "open-sesame"
    place = client.get(f"/demo/enter/{role}/?key=open-sesame").url
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("key", ["", "wrong", "open-sesam"])
def test_without_the_printed_key_there_is_no_demo_door(client, settings, key):
    settings.DEMO, settings.DEMO_SECRET = True, "open-sesame"
    assert client.get(f"/demo/enter/official/?key={key}").status_code == 404


def test_outside_a_demo_the_door_is_closed_whatever_the_key(client, settings):
    settings.DEMO, settings.DEMO_SECRET = False, ""
    assert client.get("/demo/enter/official/?key=").status_code == 404
    settings.DEMO_SECRET = "open-sesame"
    assert client.get(KEY).status_code == 404
