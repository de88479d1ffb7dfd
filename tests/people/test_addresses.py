"""Another e-mail: a code to the new address, a letter to the old one, and a way back."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core.clock import now
from core.errors import RuleBroken, TooOften
from notices.actions import post
from notices.models import Letter, Phone
from notices.samples import facts
from people import actions, deeds
from people.models import AddressChange, Code, FormerAddress, Person, User
from projects import actions as projects
from tests.builders import make_person, sign_in

pytestmark = pytest.mark.django_db
NEW = "new@mail.example"


@pytest.fixture
def amal():
    return make_person("Amal", email="old@mail.example")


def fresh(person: Person) -> Person:
    return Person.objects.select_related("user").get(pk=person.pk)


def change(person: Person, email: str = NEW) -> AddressChange:
    asked = actions.ask_address(by=fresh(person), email=email)
    return actions.prove_address(by=fresh(person), change=asked, digits=asked.code.digits)


def test_a_code_to_the_new_address_changes_it_and_the_old_one_is_told(client, amal):
    sign_in(client, amal)
    page = client.post(reverse("people:address_change"), {"email": NEW})
    deeds.deliver_all()
    letter = Letter.objects.get(kind="code", address=NEW)
    digits = re.search(r"^\d{6}$", letter.text, re.M).group()
    assert client.post(page.url, {"code": digits}).status_code == 302
    assert fresh(amal).email == NEW and client.get("/me/").status_code == 200
    deeds.deliver_all()
    told = Letter.objects.get(kind="address_changed")
    assert told.address == "old@mail.example" and NEW in told.text and "It was not me" in told.text


def test_who_reads_the_old_address_takes_it_back_without_an_account(client, amal):
    sign_in(client, amal)
    key = actions.stop_key(change(amal))
    change(amal, "third@mail.example")
    path = reverse("people:address_stop", args=[key])
    client.get(path)
    assert fresh(amal).email == "third@mail.example", "only a press does it"
    assert "is back" in client.post(path).text
    assert fresh(amal).email == "old@mail.example" and client.get("/me/").status_code == 302
    assert client.post(path).status_code == 422
    assert not FormerAddress.objects.exists()


def test_what_a_stranger_did_meanwhile_goes_and_letters_follow_the_account(client, amal):
    mine = make_person("Bo", email="bo@mail.example")
    own = projects.open_calendar(by=amal)
    waiting = post(kind="commended", to=amal, event_key="commended:1", context=facts("commended"))
    key = actions.stop_key(change(amal))
    deeds.deliver_all()
    waiting.refresh_from_db()
    assert waiting.address == NEW
    strange = projects.open_calendar(by=fresh(amal))
    Phone.objects.create(person=amal, number="+14155550100", confirmed_at=now())
    Phone.objects.create(person=mine, number="+14155550101", confirmed_at=now())
    actions.stop_address(key=key)
    deeds.deliver_all()
    waiting.refresh_from_db()
    assert waiting.address == "old@mail.example" and list(Phone.objects.all()) == [Phone.objects.get(person=mine)]
    answers = [client.get(reverse("own_calendar", args=[token])).status_code for token in (own, strange)]
    assert answers == [200, 404]


def test_after_a_week_it_stays(client, amal):
    key = actions.stop_key(change(amal))
    with time_machine.travel(now() + timedelta(days=8)):
        assert client.post(reverse("people:address_stop", args=[key])).status_code == 422
        assert client.get(reverse("people:address_stop", args=["nonsense"])).status_code == 404
    assert fresh(amal).email == NEW


def test_for_a_week_nobody_else_takes_the_old_address_and_then_it_is_free(amal):
    change(amal)
    bo = make_person("Bo")
    with pytest.raises(RuleBroken, match="held"):
        change(bo, "old@mail.example")
    code = actions.ask_code(email="old@mail.example", first_name="Amal", adult=True)
    with pytest.raises(RuleBroken, match="another e-mail now"):
        actions.redeem_code(ref=code.ref, digits=code.digits)
    assert actions.meet_walk_in(first_name="A", email="old@mail.example") == amal
    with time_machine.travel(now() + timedelta(days=8)):
        assert change(bo, "old@mail.example").changed_at


def test_an_address_in_use_answers_alike_until_the_code_is_right(client, amal):
    make_person("Bo", email="bo@mail.example")
    sign_in(client, amal)
    pages = []
    for email in ("bo@mail.example", "nobody@mail.example"):
        asked = client.post(reverse("people:address_change"), {"email": email})
        ref, page = asked.url.split("/")[-2], re.sub(r'value="[^"]*"', "", client.get(asked.url).text)
        pages.append((asked.status_code, page.replace(email, "").replace(ref, "")))
    assert pages[0] == pages[1]
    assert fresh(amal).email == "old@mail.example"


def test_guesses_are_counted_as_for_signing_in(amal):
    asked = actions.ask_address(by=amal, email=NEW)
    wrong = "000000" if asked.code.digits != "000000" else "111111"
    for _ in range(4):
        with pytest.raises(RuleBroken, match="not the code"):
            actions.prove_address(by=amal, change=asked, digits=wrong)
    with pytest.raises(TooOften):
        actions.prove_address(by=amal, change=asked, digits=wrong)
    with pytest.raises((RuleBroken, TooOften)):
        actions.prove_address(by=amal, change=asked, digits=asked.code.digits)
    assert fresh(amal).email == "old@mail.example"


def test_five_asks_an_hour_are_enough(amal):
    for n in range(5):
        actions.ask_address(by=amal, email=f"a{n}@mail.example")
    with pytest.raises(TooOften):
        actions.ask_address(by=amal, email=NEW)


def test_such_a_code_signs_nobody_in(client, amal):
    asked = actions.ask_address(by=amal, email=NEW)
    with pytest.raises(RuleBroken):
        actions.redeem_code(ref=asked.code.ref, digits=asked.code.digits)
    assert client.get(reverse("people:code_page", args=[asked.code.ref])).status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_a_code_is_for_the_one_who_asked(amal):
    asked = actions.ask_address(by=amal, email=NEW)
    with pytest.raises(RuleBroken):
        actions.prove_address(by=make_person("Bo"), change=asked, digits=asked.code.digits)


def test_erasure_forgets_addresses_on_the_way(amal):
    change(amal, "canary1@mail.example")
    actions.ask_address(by=fresh(amal), email="canary2@mail.example")
    actions.erase_person(by=amal, person=amal)
    assert not AddressChange.objects.exists() and not FormerAddress.objects.exists() and not Code.objects.exists()


def test_one_session_ends_alone_with_its_next_page(amal):
    here, there, other = Client(), Client(), Client()
    for client in (here, there, other):
        client.force_login(amal.user, backend="people.auth.Backend")
        key = client.session.session_key
        UserSession.objects.create(user=amal.user, session_key=key, ip="127.0.0.1", user_agent="Firefox/130 Windows")
        assert client.get("/me/").status_code == 200
    (pk,) = UserSession.objects.filter(session_key=there.session.session_key).values_list("pk", flat=True)
    assert "Sign out there" in here.get(reverse("usersessions_list")).text
    bo = Client()
    bo.force_login(make_person("Bo").user, backend="people.auth.Backend")
    bo.post(reverse("people:session_end", args=[pk]))
    assert there.get("/me/").status_code == 200, "nobody ends somebody else's"
    here.post(reverse("people:session_end", args=[pk]))
    assert [client.get("/me/").status_code for client in (there, other, here)] == [302, 200, 200]
