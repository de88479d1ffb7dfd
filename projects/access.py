"""How somebody gets along at a project's place: each question is answered yes, no, or “not checked”, which everybody may read."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.conf.locale import LANG_INFO
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.signs import icon


class Question(NamedTuple):
    """A field of Project that is True, False, or None for “not checked”."""

    field: str
    sign: str
    short: Any  # in filters
    asked: Any
    yes: Any
    no: Any
    unknown: Any


QUESTIONS = (
    Question(
        "step_free", "ramp", _("Step-free"), _("Can people come with a wheelchair or a pushchair?"),
        _("Step-free"), _("There are steps"), _("Steps: not checked"),
    ),
    Question(
        "seated", "seat", _("Seated work"), _("Is there work for people who sit?"),
        _("Seated work"), _("No seated work"), _("Seated work: not checked"),
    ),
    Question(
        "toilet", "toilet", _("Toilet"), _("Is there a toilet?"), _("Toilet"), _("No toilet"), _("Toilet: not checked")
    ),
    Question(
        "shade", "shade", _("Shade"), _("Is there shade, or a roof?"),
        _("Shade or a roof"), _("No shade"), _("Shade: not checked"),
    ),
)  # fmt: skip
FIELDS = tuple(question.field for question in QUESTIONS)
SPOKEN = {
    code: capfirst(LANG_INFO[code]["name_local"])
    for code in ("ar", "de", "en", "es", "fa", "fr", "hi", "it", "nl", "pl", "pt", "ro", "ru", "tr", "uk", "vi")
} | {"zh": "中文", "sgn": _("Sign language")}


def in_words(project: Any) -> SafeString:
    """Its answers as a list, “not checked” too."""
    return _in_words(tuple(getattr(project, field) for field in FIELDS), get_language())


@lru_cache(maxsize=512)
def _in_words(answers: tuple[bool | None, ...], language: str | None) -> SafeString:
    said = ((_sentence(*pair), pair[0].sign) for pair in zip(QUESTIONS, answers, strict=True))
    return format_html(
        '<ul class="tags">{}</ul>',
        format_html_join("", "<li>{} {}</li>", ((icon(sign), words) for words, sign in said)),
    )


def _sentence(question: Question, answer: bool | None) -> Any:
    return question.unknown if answer is None else question.yes if answer else question.no


def spoken_in_words(codes: list[str]) -> str:
    return ", ".join(str(SPOKEN[code]) for code in codes if code in SPOKEN)
