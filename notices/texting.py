"""Text messages: who carries them, and how a sentence fits into one.

A city names the class that knows its provider in SMS_BACKEND: `send(number, words)` hands one message over, within seconds,
or raises whatever it likes; then it is tried again later.
"""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

LONGEST = 160  # letters of one message; 70 where one of them is outside the alphabet of phones
LONGEST_OTHER = 134  # two of those
PLAIN = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


class Backend(Protocol):
    def send(self, number: str, words: str) -> None: ...


class Console:
    """Into the log; the demo shows them in its mailbox."""

    def send(self, number: str, words: str) -> None:
        log.info("Text message to …%s: %s letters", number[-2:], len(words))


def is_on() -> bool:
    """Whether this city sends text messages."""
    return bool(settings.SMS_BACKEND)


def send(number: str, words: str) -> None:
    backend: Backend = import_string(settings.SMS_BACKEND)()
    backend.send(number, words)


def fit(words: str, url: str = "") -> str:
    """One message, its link whole; what is too long ends with dots."""
    words = " ".join(words.translate(PLAIN).split())
    longest = LONGEST if set(words) <= ALPHABET else LONGEST_OTHER
    room = longest - (len(url) + 1 if url else 0)
    if len(words) > room:
        words = words[: room - 3].rstrip() + "..."
    return f"{words} {url}".strip()
