"""Numbers, moments and rows of names as each language writes them."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from core.templatetags.engage_tags import grouped
from core.when import hours_span, moment_words, span_words
from core.words import listed

STARTS, ENDS = datetime(2026, 11, 28, 9, tzinfo=UTC), datetime(2026, 11, 28, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(("language", "comma"), [("en", ", "), ("es", ", "), ("ar", "، ")])
def test_each_language_has_its_own_comma(language, comma):
    thing = SimpleNamespace(zone="UTC", starts_at=STARTS, ends_at=ENDS)
    with translation.override(language):
        assert moment_words(STARTS, thing).endswith(f"{comma}9:00")
        assert span_words(STARTS, ENDS, thing).endswith(f"{comma}9:00–11:30")
        assert hours_span(thing) == "9:00–11:30"
        assert listed("ABC").startswith(f"A{comma}B")


def test_large_numbers_in_arabic_are_grouped_as_in_its_sentences():
    with translation.override("ar"):
        assert grouped(60_000) == "60,000"


def test_what_is_left_of_a_ballot_is_no_plural_of_one():
    with translation.override("es"):
        assert gettext("%(left)s of %(total)s left") % {"left": 1, "total": 5} == "Libres: 1 de 5"


def test_ideas_are_counted_in_arabic():
    with translation.override("ar"):
        assert ngettext("%(n)s idea", "%(n)s ideas", 7) % {"n": 7} == "7 أفكار"
