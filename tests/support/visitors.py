"""Let a person of a test be signed in, in Django's client or a browser, as if the code had been typed just now."""

import re
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from core.clock import now
from people.models import Person

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def words_on(answer: Any) -> str:
    """What a page says, without the tokens of its forms: 64 letters, drawn anew each time, hold any short name now and then."""
    return TOKEN.sub("", answer.content.decode())


def session_for(person: Person, *, second_factor: bool = True) -> str:
    """The key of a new session that has shown the code, and a second factor for those who need one."""
    user: Any = person.user
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "people.auth.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    at = now().timestamp()
    shown: list[dict[str, Any]] = [{"method": "code", "at": at, "email": user.email}]
    if second_factor:
        shown.append({"method": "mfa", "at": at, "type": "totp"})
    session["account_authentication_methods"] = shown
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key


def client_of(person: Person | None, **options: Any) -> Client:
    """A test client that is this person; nobody for None."""
    client = Client(**options)
    if person is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_for(person)
    return client
