"""Fewer catalogs say the same."""

import pytest
from django.utils.translation import gettext, ngettext, override, trans_real

from engage.catalogs import drop_empty_catalogs


def said(language):
    with override(language):
        days = [ngettext("%(num)d day", "%(num)d days", n) for n in (0, 1, 2, 5, 11, 100)]
        return [gettext("Propose a project"), gettext("Sorry, no translation knows this sentence."), *days]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_without_the_empty_catalogs_every_language_says_the_same(language):
    before = said(language)
    drop_empty_catalogs()
    assert said(language) == before
    assert all(len(each) > 1 for each in trans_real.translation(language)._catalog._catalogs) or language == "en"


def test_in_english_one_catalog_is_asked():
    drop_empty_catalogs()
    assert len(trans_real.translation("en")._catalog._catalogs) == 1
