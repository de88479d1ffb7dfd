"""A mail service instead of a mail server: it carries letters, and its reports stop what comes back or is not wanted."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module, reload
from urllib.parse import unquote_plus

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from core import clock
from engage.mail import settings_from
from notices import mail_service
from notices.actions import hear_service, send_due
from notices.courier import message
from notices.models import Bounce, How, Letter, Preference
from notices.receivers import mail_service as receiver
from tests.builders import make_event, make_person, sign_in
from tests.notices.test_bounces import sent
from tests.notices.test_choices import thank

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("what", "reason", "words", "stops"),
    [
        ("bounced", "bounced", "550 5.1.1 no such user", True),
        ("bounced", "invalid", "", True),
        ("bounced", "bounced", "552 5.2.2 mailbox full", False),
        ("bounced", "other", "", False),
        ("rejected", "bounced", "", True),
        ("rejected", "spam", "", True),
        ("rejected", "blocked", "", False),
        ("complained", "", "", True),
    ],
)
def test_what_came_back_or_was_called_junk_stops_an_address_once(what, reason, words, stops):
    amal = make_person("Amal")
    ref = sent(amal).ref
    heard = [hear_service(ref=ref, what=what, reason=reason, words=words) for _ in range(5)]
    assert heard == [True, False, False, False, False] and Bounce.objects.stop(amal.email) is stops


@pytest.mark.parametrize("what", ["delivered", "deferred", "opened", "queued", "unknown"])
def test_what_needs_no_answer_changes_nothing(what):
    assert hear_service(ref=sent(make_person()).ref, what=what, reason="", words="") is None
    assert hear_service(ref="unknown", what="bounced", reason="bounced", words="") is None
    assert not Bounce.objects.exists()


def test_who_wants_no_more_of_a_kind_gets_none_where_that_can_be_chosen():
    amal = make_person("Amal")
    assert hear_service(ref=sent(amal).ref, what="unsubscribed", reason="", words="")
    assert Preference.objects.get(person=amal).how == How.OFF and not Bounce.objects.exists()
    assert thank(amal, make_event()) is None
    fixed = Letter.objects.create(person=amal, address=amal.email, event_key="x", kind="seat_offered", attempts=1)
    assert hear_service(ref=fixed.ref, what="unsubscribed", reason="", words="") is None


def test_who_called_a_letter_junk_reads_so_on_the_site():
    amal, client = make_person("Amal", email="amal@mail.example"), Client()
    sign_in(client, amal)
    hear_service(ref=sent(amal).ref, what="complained", reason="", words="")
    assert "A letter of ours to a…@mail.example was marked as junk." in client.get("/me/").content.decode()
    client.post("/settings/notices/try-again/")
    assert "marked as junk" not in client.get("/me/").content.decode()


def test_with_a_mail_server_nothing_of_it_is_there(client):
    letter = sent(make_person())
    assert mail_service.urls() == [] and client.get("/mail-service/").status_code == 404
    assert not hasattr(message(letter), "metadata")


# ── with the library ──

URL = "anymail+mailgun://?API_KEY=key&SENDER_DOMAIN=mg.example&WEBHOOK_SECRET=engage:s3cret&API_URL="


class Mailgun(BaseHTTPRequestHandler):
    """Takes what it is sent, or answers as it is told."""

    answer, body, taken = 200, {"id": "<1@mg.example>", "message": "Queued."}, []

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(self.answer)
        self.end_headers()
        self.wfile.write(json.dumps(self.body).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service(settings):
    """Engage with the settings and addresses that such an EMAIL_URL gives it."""
    server = HTTPServer(("127.0.0.1", 0), Mailgun)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for name, value in settings_from(f"{URL}http://127.0.0.1:{server.server_port}/v3").items():
        setattr(settings, name, value)
    reload(receiver)
    settings.ROOT_URLCONF = (*mail_service.urls(), *import_module("engage.urls").urlpatterns)
    Mailgun.answer, Mailgun.taken = 200, []
    yield Mailgun
    import_module("anymail.signals").tracking.disconnect(dispatch_uid="notices")
    server.shutdown()
    server.server_close()


def tell(client, letter: Letter, event: str, *, secret: str = "engage:s3cret", **more):
    """As Mailgun does it: signed, with the name and secret in the address."""
    signature = hmac.new(b"key", b"1700000000token", hashlib.sha256).hexdigest()
    data = {
        "signature": {"timestamp": "1700000000", "token": "token", "signature": signature},
        "event-data": {
            "event": event, "timestamp": 1700000000.0, "recipient": letter.address,
            "message": {"headers": {"message-id": "another@mg.example"}}, "user-variables": {"letter": letter.ref}, **more,
        },
    }  # fmt: skip
    login = "Basic " + base64.b64encode(secret.encode()).decode()
    return client.post("/mail-service/", json.dumps(data), "application/json", headers={"Authorization": login})


def test_a_report_of_the_service_stops_the_channel_and_is_told_on_the_site(service, client):
    amal = make_person("Amal", email="amal@mail.example")
    letter = sent(amal)
    gone = {"severity": "permanent", "reason": "bounce", "delivery-status": {"message": "550 5.1.1 no such user"}}
    assert tell(client, letter, "delivered").status_code == 200 and not Bounce.objects.exists()
    for _ in range(2):
        answer = tell(client, letter, "failed", **gone)
        assert answer.status_code == 200 and not answer.cookies
    assert Bounce.objects.get().hard and "5.1.1" in Bounce.objects.get().why
    sign_in(client, amal)
    assert "Our letters to a…@mail.example come back." in client.get("/me/").content.decode()


def test_somebody_without_the_secret_reports_nothing(service, client):
    letter = sent(make_person())
    assert tell(client, letter, "complained", secret="engage:wrong").status_code == 400
    assert client.get("/mail-service/").status_code == 405 and not Bounce.objects.exists()


def test_the_service_gets_the_letter_with_its_way_out_and_counts_no_opens(service):
    letter = thank(make_person("Amal"), make_event(), due_at=clock.now())
    assert send_due() == 1
    (taken,) = service.taken
    for part in (f"v:letter={letter.ref}", "h:List-Unsubscribe-Post", letter.subject, "o:tracking-opens=no"):
        assert part in unquote_plus(taken)


@pytest.mark.parametrize(("answer", "attempts"), [(400, [1, 1]), (401, [0, 1]), (503, [0, 1])])
def test_what_it_says_of_a_letter_holds_up_no_other_and_its_own_trouble_holds_up_all(service, answer, attempts):
    for name in ("Amal", "Bea"):
        thank(make_person(name), make_event(), due_at=clock.now())
    service.answer = answer
    assert send_due() == 0
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == attempts


@pytest.mark.parametrize("url", ["anymail+nobody://?WEBHOOK_SECRET=a:b", "anymail+postmark://?SERVER_TOKEN=x"])
def test_an_address_of_no_service_or_without_a_secret_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        settings_from(url)


@pytest.mark.parametrize("url", ["anymail+nobody://", "ftp://mail.example", "smtp://"])
def test_an_address_that_cannot_be_read_says_how_one_looks(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        settings_from(url)
