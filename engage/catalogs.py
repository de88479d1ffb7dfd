"""Sentences are looked up some hundred times for each page, and Django keeps a catalog of them for each app."""

from django.conf import settings
from django.utils.translation import trans_real


def drop_empty_catalogs() -> None:
    """Leave out those without a sentence: in English all nineteen of them are empty, and each was asked each time."""
    for code, _name in settings.LANGUAGES:
        found = trans_real.translation(code)._catalog  # type: ignore[attr-defined]
        full = [at for at, sentences in enumerate(found._catalogs) if sentences.keys() - {""}] or [0]
        found._catalogs = [found._catalogs[at] for at in full]
        found._plurals = [found._plurals[at] for at in full]
