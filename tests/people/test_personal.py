"""My data: all of it, or none of it."""

import json
from io import BytesIO

import pytest
from django.apps import apps

from core.errors import NotAllowed, RuleBroken
from files.actions import take_picture
from ideas.models import Idea, IdeaRevision
from notices.models import Letter
from people import actions, personal
from people.models import Code, Person, User
from tests.builders import make_event, make_person, make_project, make_seat, make_slot, sign_in
from tests.ideas.builders import make_idea, make_poll
from tests.support.pictures import telling_jpeg
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


def test_where_a_person_has_only_one_the_room_says_what_becomes_of_two():
    """Two accounts may be joined. Rows simply move, unless a constraint speaks of the person: then the room has to think."""
    forgotten = []
    for part in personal.parts():
        model = apps.get_model(part.model)
        fields = {field for one in model._meta.constraints for field in getattr(one, "fields", ())}
        if (model._meta.get_field(part.field).unique or part.field in fields) and not part.merge_said:
            forgotten.append((part.model, part.field))
    assert forgotten == [], "say with merge=… in <room>/personal.py what happens when both accounts have one"


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


@pytest.fixture
def amals_ideas(amal, settings, tmp_path):
    """One that stands with an old version of its words, a picture and a point on the map; one that was taken back."""
    settings.MEDIA_ROOT = tmp_path
    poll = make_poll("proposing")
    picture = take_picture(upload=BytesIO(telling_jpeg()), alt="Lampscanary at night")
    point = {"latitude": 52.1, "longitude": 5.1, "on_behalf_of": "Choircanary", "picture": picture}
    idea = make_idea(poll, "Lampscanary", author=amal, body="Wordscanary", **point)
    IdeaRevision.objects.create(
        idea=idea, n=1, title="Lightscanary", body="Older wordscanary", by=amal, at=idea.submitted_at
    )
    back = make_idea(poll, "Benchcanary", author=amal, state=Idea.State.WITHDRAWN, state_reason="Because canary")
    return idea, back


def test_ideas_stay_as_a_former_members_without_place_and_group(amal, amals_ideas, client):
    sign_in(client, amal)
    client.post("/settings/delete/", {"sure": "on"})
    idea = Idea.objects.get(pk=amals_ideas[0].pk)
    assert (idea.title, idea.body, idea.by_whom) == ("Lampscanary", "Wordscanary", "Former member")
    assert (idea.latitude, idea.longitude, idea.on_behalf_of) == (None, None, "")
    assert idea.picture is not None


def test_who_asks_for_it_takes_the_words_along(amal, amals_ideas, client, tmp_path, django_capture_on_commit_callbacks):
    sign_in(client, amal)
    assert "Take away the words of my ideas too" in client.get("/settings/delete/").text
    again = client.post("/settings/delete/", {"texts": "on"})
    assert again.status_code == 422 and 'aria-describedby="texts_hint" checked' in again.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/delete/", {"sure": "on", "texts": "on"})
    assert "canary" not in everything()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    idea = Idea.objects.get(pk=amals_ideas[0].pk)
    page = client.get(f"/polls/{idea.poll.slug}/ideas/{idea.ref}/")
    assert page.status_code == 200 and "Its author removed these words." in page.text


def test_letters_are_in_the_export_and_go_also_those_to_the_address_alone(amal):
    Letter.objects.create(address="AmalCanary@mail.example", event_key="x", kind="code", subject="Hello", text="x")
    assert [one["kind"] for one in actions.export_person(by=amal, person=amal)["notices.Letter"]] == ["code"]
    actions.erase_person(by=amal, person=amal)
    assert not Letter.objects.exists()


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
