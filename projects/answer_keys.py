"""The key in a letter that lets its reader answer without signing in: for one sign-up and one question only."""

from django.utils.crypto import constant_time_compare, salted_hmac

from .models import SignUp

SALT = "projects.still_coming"


def key_of(signup: SignUp) -> str:
    return salted_hmac(SALT, signup.ref, algorithm="sha256").hexdigest()[:32]


def fits(key: str, signup: SignUp) -> bool:
    return constant_time_compare(key, key_of(signup))
