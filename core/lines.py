"""Fields for what people type: the browser cuts nothing off, a sentence says what is wrong, and all that was typed stays."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext

from core.addresses import check_address
from core.errors import RuleBroken


def over(value: str, most: int) -> str:
    """The sentence for a text that is longer than `most` letters."""
    counts = {
        "now": number_format(len(value), force_grouping=True),
        "most": number_format(most, force_grouping=True),
    }
    return gettext("That is %(now)s letters. Keep it to %(most)s; what you typed is still here.") % counts


def too_long(value: str, most: int) -> ValidationError:
    return ValidationError(over(value, most), code="too_long")


def kept(words: str, most: int) -> str:
    """For actions: what is written down of a text, which is all of it but the space around; longer ones are refused."""
    words = words.strip().replace("\r\n", "\n")
    if len(words) > most:
        raise RuleBroken(over(words, most), code="too_many_letters")
    return words


class Line(forms.CharField):
    """Text of at most `max_length` letters. With `maxlength` in the HTML a browser would silently cut a paste off."""

    def __init__(self, *, max_length: int | None = None, **options: Any):
        self.most = max_length
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace(
            "\r\n", "\n"
        )  # a line's end counts once, as it does on the page

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.most is not None and len(value) > self.most:
            raise too_long(value, self.most)


class MailLine(Line):
    """An e-mail address that a letter can reach."""

    widget = forms.EmailInput
    default_validators = [check_address]

    def __init__(self, **options: Any):
        super().__init__(**{"max_length": 254, **options})
