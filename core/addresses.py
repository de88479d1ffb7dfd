"""Which e-mail addresses a letter can reach at all."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from .errors import RuleBroken

NOT_AN_ADDRESS = gettext_lazy("This doesn’t look like an e-mail address. Example: amal@mail.example")
NO_DOMAIN = gettext_lazy("No letter can reach the part after the @. Example: amal@mail.example")


def check_address(address: str) -> None:
    """Raises ValidationError with a sentence for what no mail server would take.

    Domains may be written in any script. Names without a dot and numbers in brackets lead to machines of our own network,
    and quoted names hold spaces and control characters that headers trip over: both are refused.
    """
    local, _at, domain = address.rpartition("@")
    if '"' in local or not address.isprintable() or len(local) > 64:
        raise ValidationError(NOT_AN_ADDRESS, code="invalid")
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(NOT_AN_ADDRESS, code="invalid") from None
    if not _is_public(domain):
        raise ValidationError(NO_DOMAIN, code="no_domain")


def reachable(email: str) -> str:
    """For actions: the address as it is kept, in small letters. Raises RuleBroken for one that no letter can reach."""
    email = email.strip().lower()
    try:
        check_address(email)
    except ValidationError as odd:
        raise RuleBroken(odd.messages[0], code="bad_address") from None
    return email


def _is_public(domain: str) -> bool:
    try:
        labels = domain.encode("idna").decode().split(".")
    except UnicodeError:
        return False
    # As many as typed: other scripts have dots of their own, which programs take for different things.
    if "[" in domain:
        return False
    same = len(labels) == domain.count(".") + 1 > 1
    return same and all(labels) and not labels[-1].isdigit() and len(".".join(labels)) <= 253
