"""Wordings that people sign: published once, signed once, never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people import actions
from people.models import AgreementVersion, Signature, hash_of
from tests.builders import make_agreement, make_child, make_person, sign_in

pytestmark = pytest.mark.django_db

WORDS = "I follow what the organizers say about safety."


@pytest.fixture
def mia():
    return make_person("Mia", role="official")


def publish(by, **words):
    return actions.publish_agreement(by=by, **{"scope": "site", "title": "Rules", "text": WORDS, **words})


def asked_of(person, **things):
    return list(AgreementVersion.objects.about(things).in_force().unsigned_by(person))


def test_a_published_wording_is_asked_for_until_it_is_signed(mia):
    amal = make_person()
    version = publish(mia)
    assert asked_of(amal) == [version]
    actions.sign_agreement(by=amal, version=version, typed_name="Amal Khoury")
    assert asked_of(amal) == []
    assert Signature.objects.get().text_hash == hash_of(WORDS)


def test_a_new_wording_asks_again_from_its_first_moment_on(mia):
    amal = make_person()
    first = make_agreement()
    actions.sign_agreement(by=amal, version=first, typed_name="Amal Khoury")
    later = publish(mia, valid_from=now() + timedelta(days=3))
    assert asked_of(amal) == []
    AgreementVersion.objects.filter(pk=later.pk).update(valid_from=now() - timedelta(seconds=1))
    assert asked_of(amal) == [later]


def test_a_wording_that_is_over_is_not_asked_for_nor_the_one_before_it(mia):
    make_agreement(valid_from=now() - timedelta(days=9))
    make_agreement(valid_from=now() - timedelta(days=5), valid_until=now() - timedelta(days=1))
    assert asked_of(make_person()) == []


def test_a_category_asks_only_its_own_people(mia):
    version = publish(mia, scope="category", about="repair")
    assert asked_of(make_person(), category="repair", project="3") == [version]
    assert asked_of(make_person(), category="care", project="3") == []


def test_only_officials_publish():
    for person in (make_person(), make_person(role="editor")):
        with pytest.raises(NotAllowed):
            publish(person)


@pytest.mark.parametrize(
    "words",
    [
        {"title": " "},
        {"text": "short"},
        {"about": "repair"},
        {"scope": "project"},
        {"valid_from": -1},
        {"valid_until": -1},
    ],
)
def test_a_wording_that_makes_no_sense_is_refused(mia, words):
    words = {name: now() + timedelta(days=value) if value == -1 else value for name, value in words.items()}
    with pytest.raises(RuleBroken):
        publish(mia, **words)


def test_a_guardian_signs_for_a_child_and_nobody_else_can(mia):
    amal, bea = make_person(), make_person("Bea")
    child, version = make_child(amal), publish(mia)
    with pytest.raises(NotAllowed):
        actions.sign_agreement(by=bea, person=child, version=version, typed_name="Bea Berg")
    signature = actions.sign_agreement(by=amal, person=child, version=version, typed_name="Amal Khoury")
    assert signature.signed_by == amal


def test_a_young_person_cannot_sign_what_needs_a_guardian(mia):
    kim = make_person("Kim", adult=False)
    with pytest.raises(NotAllowed):
        actions.sign_agreement(by=kim, version=publish(mia), typed_name="Kim Vos")
    alone = publish(mia, scope="category", about="care", needs_guardian=False)
    assert actions.sign_agreement(by=kim, version=alone, typed_name="Kim Vos")


def test_an_old_wording_cannot_be_signed(mia):
    old = make_agreement(valid_from=now() - timedelta(days=2))
    publish(mia)
    with pytest.raises(RuleBroken) as refusal:
        actions.sign_agreement(by=make_person(), version=old, typed_name="Amal Khoury")
    assert refusal.value.code == "old"


def test_signing_twice_changes_nothing(mia):
    amal, version = make_person(), publish(mia)
    for name in ("Amal Khoury", "Somebody Else"):
        actions.sign_agreement(by=amal, version=version, typed_name=name)
    assert Signature.objects.get().typed_name == "Amal Khoury"


def test_nobody_can_change_or_remove_a_signature(mia):
    signed = actions.sign_agreement(by=make_person(), version=publish(mia), typed_name="Amal Khoury")
    for deed in (
        lambda: Signature.objects.update(typed_name="x"),
        lambda: Signature.objects.filter(pk=signed.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_an_official_publishes_at_the_desk_and_a_family_signs_on_a_phone(mia, client):
    sign_in(client, mia)
    page = client.post(
        "/admin/agreements/", {"subject": "site:", "title": "Rules", "text": WORDS, "needs_guardian": "on"}, follow=True
    )
    assert "asked for now" in page.content.decode()
    amal = make_person()
    child = make_child(amal, "Noa")
    sign_in(client, amal)
    where = f"/agreements/{AgreementVersion.objects.get().pk}/"
    assert "Noa" in client.get(where).content.decode()
    assert client.post(where, {"who": [amal.ref, child.ref], "typed_name": " "}).status_code == 422
    client.post(where, {"who": [amal.ref, child.ref], "typed_name": "Amal Khoury"})
    assert Signature.objects.filter(signed_by=amal).count() == 2
