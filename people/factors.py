"""The second factor: whether this very session has shown one, beside the code from the letter."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

DEMO = "people.demo_factor"  # set by the demo's door only
BACK = "people.second_step_back"
PROVEN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def shown(request: HttpRequest) -> bool:
    """An app's code, a passkey, or one of the printed codes was used in this session."""
    if settings.DEMO and request.person and request.session.get(DEMO) == request.person.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def is_set_up(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=PROVEN).exists()


@receiver(authenticator_added)
def setting_up_is_showing(sender, request, user, authenticator, **kwargs) -> None:
    """Whoever has just set one up has shown it."""
    if authenticator.type in PROVEN:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
