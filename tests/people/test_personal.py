"""My data: all of it, or none of it."""

import json

import pytest
from django.apps import apps

from core.errors import NotAllowed, RuleBroken
from notices.models import Letter
from people import actions, personal
from people.models import Code, Person, User
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.tooling.house import rooms

pytestmark = pytest.mark.django_db


def test_every_table_that_points_at_a_person_is_named_by_its_room():
    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label in rooms()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
    assert sorted(pointing - personal.known()) == [], "say in <room>/personal.py what export and erasure do with these"
    assert sorted(personal.known() - pointing) == [], "these are gone from the models"


def test_every_column_of_the_export_is_there():
    for part in personal.parts():
        list(apps.get_model(part.model)._default_manager.values(*part.columns)[:1])


@pytest.fixture
def amal():
    person = make_person("Amalcanary", email="amalcanary@mail.example", last_name="Khourycanary")
    make_seat(make_slot(make_event(make_project())), person)
    code = actions.ask_code(email="amalcanary@mail.example")
    Letter.objects.create(
        person=person,
        address=person.email,
        event_key=f"code:{code.pk}",
        kind="code",
        subject="Your code, Amalcanary",
        text="x",
    )
    return person


def everything() -> str:
    """All rows of all tables as text."""
    return json.dumps(
        [list(model._default_manager.values()) for model in apps.get_models() if model._meta.managed], default=str
    ).lower()


def test_the_export_holds_me(amal, client):
    sign_in(client, amal)
    found = client.get("/settings/my-data.json").json()
    assert found["person"]["first_name"] == "Amalcanary"
    assert found["people.User"][0]["email"] == "amalcanary@mail.example"
    assert found["projects.SignUp"][0]["state"] == "confirmed"
    assert found["notices.Letter"][0]["subject"] == "Your code, Amalcanary"


def test_nobody_exports_or_erases_somebody_else(amal):
    with pytest.raises(NotAllowed):
        actions.export_person(by=make_person(), person=amal)
    with pytest.raises(NotAllowed):
        actions.erase_person(by=make_person(role="official"), person=amal)


def test_after_erasure_no_trace_of_me_is_left(amal, client):
    sign_in(client, amal)
    seat = amal.signups.get()
    assert "canary" in everything()
    assert client.post("/settings/delete/").status_code == 422
    gone = client.post("/settings/delete/", {"sure": "on"})
    assert gone.status_code == 200 and "deleted" in gone.text
    assert "canary" not in everything()
    seat.refresh_from_db()
    assert seat.state == "cancelled" and seat.slot.seats_held == 0
    assert seat.person.kind == Person.Kind.ERASED
    assert not User.objects.filter(pk=amal.user.pk).exists() and not Code.objects.exists()
    assert client.get("/me/").status_code == 302


def test_who_leads_a_project_alone_is_told_what_to_do_first():
    ana = make_person("Ana")
    make_project(ana)
    with pytest.raises(RuleBroken, match="You lead"):
        actions.erase_person(by=ana, person=ana)
    assert Person.objects.get(pk=ana.pk).first_name == "Ana"


def test_who_holds_an_office_gives_it_back_first():
    mia = make_person("Mia", role="official")
    with pytest.raises(RuleBroken, match="office"):
        actions.erase_person(by=mia, person=mia)
