"""Roles are granted and ended by administrators, never to oneself, and Wagtail follows."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from core.errors import NotAllowed, RuleBroken
from people import actions
from people.models import Deed, Person, RoleGrant
from tests.builders import make_department, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_person("Ivo", role="administrator")


def groups(person) -> set[str]:
    return set(person.user.groups.values_list("name", flat=True))


def fresh(person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_an_administrator_grants_and_ends_a_role(boss):
    mia = make_person("Mia")
    grant = actions.grant_role(by=boss, person=mia, role="official", department=make_department())
    assert "official" in fresh(mia).roles and groups(mia) == {"role: official"}
    actions.end_role(by=boss, grant=grant)
    assert not fresh(mia).roles and groups(mia) == set()
    assert list(Deed.objects.values_list("bell", "by")) == [
        ("people.role_granted", boss.pk),
        ("people.role_ended", boss.pk),
    ]


@pytest.mark.parametrize("role", ["", "official", "editor", "moderator"])
def test_nobody_else_grants_roles(role):
    with pytest.raises(NotAllowed):
        actions.grant_role(by=make_person(role=role), person=make_person(), role="official")


def test_nobody_grants_or_ends_their_own(boss):
    with pytest.raises(RuleBroken, match="themselves"):
        actions.grant_role(by=boss, person=boss, role="official")
    with pytest.raises(RuleBroken, match="their own"):
        actions.end_role(by=boss, grant=boss.role_grants.get())


def test_a_role_is_held_once(boss):
    mia = make_person("Mia")
    actions.grant_role(by=boss, person=mia, role="official")
    with pytest.raises(RuleBroken, match="already"):
        actions.grant_role(by=boss, person=mia, role="official")


def test_a_role_ends_once(boss):
    grant = actions.grant_role(by=boss, person=make_person(), role="official")
    actions.end_role(by=boss, grant=grant)
    with pytest.raises(RuleBroken, match="already"):
        actions.end_role(by=boss, grant=grant)


def test_who_cannot_sign_in_gets_no_role(boss):
    with pytest.raises(RuleBroken, match="sign in"):
        actions.grant_role(by=boss, person=make_person(login=False), role="official")


def test_editors_edit_pages_and_pictures_and_officials_do_not(boss, client):
    noor, mia = make_person("Noor"), make_person("Mia")
    actions.grant_role(by=boss, person=noor, role="editor")
    actions.grant_role(by=boss, person=mia, role="official")
    home = Page.objects.filter(depth=2).first()
    assert home.permissions_for_user(noor.user).can_publish()
    assert not home.permissions_for_user(mia.user).can_edit()
    for person, status in ((noor, 200), (mia, 302)):
        sign_in(client, person)
        assert client.get("/admin/images/add/").status_code == status


def test_the_screen_of_roles(boss, client):
    mia = make_person("Mia", email="mia@mail.example")
    sign_in(client, boss)
    assert "Grant this role" in client.get("/admin/roles/").text
    assert client.post("/admin/roles/", {"person": "who@mail.example", "role": "official"}).status_code == 422
    assert client.post("/admin/roles/", {"person": "Mia@mail.example", "role": "official"}).status_code == 302
    assert "Mia" in client.get("/admin/roles/").text
    grant = RoleGrant.objects.get(person=mia)
    assert client.post(f"/admin/roles/{grant.pk}/end/").status_code == 302
    assert not fresh(mia).roles
    assert "Ended lately" in client.get("/admin/roles/").text


@pytest.mark.parametrize("role", ["official", "editor", "moderator"])
def test_the_screen_of_roles_is_for_administrators(client, role):
    sign_in(client, make_person(role=role))
    assert client.get("/admin/roles/").status_code == 403


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/password_reset/"])
def test_wagtails_own_screens_of_people_are_closed(boss, client, path):
    sign_in(client, boss)
    assert client.get(path).status_code in (403, 404)


def test_the_own_account_in_the_back_office_has_no_name_or_picture(boss, client):
    sign_in(client, boss)
    page = client.get("/admin/account/")
    assert page.status_code == 200
    assert 'name="name_email' not in page.text and "avatar" not in page.text.split("<main")[1]


def test_the_first_administrator_comes_from_the_command_line(capsys):
    call_command("make_administrator", "mayor@larkhaven.example", "Vera")
    assert Person.objects.get(user__email="mayor@larkhaven.example").roles == {"administrator"}


def test_nobody_is_appointed_at_what_is_no_address():
    with pytest.raises(CommandError, match="Example: amal@mail.example"):
        call_command("make_administrator", "notanaddress", "Maria")
    assert not Person.objects.filter(first_name="Maria").exists()
