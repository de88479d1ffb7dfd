"""My family: children I answer for, and people I live with."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import NotAllowed, RuleBroken
from core.when import local
from notices.models import Letter
from people import actions
from people.deeds import deliver_all
from people.models import BirthDate, BirthDateReading, Guardianship, HouseholdMember, Person
from people.permissions import is_guardian, same_household
from tests.builders import make_child, make_person, sign_in
from tests.support.visitors import words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    return make_person("Amal", email="amal@mail.example")


@pytest.fixture
def bea():
    return make_person("Bea", email="bea@mail.example")


def live_together(one: Person, other: Person) -> None:
    ask = actions.ask_household(by=one, email=other.email)
    actions.answer_household_ask(by=other, ask=ask, together=True)


def test_a_child_is_saved_without_a_login_and_lives_with_its_guardian(amal):
    child = make_child(amal, "Noa", age=9)
    assert child.kind == Person.Kind.DEPENDANT and not child.adult and not hasattr(child, "user")
    assert is_guardian(amal, child) and same_household(amal, child)


def test_somebody_of_18_is_no_child(amal):
    with pytest.raises(RuleBroken) as refusal:
        make_child(amal, age=18)
    assert refusal.value.code == "birth_day"


def test_a_birth_date_ahead_is_refused(amal):
    with pytest.raises(RuleBroken):
        actions.add_dependant(by=amal, first_name="Noa", birth_day=clock.now().date() + timedelta(days=9))


def test_the_same_child_is_not_added_twice(amal):
    child = make_child(amal)
    with pytest.raises(RuleBroken) as refusal:
        actions.add_dependant(by=amal, first_name=child.first_name.upper(), birth_day=child.birth_date.day)
    assert refusal.value.code == "already"


def test_only_grown_ups_with_an_account_answer_for_children():
    young = make_person("Kim", adult=False)
    with pytest.raises(NotAllowed):
        make_child(young)


def test_a_stranger_cannot_remove_a_child(amal, bea):
    child = make_child(amal)
    with pytest.raises(NotAllowed):
        actions.remove_dependant(by=bea, dependant=child)


def test_a_removed_child_is_forgotten(amal):
    child = make_child(amal, "Noacanary")
    actions.remove_dependant(by=amal, dependant=child)
    child.refresh_from_db()
    assert child.kind == Person.Kind.ERASED and "Noa" not in child.first_name
    assert not hasattr(Person.objects.get(pk=child.pk), "birth_date")
    assert not Guardianship.objects.in_force().exists()


def test_children_go_with_a_guardian_who_leaves_unless_another_one_stays(amal, bea):
    mine, ours = make_child(amal, "Noa"), make_child(amal, "Lou")
    Guardianship.objects.create(guardian=bea, dependant=ours)
    actions.erase_person(by=amal, person=amal)
    mine.refresh_from_db()
    ours.refresh_from_db()
    assert mine.kind == Person.Kind.ERASED and ours.kind == Person.Kind.DEPENDANT
    assert is_guardian(bea, ours)


def test_two_people_and_all_their_children_live_together_once_both_said_so(amal, bea):
    noa, lou = make_child(amal, "Noa"), make_child(bea, "Lou")
    ask = actions.ask_household(by=amal, email="Bea@mail.example ")
    assert not same_household(amal, bea)
    actions.answer_household_ask(by=bea, ask=ask, together=True)
    for one, other in ((amal, bea), (amal, lou), (bea, noa), (noa, lou)):
        assert same_household(one, other)


def test_a_no_changes_nothing_and_is_final(amal, bea):
    ask = actions.ask_household(by=amal, email=bea.email)
    actions.answer_household_ask(by=bea, ask=ask, together=False)
    with pytest.raises(RuleBroken):
        actions.answer_household_ask(by=bea, ask=ask, together=True)
    assert not same_household(amal, bea)


def test_only_who_has_the_address_can_answer(amal, bea):
    ask = actions.ask_household(by=amal, email="somebody@mail.example")
    with pytest.raises(NotAllowed):
        actions.answer_household_ask(by=bea, ask=ask, together=True)


def test_asking_a_known_and_an_unknown_address_look_alike(amal, bea, client):
    sign_in(client, amal)
    pages = []
    for address in (bea.email, "nobody@mail.example"):
        answer = client.post("/me/family/ask/", {"email": address}, follow=True)
        pages.append(answer.content.decode().replace(address, "x"))
        deliver_all()
        assert Letter.objects.filter(address=address, kind="household_asked").count() == 1
    assert pages[0].count("We have written to this address") == pages[1].count("We have written to this address") == 1


def test_the_letter_leads_to_a_page_that_a_get_does_not_answer(amal, bea, client):
    ask = actions.ask_household(by=amal, email=bea.email)
    deliver_all()
    assert f"/me/family/ask/{ask.ref}/" in Letter.objects.get(kind="household_asked").text
    sign_in(client, bea)
    assert client.get(f"/me/family/ask/{ask.ref}/").status_code == 200
    assert not same_household(amal, bea)
    client.post(f"/me/family/ask/{ask.ref}/", {"together": "yes"})
    assert same_household(amal, bea)


def test_five_letters_wait_at_most(amal):
    for n in range(5):
        actions.ask_household(by=amal, email=f"n{n}@mail.example")
    with pytest.raises(RuleBroken) as refusal:
        actions.ask_household(by=amal, email="n6@mail.example")
    assert refusal.value.code == "too_many"


def test_who_moves_out_takes_the_children_along(amal, bea):
    noa = make_child(bea, "Noa")
    live_together(amal, bea)
    actions.leave_household(by=bea)
    assert not same_household(amal, bea) and not same_household(amal, noa) and same_household(bea, noa)


def test_a_family_party_counts_as_one_household_for_90_days(amal, bea):
    with transaction.atomic():
        actions.tie_party([amal, bea])
    assert same_household(amal, bea)
    clock.shift(timedelta(days=91))
    try:
        assert not same_household(amal, bea)
    finally:
        clock.reset()


def test_reading_birth_dates_is_written_down_once_a_day(amal, client):
    child = make_child(amal)
    sign_in(client, amal)
    for _ in range(2):
        assert "Noa" in words_on(client.get("/me/family/"))
    assert list(BirthDateReading.objects.values_list("person", "by", "why")) == [(child.pk, amal.pk, "my family")]


def test_the_export_of_a_guardian_holds_the_children(amal, client):
    make_child(amal, "Noa")
    sign_in(client, amal)
    assert client.get("/settings/my-data.json").json()["dependants"][0]["person"]["first_name"] == "Noa"


def test_a_child_is_added_and_removed_on_a_phone(amal, client):
    sign_in(client, amal)
    born = date(timezone.now().year - 8, 3, 1).isoformat()
    page = client.post("/me/family/add/", {"first_name": "Noa", "birth_day": born}, follow=True)
    assert "Noa" in words_on(page)
    ref = Person.objects.get(first_name="Noa").ref
    client.post(f"/me/family/{ref}/remove/")
    assert "Noa" not in words_on(client.get("/me/family/"))
    assert HouseholdMember.objects.filter(person=amal).exists()


def test_on_the_18th_birthday_an_account_is_a_grown_ups_and_the_date_goes(amal):
    today = local(clock.now()).date()
    kim, lou = make_person("Kim", adult=False), make_person("Lou", adult=False)
    child = make_child(amal)
    for person, turns_18 in ((kim, today), (lou, today + timedelta(days=1)), (child, today)):
        BirthDate.objects.filter(person=person).delete()
        BirthDate.objects.create(person=person, day=turns_18.replace(year=turns_18.year - 18))
    assert actions.come_of_age() == 1 and actions.come_of_age() == 0
    kim.refresh_from_db(), lou.refresh_from_db(), child.refresh_from_db()
    assert (kim.adult, lou.adult, child.adult) == (True, False, False)
    assert set(BirthDate.objects.values_list("person", flat=True)) == {lou.pk, child.pk}
