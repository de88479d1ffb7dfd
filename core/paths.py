"""Addresses that every page links to, with the reader's language in front. No room is imported for them."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# The four words of the bar: name of the section, path, pictogram, word.
SECTIONS = (
    ("home", "/", "home", _("Home")),
    ("find", "/find/", "find", _("Find")),
    ("polls", "/polls/", "poll", _("Polls")),
    ("me", "/me/", "me", _("Me")),
)
# Pages that stand under a word of the bar though their path begins otherwise.
UNDER = {
    "projects": "find",
    "events": "find",
    "ideas": "polls",
    "live-hours": "polls",
    "settings": "me",
    "people": "me",
    "propose": "find",
    "follow": "me",
    "report": "me",
}


def prefix(language: str | None = None) -> str:
    """ "" for the default language, "/es" for another."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def bare(path: str) -> str:
    """The path without a language in front."""
    first, _slash, rest = path.lstrip("/").partition("/")
    # Never two strokes at the beginning: a browser would take what follows for another host.
    return "/" + rest.lstrip("/\\") if first in dict(settings.LANGUAGES) else path


def section(path: str) -> str:
    """Which word of the bar a path stands under; "" for pages beside them."""
    first = bare(path).strip("/").partition("/")[0]
    if not first:
        return "home"
    names = {where.strip("/"): name for name, where, _icon, _word in SECTIONS}
    return names.get(first) or UNDER.get(first, "")


def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    return prefix(language) + bare(path)
