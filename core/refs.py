"""Random references for what must not be guessed by counting."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no look-alikes


def new_ref(length: int = 12) -> str:
    """12 letters of 31: about 59 bits; unique constraints decide the rest."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
