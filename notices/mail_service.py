"""A mail service in place of a mail server, where EMAIL_URL names one (django-anymail): what it refuses, and what it reports.

Without one nothing here is asked, and the library need not be there.
"""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, path

from core.doors import anyone, door

ABOUT_THE_LETTER = (
    400,
    406,
    413,
    415,
    422,
)  # answers about what we sent; others are about our account, or its own trouble


def is_used() -> bool:
    return bool(settings.MAIL_SERVICE)


def says_nobody_is_there(problem: Exception) -> bool:
    """It keeps a list of addresses that it sends nothing to any more, or this one is none."""
    return is_used() and isinstance(problem, import_module("anymail.exceptions").AnymailRecipientsRefused)


def is_about_the_letter(problem: Exception) -> bool:
    return is_used() and getattr(problem, "status_code", None) in ABOUT_THE_LETTER


def urls() -> list[URLPattern]:
    """Where it reports, under the name and secret of its settings: a program comes, without a session."""
    if not is_used():
        return []
    reports = {pattern.name: pattern.callback for pattern in import_module("anymail.urls").urlpatterns}
    view = reports.get(f"{settings.MAIL_SERVICE}_tracking_webhook")
    return [path("mail-service/", door(anyone, methods="POST HEAD")(view), name="mail_service")] if view else []
