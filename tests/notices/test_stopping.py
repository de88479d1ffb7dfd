"""One click stops letters of a kind, from a mail program or from the page, without signing in; and it can be undone."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import clock
from core.clock import now
from notices.actions import choose_notices, post, send_due, write_digests
from notices.models import How, Letter, Preference
from notices.stopping import token_of, undo_of
from tests.builders import make_event, make_person, make_seat, make_slot, sign_in
from tests.notices.test_choices import thank

pytestmark = pytest.mark.django_db
ONE_CLICK = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


def sent(letter: Letter):
    clock.shift(max(letter.due_at - now(), timedelta()))
    send_due()
    (found,) = [one for one in mail.outbox if one.to == [letter.address]]
    return found.message()


def test_a_mail_program_stops_the_letters_with_one_click():
    amal = make_person("Amal", language="es")
    raw = sent(thank(amal, make_event()))
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<(.+)>", raw["List-Unsubscribe"])[1]
    assert url.startswith(f"{settings.SITE_URL}/es/letters/stop/")
    with translation.override("en"):  # what the page's language leaves behind
        answer = Client(enforce_csrf_checks=True).post(url.removeprefix(settings.SITE_URL), **ONE_CLICK)
    assert answer.status_code == 200 and not answer.cookies
    assert Preference.objects.get(person=amal).how == How.OFF
    assert thank(amal, make_event()) is None


def test_reading_the_page_stops_nothing():
    amal = make_person("Amal")
    page = Client().get(reverse("notices:stop", args=[token_of(thank(amal, make_event()).ref)]))
    assert "Stop these letters" in page.content.decode() and not page.cookies
    assert not Preference.objects.exists()


def test_the_page_undoes_it_to_what_it_was_before():
    amal = make_person("Amal")
    url = reverse("notices:stop", args=[token_of(thank(amal, make_event()).ref)])
    choose_notices(by=amal, choices={"thanks": How.DIGEST})
    page = Client().post(url).content.decode()
    assert "You get no more letters: Thanks" in page
    assert re.search(r'name="how" value="digest">Undo<', page)
    Client().post(url, {"how": "digest"})
    assert Preference.objects.get(person=amal).how == How.DIGEST


def test_the_page_never_asks_whether_more_letters_should_come():
    amal = make_person("Amal")
    url = reverse("notices:stop", args=[token_of(thank(amal, make_event()).ref)])
    assert "Get them in the digest" in Client().get(url).content.decode()
    choose_notices(by=amal, choices={"thanks": How.DIGEST})
    assert "Get them" not in Client().get(url).content.decode()
    assert "Get them" not in Client().post(url).content.decode()  # "Undo" stands there
    later = Client().get(url).content.decode()
    assert "Get them one by one" in later and "Get them in the digest" in later


def test_what_waits_already_is_stopped_too():
    amal = make_person("Amal")
    waiting = thank(amal, make_event())
    Client().post(reverse("notices:stop", args=[token_of(waiting.ref)]))
    assert send_due() == 0


@pytest.mark.parametrize("token", ["forged", "abc.def", "{ref}", "{ref}.x", "{ref}:{sig}"])
def test_a_forged_link_says_so_and_changes_nothing(token):
    ref = thank(make_person(), make_event()).ref
    url = reverse("notices:stop", args=[token.format(ref=ref, sig=token_of(ref).partition(".")[2])])
    for answer in (Client().get(url), Client().post(url)):
        assert answer.status_code == 404
        assert "damaged or too old" in answer.content.decode()
    assert not Preference.objects.exists()


def test_the_link_of_a_letter_that_is_gone_says_so():
    letter = thank(make_person(), make_event())
    url = reverse("notices:stop", args=[token_of(letter.ref)])
    letter.delete()
    assert "damaged or too old" in Client().post(url).content.decode()


def test_letters_that_must_come_have_no_way_out_but_lead_to_the_choice():
    seat = make_seat(make_slot())
    facts = {"signup": seat, "slot": seat.slot, "event": seat.slot.event, "project": seat.slot.event.project}
    letter = post(kind="seat_confirmed", to=seat.person, event_key="x", context=facts)
    assert "List-Unsubscribe" not in sent(letter)
    assert "/letters/stop/" not in letter.text + letter.html
    assert "/settings/notices/" in letter.text and "/settings/notices/" in letter.html
    assert "always come" in Client().get(reverse("notices:stop", args=[token_of(letter.ref)])).content.decode()


def test_text_and_html_hold_the_letters_own_link():
    letter = thank(make_person(), make_event())
    url = settings.SITE_URL + reverse("notices:stop", args=[token_of(letter.ref)])
    assert url in letter.text and f'href="{url}"' in letter.html


def test_one_press_saves_every_choice():
    amal = make_person("Amal")
    client = Client()
    sign_in(client, amal)
    page = client.get(reverse("notices:choose")).content.decode()
    assert "Letters go to" in page and "What always comes" in page
    assert client.post(reverse("notices:choose"), {"thanks": "off", "polls": "digest"}).status_code == 302
    assert dict(Preference.objects.values_list("category", "how")) == {"thanks": "off", "polls": "digest"}
    page = client.get(reverse("notices:choose")).content.decode()
    assert re.search(r'name="thanks" value="off" checked', page)


def test_stopping_the_digest_stops_everything_that_would_stand_in_it_and_undo_brings_it_back():
    amal = make_person("Amal")
    choose_notices(by=amal, choices={"thanks": How.DIGEST, "polls": How.AT_ONCE})
    thank(amal, make_event())
    write_digests()  # makes the plan
    clock.shift(timedelta(days=8))
    write_digests()
    digest = Letter.objects.get(kind="digest")
    url = reverse("notices:stop", args=[token_of(digest.ref)])
    assert url in digest.text
    page = Client().post(url).content.decode()
    assert dict(Preference.objects.values_list("category", "how")) == {
        "follow": "off",
        "thanks": "off",
        "polls": "at_once",
    }
    (also,) = re.findall(r'name="also" value="([^"]+)"', page)
    Client().post(url, {"how": "digest", "also": also})
    assert dict(Preference.objects.values_list("category", "how")) == {
        "follow": "digest",
        "thanks": "digest",
        "polls": "at_once",
    }


def test_a_letters_link_chooses_nothing_but_its_own_category():
    amal, bea = make_person("Amal"), make_person("Bea")
    others = ["reminders", "talk", "polls", "follow"]
    for person in (amal, bea):
        url = reverse("notices:stop", args=[token_of(thank(person, make_event()).ref)])
        for also in (others, undo_of("another", others), f"{undo_of('x', others)}x"):
            for how in ("off", "digest"):
                Client().post(url, {"how": how, "also": also})
    assert set(Preference.objects.values_list("category", "how")) == {("thanks", "digest")}
