"""Numbers, money and stops, as all sentences about polls need them."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from core.when import day_words
from ideas.models import IdeaPoll

NUMBERS = (
    "", gettext_noop("one"), gettext_noop("two"), gettext_noop("three"), gettext_noop("four"), gettext_noop("five"),
    gettext_noop("six"), gettext_noop("seven"), gettext_noop("eight"), gettext_noop("nine"), gettext_noop("ten"),
    gettext_noop("eleven"), gettext_noop("twelve"),
)  # fmt: skip


def number_word(n: int) -> str:
    """Small numbers as words, as people say them."""
    return gettext(NUMBERS[n]) if 0 < n < len(NUMBERS) else grouped(n)


def grouped(n: int) -> str:
    return number_format(n, force_grouping=True)


def money(n: int) -> str:
    """Whole currency units."""
    return f"€{grouped(n)}"


def cents(hundredths: int) -> str:
    """Hundredths of the currency unit: 310 is €3.10."""
    return f"€{number_format(Decimal(hundredths) / 100, 2, force_grouping=True)}"


def stop(name: str, note: str = "", state: str = "") -> dict[str, str]:
    return {"name": name, "note": note, "state": state}


def month(at: Any, poll: IdeaPoll) -> str:
    return day_words(at, poll)
