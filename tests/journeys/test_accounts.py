"""Somebody with two accounts makes one of them; somebody else moves to another e-mail, and the old one takes it back."""

import re

from playwright.sync_api import expect

from notices.models import Letter
from people.deeds import deliver_all
from people.models import Person
from projects.models import SignUp
from tests.builders import make_event, make_person, make_project, make_seat, make_slot
from tests.notices.hearing import letters
from tests.support.axe import usable


def digits_for(address: str) -> str:
    deliver_all()
    letter = Letter.objects.filter(kind="code", address=address).latest("pk")
    return re.search(r"^\d{6}$", letter.text, re.M).group()


def test_two_accounts_become_one_after_a_look_at_what_will_happen(new_page, transactional_db):
    amal = make_person("Amal", email="amal@mail.example")
    other = make_person("Amal", email="old@mail.example")
    slot = make_slot(make_event(make_project(make_person("Ana"), status="active"), title="Creek clean-up"))
    make_seat(slot, amal)
    make_seat(slot, other)

    phone = new_page(amal)
    phone.goto("/settings/")
    phone.get_by_role("link", name="I have two accounts: join them").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Join two accounts")
    phone.get_by_label("The other e-mail").fill("old@mail.example")
    usable(phone)
    phone.get_by_role("button", name="Send me a code").click()
    phone.get_by_label("Six digits").fill(digits_for("old@mail.example"))
    usable(phone)
    phone.get_by_role("button", name="This is my address").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Join your two accounts?")
    expect(phone.get_by_text("both accounts are on the list")).to_be_visible()
    usable(phone)
    phone.get_by_role("button", name="Join them").click()
    expect(phone.get_by_text("Please tick this first.")).to_be_visible()
    usable(phone)
    phone.get_by_label("Yes, make one account of them").check()
    phone.get_by_role("button", name="Join them").click()
    expect(phone.get_by_text("Both accounts are one now.")).to_be_visible()
    usable(phone)
    assert SignUp.objects.live().get(slot=slot).person == amal
    assert Person.objects.get(pk=other.pk).kind == Person.Kind.ERASED

    elsewhere = new_page()
    elsewhere.goto("/people/sign-in/")
    elsewhere.get_by_label("Your e-mail").fill("old@mail.example")
    elsewhere.get_by_label("Your e-mail").press("Enter")
    expect(elsewhere.get_by_label("Six digits")).to_be_visible()
    elsewhere.get_by_label("Six digits").fill(digits_for("old@mail.example"))
    elsewhere.get_by_role("button", name="Go on").click()
    expect(elsewhere.get_by_role("heading", name="Good to see you, Amal")).to_be_visible()
    expect(elsewhere.get_by_text("Creek clean-up").first).to_be_visible()


def test_another_e_mail_and_the_way_back(new_page, transactional_db):
    bo = make_person("Bo", email="bo@mail.example")
    phone = new_page(bo)
    phone.goto("/settings/")
    phone.get_by_role("link", name="My e-mail").click()
    phone.get_by_label("The other e-mail").fill("new@mail.example")
    usable(phone)
    phone.get_by_role("button", name="Send me a code").click()
    phone.get_by_label("Six digits").fill(digits_for("new@mail.example"))
    phone.get_by_role("button", name="This is my address").click()
    expect(phone.get_by_text("From now on you sign in with new@mail.example.")).to_be_visible()
    usable(phone)

    deliver_all()
    (told,) = letters("address_changed")
    elsewhere = new_page()
    elsewhere.goto(re.search(r"https?://[^/]+(/people/address/\S+)", told.text).group(1))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Was it not you?")
    usable(elsewhere)
    elsewhere.get_by_role("button", name="It was not me").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Your old e-mail is back")
    usable(elsewhere)
    assert Person.objects.get(pk=bo.pk).email == "bo@mail.example"
    phone.goto("/me/")
    expect(phone.get_by_label("Your e-mail")).to_be_visible()
