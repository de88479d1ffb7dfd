"""Signing in and joining by code: one flow, alike for known and unknown addresses."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.errors import RuleBroken, TooOften
from people import actions, intents
from people.models import Code, Deed, Guesses, Person, User
from tests.builders import make_person, make_slot, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    return lambda **ahead: clock.shift(timedelta(**ahead))


def ask(email="amal@mail.example", **more) -> Code:
    return actions.ask_code(email=email, **more)


def refused(code: str, **call) -> str:
    with pytest.raises((RuleBroken, TooOften)) as refusal:
        actions.redeem_code(**call)
    assert refusal.value.code == code
    return str(refusal.value)


def wrong(code: Code) -> str:
    return f"{(int(code.digits) + 1) % 1_000_000:06d}"


def test_a_known_person_signs_in_with_a_code(client):
    amal = make_person("Amal", email="amal@mail.example")
    page = client.post("/people/sign-in/", {"email": " Amal@Mail.example ", "next": "/settings/"})
    code = Code.objects.get()
    assert page.url == f"/people/code/{code.ref}/"
    assert "amal@mail.example" in client.get(page.url).text
    done = client.post(page.url, {"code": f"{code.digits[:3]} {code.digits[3:]}"})
    assert done.status_code == 302 and done.url == "/settings/"
    assert client.get("/me/").context["request"].person == amal


def test_a_newcomer_is_asked_for_a_name_and_age_after_the_right_code(client):
    client.post("/people/sign-in/", {"email": "new@mail.example"})
    code = Code.objects.get()
    done = client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    assert done.url == "/people/welcome/"
    assert not User.objects.exists()
    assert client.post("/people/welcome/", {"first_name": "Jonas"}).status_code == 422
    joined = client.post("/people/welcome/", {"first_name": "Jonas", "adult": "on"})
    assert joined.url == "/me/"
    person = Person.objects.get(first_name="Jonas")
    assert person.email == "new@mail.example" and person.adult
    assert Deed.objects.filter(bell="people.person_joined", ids={"person": person.pk}).exists()


def test_who_is_too_young_is_told_kindly_and_nothing_is_kept(client):
    client.post("/people/sign-in/", {"email": "kid@mail.example"})
    code = Code.objects.get()
    client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    born = (clock.now() - timedelta(days=12 * 365)).date().isoformat()
    told = client.post("/people/welcome/", {"first_name": "Kid", "birth_day": born})
    assert told.status_code == 403 and "guardian" in told.text
    assert not User.objects.exists() and not Person.objects.filter(first_name="Kid").exists()


def test_a_birth_date_of_a_grown_up_is_checked_and_not_kept():
    born = (clock.now() - timedelta(days=30 * 366)).date()
    code = ask(first_name="Ana", birth_day=born)
    person, _ = actions.redeem_code(ref=code.ref, digits=code.digits)
    assert person.adult and not hasattr(person, "birth_date")


def test_too_young_to_join_by_an_intent_stores_nothing():
    born = (clock.now() - timedelta(days=12 * 365)).date()
    with pytest.raises(RuleBroken, match="guardian"):
        ask(first_name="Kid", birth_day=born)
    assert not Code.objects.exists()


def test_known_and_unknown_addresses_answer_alike(client):
    make_person("Amal", email="known@mail.example")
    answers = []
    for email in ("known@mail.example", "unknown@mail.example"):
        page = client.post("/people/sign-in/", {"email": email})
        code = Code.objects.get(email=email)
        html = client.get(page.url).text + client.post(page.url, {"code": wrong(code)}).text
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
        for own in (email, code.ref, wrong(code)):
            html = html.replace(own, "…")
        answers.append((page.status_code, html))
    assert answers[0] == answers[1]


def test_a_wrong_code_says_how_many_tries_are_left():
    code = ask()
    assert "4 more tries" in refused("wrong", ref=code.ref, digits=wrong(code))
    assert "3 more tries" in refused("wrong", ref=code.ref, digits=wrong(code))


def test_a_code_is_used_once():
    make_person(email="amal@mail.example")
    code = ask()
    actions.redeem_code(ref=code.ref, digits=code.digits)
    assert "used already" in refused("used", ref=code.ref, digits=code.digits)


def test_an_old_code_says_so(later):
    code = ask()
    later(minutes=16)
    assert "too old" in refused("old", ref=code.ref, digits=code.digits)


def test_five_wrong_guesses_close_the_code_and_the_address(later):
    make_person(email="amal@mail.example")
    code, newer = ask(), ask()
    for _ in range(5):
        with pytest.raises((RuleBroken, TooOften)):
            actions.redeem_code(ref=code.ref, digits=wrong(code))
    assert "ask for a new code" in refused("too_many", ref=code.ref, digits=code.digits)
    refused("too_many", ref=newer.ref, digits=newer.digits)
    later(minutes=5, seconds=1)
    refused("too_many", ref=code.ref, digits=code.digits)
    assert actions.redeem_code(ref=newer.ref, digits=newer.digits).person


def test_no_window_lets_more_than_five_guesses_into_five_minutes(later):
    moments = []
    for _ in range(12):
        code = ask()
        try:
            actions.redeem_code(ref=code.ref, digits=wrong(code))
        except (RuleBroken, TooOften) as refusal:
            if refusal.code in ("wrong",) or Guesses.objects.get().count == 5 and refusal.code != "too_many":
                moments.append(clock.now())
        later(seconds=200)
    spans = [later_one - first for first, later_one in zip(moments, moments[5:], strict=False)]
    assert all(span > timedelta(minutes=5) for span in spans)


def test_a_right_code_starts_the_count_of_guesses_anew():
    make_person(email="amal@mail.example")
    for _ in range(4):
        code = ask()
        refused("wrong", ref=code.ref, digits=wrong(code))
        actions.redeem_code(ref=code.ref, digits=code.digits)
    assert Guesses.objects.get().count == 0


def test_asking_again_and_again_is_slowed_down(client):
    for _ in range(5):
        ask()
    slot = make_slot()
    newcomer = {"first_name": "Amal", "email": "amal@mail.example", "adult": "on"}
    for path, typed in (
        ("/people/sign-in/", {"email": "amal@mail.example"}),
        (f"/people/code/{Code.objects.latest('pk').ref}/again/", {}),
        (f"/projects/{slot.event.project.slug}/slots/{slot.pk}/join/", newcomer),
    ):
        page = client.post(path, typed)
        assert page.status_code == 429 and "junk mail" in page.text and "Try again in 15 minutes" in page.text
        assert f'href="{path}"' in page.text or path.endswith("/again/")
    assert Code.objects.count() == 5


def test_guessing_again_and_again_is_answered_with_the_minutes_to_wait(client):
    make_person(email="amal@mail.example")
    code = ask()
    for _ in range(4):
        assert client.post(f"/people/code/{code.ref}/", {"code": wrong(code)}).status_code == 422
    page = client.post(f"/people/code/{code.ref}/", {"code": wrong(code)})
    assert page.status_code == 429 and "Try again in 5 minutes" in page.text


def test_a_new_code_can_be_sent_for_the_same_purpose(client):
    first = ask(next_url="/settings/")
    page = client.post(f"/people/code/{first.ref}/again/")
    newest = Code.objects.latest("pk")
    assert page.url == f"/people/code/{newest.ref}/" and newest.next_url == "/settings/" and newest.pk != first.pk


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "evil",
    ],
)
def test_nobody_is_sent_to_another_site(client, elsewhere):
    make_person(email="amal@mail.example")
    client.post("/people/sign-in/", {"email": "amal@mail.example", "next": elsewhere})
    code = Code.objects.get()
    assert client.post(f"/people/code/{code.ref}/", {"code": code.digits}).url == "/me/"


def test_the_key_of_the_session_is_new_after_signing_in(client):
    client.post("/people/sign-in/", {"email": "new@mail.example"})
    code = Code.objects.get()
    client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    before = client.session.session_key
    client.post("/people/welcome/", {"first_name": "Jonas", "adult": "on"})
    assert client.session.session_key != before


def test_the_intent_is_done_with_the_code():
    done = []
    intents.register("tests.wave", lambda *, by, how: done.append((by.first_name, how)) or "/me/")
    code = ask(first_name="Jonas", adult=True, intent="tests.wave", intent_data={"how": "twice"})
    assert actions.redeem_code(ref=code.ref, digits=code.digits).result == "/me/"
    assert done == [("Jonas", "twice")]


def test_a_refused_intent_does_not_undo_the_sign_in(client):
    def refuse(*, by):
        Person.objects.filter(pk=by.pk).update(first_name="Half done")
        raise RuleBroken("The clean-up was cancelled.")

    intents.register("tests.refuse", refuse)
    code = ask(first_name="Jonas", adult=True, intent="tests.refuse", next_url="/settings/")
    done = client.post(f"/people/code/{code.ref}/", {"code": code.digits})
    assert done.url == "/settings/"
    assert "The clean-up was cancelled." in client.get("/me/").text
    assert User.objects.get().person.first_name == "Jonas"


def test_a_closed_account_stays_closed(client):
    amal = make_person(email="amal@mail.example")
    sign_in(client, amal)
    assert client.get("/me/").status_code == 200
    User.objects.filter(pk=amal.user.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302
    code = ask()
    refused("closed", ref=code.ref, digits=code.digits)


def test_after_an_expired_session_a_post_leads_back_to_its_page(client):
    page = client.post("/settings/profile/", headers={"referer": "http://testserver/settings/?x=1"})
    assert page.url == "/people/sign-in/?next=%2Fsettings%2F%3Fx%3D1&kept=1"


def test_readers_of_the_sign_in_page_who_are_signed_in_go_on(client):
    sign_in(client, make_person())
    assert client.get("/people/sign-in/?next=/settings/").url == "/settings/"
