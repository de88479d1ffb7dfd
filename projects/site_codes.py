"""What proves at the site that somebody stands there. Nothing is stored: every code follows from the site's key and the clock.

The changing code stands on an organizer's screen as a square that a phone's own camera opens. It lives for one window
of 60 seconds and the next one, so that nobody who scans it in time comes too late.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare

from core.refs import ALPHABET

WINDOW = 60  # seconds
LETTERS = 10  # of 31: about 49 bits, far too many for two minutes


def _mac(*parts: object) -> int:
    words = ":".join(str(part) for part in ("site", *parts)).encode()
    return int.from_bytes(hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).digest()[:16], "big")


def _letters(number: int) -> str:
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LETTERS))


def _code(event: int, organizer: int, window: int) -> str:
    return _letters(_mac("code", event, organizer, window))


def window_at(at: datetime) -> int:
    return int(at.timestamp()) // WINDOW


def changing_code(*, event: int, organizer: int, at: datetime) -> str:
    """What this organizer's screen shows now; both are primary keys."""
    return _code(event, organizer, window_at(at))


def shown_by(*, event: int, organizers: Iterable[int], code: str, at: datetime) -> int | None:
    """Whose screen showed this code in this minute or the last one; None if nobody's did."""
    here = window_at(at)
    for organizer in organizers:
        for window in (here, here - 1):
            if constant_time_compare(_code(event, organizer, window), code):
                return organizer
    return None


def pin(*, kiosk: str) -> str:
    """Six digits that turn a tablet into this kiosk; `kiosk` is its reference."""
    return f"{_mac('pin', kiosk) % 1_000_000:06d}"


def digits(*, event: int, person: str) -> str:
    """Four digits that somebody types at the tablet, together with the first letter of their name."""
    return f"{_mac('digits', event, person) % 10_000:04d}"
