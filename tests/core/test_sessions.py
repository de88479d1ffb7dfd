"""Who is signed in, read by a statement of our own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from core.clock import now
from core.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    kept = SessionStore()
    kept["who"] = "Ana"
    kept.save()
    return kept.session_key


def test_what_was_kept_is_read(key):
    assert SessionStore(key)["who"] == "Ana"


def test_a_session_whose_time_is_over_is_nobodys(key):
    Session.objects.filter(pk=key).update(expire_date=now() - timedelta(seconds=1))
    found = SessionStore(key)
    assert found.get("who") is None
    assert found.session_key is None


def test_an_invented_key_is_never_taken_over(key):
    found = SessionStore("a" * 32)
    assert found.get("who") is None
    found["who"] = "Bea"
    found.save()
    assert found.session_key not in ("a" * 32, key)
    assert SessionStore(key)["who"] == "Ana"
