"""EMAIL_URL → Django's mail settings.

A mail server: smtp://user:secret@host:25, smtp+tls://…:587, smtp+ssl://…:465. A mail service that django-anymail knows:
anymail+mailgun://?API_KEY=…&SENDER_DOMAIN=…&WEBHOOK_SECRET=name:secret. For a look: console://
"""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SERVER = "EMAIL_URL=smtp+tls://user:secret@mail.larkhaven.example:587"
SERVICE = "EMAIL_URL='anymail+postmark://?SERVER_TOKEN=…&WEBHOOK_SECRET=name:secret'"


def settings_from(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme.startswith("anymail+"):
        return service(parts.scheme.removeprefix("anymail+").replace("-", "_"), dict(parse_qsl(parts.query)))
    if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL can't be read. Example: {SERVER}")
    return {
        "EMAIL_BACKEND": "notices.smtp.Backend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


def service(name: str, given: dict[str, str]) -> dict[str, Any]:
    """Its own settings stand in the address under the names that django-anymail gives them. It counts no opens and no clicks."""
    if find_spec("anymail") is None:
        raise ImproperlyConfigured("EMAIL_URL names a mail service: install requirements/grown.txt for it.")
    if find_spec(f"anymail.backends.{name}") is None:
        raise ImproperlyConfigured(f"EMAIL_URL names the mail service “{name}”, which nobody knows. Example: {SERVICE}")
    secret = given.pop("WEBHOOK_SECRET", "")
    if ":" not in secret:
        raise ImproperlyConfigured(
            f"EMAIL_URL lacks WEBHOOK_SECRET, with which the service reports letters that come back. Example: {SERVICE}"
        )
    return {
        "MAIL_SERVICE": name,
        "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
        "ANYMAIL": {
            "WEBHOOK_SECRET": secret,
            "REQUESTS_TIMEOUT": 10,
            "IGNORE_UNSUPPORTED_FEATURES": True,
            "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
            **{f"{name.upper()}_{key}": value for key, value in given.items()},
        },
    }
