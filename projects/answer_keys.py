"""The key in a letter that lets its reader answer without signing in: for one sign-up and one question only; and the key in the link of a team."""

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Adoption, SignUp

STILL, TEAM, BLOCK = "projects.still_coming", "projects.team", "projects.block_team"  # what a key is for


def key_of(thing: SignUp | Adoption, what: str = STILL) -> str:
    name = thing.ref if isinstance(thing, SignUp) else str(thing.pk)
    return salted_hmac(what, name, algorithm="sha256").hexdigest()[:32]


def fits(key: str, thing: SignUp | Adoption, what: str = STILL) -> bool:
    return constant_time_compare(key, key_of(thing, what))
