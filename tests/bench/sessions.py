"""Signed-in visitors, without typing a code for each: rows of Django's own sessions, and the cookies that go with them."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone


def cookies_of(users) -> list[dict[str, str]]:
    """One session for each login, in their order, and a token for forms."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    backend = settings.AUTHENTICATION_BACKENDS[0]
    until = timezone.now() + timedelta(days=30)
    rows, cookies = [], []
    for user in users:
        session = store()
        kept = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = session._get_new_session_key()
        rows.append(Session(session_key=key, session_data=session.encode(kept), expire_date=until))
        cookies.append({settings.SESSION_COOKIE_NAME: key, settings.CSRF_COOKIE_NAME: _get_new_csrf_string()})
    Session.objects.bulk_create(rows, batch_size=2000)
    return cookies
