"""How a session becomes a login: with its person, in one read."""

from datetime import timedelta

import pytest

from core.clock import now
from people.auth import Backend
from people.models import User
from tests.builders import make_person

pytestmark = pytest.mark.django_db


def test_login_person_and_whether_there_are_roles_come_in_one_read(django_assert_num_queries):
    bea = make_person("Bea")
    with django_assert_num_queries(1):
        login = Backend().get_user(bea.user.pk)
        assert (login.person, login.person.full_name, login.person.roles) == (bea, bea.full_name, frozenset())


def test_roles_are_asked_for_where_there_was_one():
    mia = make_person("Mia", role="official")
    assert Backend().get_user(mia.user.pk).person.roles == {"official"}
    mia.role_grants.update(ends_at=now() - timedelta(days=1))
    assert Backend().get_user(mia.user.pk).person.roles == frozenset()


def test_a_closed_login_and_an_unknown_one_open_nothing():
    bea = make_person("Bea")
    User.objects.filter(pk=bea.user.pk).update(is_active=False)
    assert Backend().get_user(bea.user.pk) is None
    assert Backend().get_user(0) is None


def test_a_login_of_nobody_is_a_login_without_a_person():
    login = User.objects.create(email="machine@mail.example", is_active=True)
    assert Backend().get_user(login.pk).person is None
