"""What tells one voter from another without saying who: a code, a line of a register, a phone number, as a keyed fingerprint.

Each poll has a key of its own, so that what is stored for one poll says nothing in another. The cut destroys it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from people.models import Person

from . import eligibility
from .models import IdeaPoll, PollKey, PollVoter


def maker(poll: IdeaPoll) -> Callable[[str, str], str]:
    """kind, token → 64 letters. Two kinds of one token can't be matched with each other without the token."""
    return _with(key_of(poll))


def key_of(poll: IdeaPoll) -> str:
    """Made when it is first asked for."""
    row, _new = PollKey.objects.get_or_create(poll_id=poll.pk, defaults={"key": secrets.token_hex(32)})
    return row.key


def _with(key: str) -> Callable[[str, str], str]:
    secret = bytes.fromhex(key)
    return lambda kind, token: hmac.new(secret, f"{kind}:{token}".encode(), hashlib.sha256).hexdigest()


def of_proof(*, poll: IdeaPoll, person: Person) -> str | None:
    """Of what this poll asks them to prove besides their e-mail; None where it asks for nothing, or they
    have none."""
    level = eligibility.level(poll.eligibility_level)
    token = level.proof(person) if level and level.proof else ""
    return maker(poll)("proof", token) if token else None


def of_connection(key: str, address: str, device: str) -> dict[str, str]:
    """Where a first ballot comes from, and with what kind of device, for the mark on the roll: a network of 256 addresses, or a
    customer's own of version 6. Nothing without a key.
    """
    tokens = {"network": _network(address), "device": device}
    if not key:
        return dict.fromkeys(tokens, "")
    mark = _with(key)
    return {kind: mark(kind, token)[:32] if token else "" for kind, token in tokens.items()}


def _network(address: str) -> str:
    try:
        version = ip_address(address).version
    except ValueError:
        return ""
    return str(ip_network((address, 24 if version == 4 else 48), strict=False))


def of_address(*, poll: IdeaPoll, person: Person) -> str:
    return maker(poll)("address", person.email.lower())


def is_taken(*, poll: IdeaPoll, person: Person) -> bool:
    """Whether somebody else voted with the same proof: a phone that two people share, for instance."""
    level = eligibility.level(poll.eligibility_level)
    if not level or not level.proof or not PollKey.objects.filter(poll=poll).exists():
        return False
    proof = of_proof(poll=poll, person=person)
    return proof is not None and PollVoter.objects.filter(poll=poll, proof=proof).exclude(person=person).exists()


def has_left(*, poll: IdeaPoll, person: Person) -> bool:
    """Whether somebody with the same address voted on paper and closed their account since."""
    left = PollVoter.objects.filter(poll=poll, eligibility_hash__isnull=False)
    return left.exists() and left.filter(eligibility_hash=of_address(poll=poll, person=person)).exists()
