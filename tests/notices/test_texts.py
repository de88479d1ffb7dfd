"""Text messages: only to a number that a code has shown to be theirs, only for what is urgent, one for each happening."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client

from core import clock
from core.errors import NotAllowed, RuleBroken
from notices import texting
from notices.actions import ask_phone, confirm_phone, forget_phone, post, send_due, send_test_text
from notices.links import button
from notices.models import Letter, Phone
from notices.receivers.seats import facts
from projects.models import Series
from tests.builders import make_event, make_person, make_seat, make_slot, sign_in

pytestmark = pytest.mark.django_db
sent: list[tuple[str, str]] = []


class Recorder:
    """A provider that writes down what it carries."""

    def send(self, number: str, words: str) -> None:
        sent.append((number, words))


@pytest.fixture(autouse=True)
def a_provider(settings):
    settings.SMS_BACKEND = f"{__name__}.Recorder"
    sent.clear()


def with_phone(name="Amal", number="+31612345678"):
    person = make_person(name)
    Phone.objects.create(person=person, number=number, confirmed_at=clock.now())
    return person


def changed(person, **event) -> Letter | None:
    seat = make_seat(make_slot(make_event(**event)), person)
    return post(kind="event_changed", to=person, event_key=f"event:{seat.slot.event_id}:changed:1", context=facts(seat))


def texts() -> list[Letter]:
    return list(Letter.objects.filter(channel=Letter.Channel.TEXT).order_by("pk"))


def test_a_number_is_confirmed_by_the_code_that_was_sent_to_it():
    amal = make_person("Amal")
    phone = ask_phone(by=amal, number="0031 (6) 1234-5678")
    assert phone.number == "+31612345678"
    changed(amal)
    assert send_due() == 2 and len(sent) == 1 and phone.digits in sent[0][1]
    with pytest.raises(RuleBroken, match="not the code"):
        confirm_phone(by=amal, digits="1" if phone.digits == "000000" else "000000")
    confirm_phone(by=amal, digits=f" {phone.digits[:3]} {phone.digits[3:]}")
    assert Phone.objects.get().confirmed_at


@pytest.mark.parametrize(
    "number", ["", "12345", "+0612345678", "+31", "+316123456789012345", "amal", "+31612345678;drop"]
)
def test_what_is_no_number_is_refused(number):
    with pytest.raises(RuleBroken, match="with [+] and the country"):
        ask_phone(by=make_person(), number=number)
    assert not Phone.objects.exists() and not texts()


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("+31", "06 1234 5678", "+31612345678"),
        ("+31", "31612345678", "+31612345678"),
        ("+31", "+34 612 345 678", "+34612345678"),
        ("+31", "0034 612 345 678", "+34612345678"),
        ("+34", "612 345 678", "+34612345678"),
        ("+1", "(212) 555-0123", "+12125550123"),
        ("+1", "1 212 555 0123", "+12125550123"),
        ("+20", "٠١٠ ١٢٣٤ ٥٦٧٨", "+201012345678"),
    ],
)
def test_a_number_without_a_country_is_of_the_citys_own(settings, country, typed, number):
    settings.SMS_COUNTRY = country
    assert ask_phone(by=make_person(), number=typed).number == number


@pytest.mark.parametrize("typed", ["06 12", "0612345678901234", "amal", "06/12a45678", "0"])
def test_what_is_no_number_of_the_city_either_is_refused(settings, typed):
    settings.SMS_COUNTRY = "+31"
    with pytest.raises(RuleBroken, match="with [+] and the country"):
        ask_phone(by=make_person(), number=typed)


@pytest.mark.django_db(transaction=True)
def test_a_code_can_be_guessed_five_times_however_many_try_at_once():
    amal = make_person("Amal")
    phone = ask_phone(by=amal, number="+31612345678")
    wrong = "111111" if phone.digits != "111111" else "222222"
    codes = []

    def guess():
        try:
            confirm_phone(by=amal, digits=wrong)
        except RuleBroken as refusal:
            codes.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["old"] * 4 + ["wrong"] * 5
    with pytest.raises(RuleBroken):
        confirm_phone(by=amal, digits=phone.digits)


def test_a_code_is_good_for_a_quarter_of_an_hour():
    amal = make_person("Amal")
    phone = ask_phone(by=amal, number="+31612345678")
    clock.shift(timedelta(minutes=16))
    with pytest.raises(RuleBroken, match="too old"):
        confirm_phone(by=amal, digits=phone.digits)
    assert send_due() == 0


def test_a_change_is_one_letter_and_one_text_however_often_it_is_told(client):
    amal = with_phone()
    letter = changed(amal)
    post(kind="event_changed", to=amal, event_key=letter.event_key, context={})
    (text,) = texts()
    assert text.text.startswith("Changed: now ") and len(text.text) <= 160
    assert text.text.endswith(f"/s/{text.ref}/")
    answer = client.get(f"/s/{text.ref}/")
    assert answer.status_code == 302 and answer.url.startswith("/signups/") and not answer.cookies
    assert client.get(f"/s/{letter.ref}/").status_code == 404


def test_other_letters_bring_no_text():
    amal = with_phone()
    seat = make_seat(make_slot(), amal)
    post(kind="seat_confirmed", to=amal, event_key="x", context=facts(seat))
    post(kind="date_reminder", to=amal, event_key="y", context={**facts(seat), "which": "week"})
    assert not texts()
    post(kind="date_reminder", to=amal, event_key="z", context={**facts(seat), "which": "soon"})
    assert len(texts()) == 1


def series_changed(person, **context):
    event = make_seat(make_slot(make_event()), person).slot.event
    given = {"series": Series(title="Mondays"), "soonest": event, **button("See it", "projects:find"), **context}
    return post(kind="series_changed", to=person, event_key="series:1", context={"now": [event], "ended": [], **given})


def test_a_series_that_changes_or_ends_is_one_text(settings):
    series_changed(with_phone())
    series_changed(with_phone("Bea", "+31600000000"), now=[], ended=[make_event()])
    assert [text.text.partition(" http")[0][:24] for text in texts()] == [
        "Changed: Mondays, your n",
        "Cancelled: your dates of",
    ]
    assert all(len(text.text) <= 160 for text in texts())


def test_operators_send_themselves_a_text(client):
    ivo = make_person("Ivo", role="administrator")
    sign_in(client, ivo)
    page = client.post("/admin/letters/test/", {"by": "text"}, follow=True).content.decode()
    assert "Give your phone number in your settings first" in page and not texts()
    Phone.objects.create(person=ivo, number="+31612345678", confirmed_at=clock.now())
    for _ in range(2):
        page = client.post("/admin/letters/test/", {"by": "text"}, follow=True).content.decode()
    assert "…78 is on its way" in page and "+31612345678" not in page
    assert send_due() == 1 and sent == [("+31612345678", "This is a test: text messages from Engage arrive.")]
    with pytest.raises(NotAllowed):
        send_test_text(by=with_phone("Otto", "+31600000000"))


def test_at_night_a_text_waits_but_for_a_date_within_hours():
    with time_machine.travel(datetime(2026, 11, 18, 22, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))):
        changed(with_phone(), starts_in=timedelta(days=7))
        changed(with_phone("Bea", "+31600000000"), starts_in=timedelta(hours=9))
        later, now = texts()
        assert later.due_at > clock.now() + timedelta(hours=9) and now.due_at <= clock.now()


def test_a_forgotten_number_gets_nothing_not_even_what_waits():
    amal = with_phone()
    changed(amal)
    forget_phone(by=amal)
    clock.shift(timedelta(hours=12))
    send_due()
    assert sent == []


def test_a_provider_that_stumbles_holds_up_no_letter(settings):
    settings.SMS_BACKEND = f"{__name__}.missing"
    changed(with_phone())
    clock.shift(timedelta(hours=12))
    assert send_due() == 1
    assert texts()[0].attempts == 1 and texts()[0].problem and not texts()[0].sent_at


def test_a_city_without_a_provider_asks_nobody_for_a_number(settings, client):
    settings.SMS_BACKEND = ""
    changed(with_phone())
    assert not texts()
    with pytest.raises(RuleBroken, match="sends no text messages"):
        ask_phone(by=make_person(), number="+31612345678")
    sign_in(client, make_person("Bea"))
    assert "Text messages" not in client.get("/settings/notices/").content.decode()


def test_words_fit_into_one_message_with_their_link_whole():
    url = "https://engage.example.org/s/abcdefghjkmn/"
    assert len(texting.fit("Changed – " + "long " * 60, url)) <= 160
    assert texting.fit("A – “b” …", url) == f'A - "b" ... {url}'
    assert len(texting.fit("تغير " * 60, url)) <= 134
    assert texting.fit("x" * 400, url).endswith(f"... {url}")


def test_the_page_asks_confirms_and_forgets():
    client = Client()
    amal = make_person("Amal")
    sign_in(client, amal)
    page = client.post("/settings/notices/phone/", {"do": "ask", "number": "06 12"})
    assert page.status_code == 422 and 'value="06 12"' in page.content.decode()
    client.post("/settings/notices/phone/", {"do": "ask", "number": "+31 6 1234 5678"})
    assert "Six digits" in client.get("/settings/notices/").content.decode()
    client.post("/settings/notices/phone/", {"do": "confirm", "digits": Phone.objects.get().digits})
    assert "Text messages go to" in client.get("/settings/notices/").content.decode()
    client.post("/settings/notices/phone/", {"do": "forget"})
    assert not Phone.objects.exists()
