"""The key in a letter that lets its reader answer without signing in: for one sign-up and one question only."""

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import SignUp

STILL, TEAM = "projects.still_coming", "projects.team"  # what a key is for


def key_of(signup: SignUp, what: str = STILL) -> str:
    return salted_hmac(what, signup.ref, algorithm="sha256").hexdigest()[:32]


def fits(key: str, signup: SignUp, what: str = STILL) -> bool:
    return constant_time_compare(key, key_of(signup, what))
