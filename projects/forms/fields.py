"""Fields that keep what was typed: no `maxlength` in the HTML cuts a paste off, a sentence says by how much it is over."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lines import too_long

POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class AnswersForm(forms.Form):
    """`answers()` is what goes to the action."""

    use_required_attribute = False

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class Words(forms.CharField):
    """Text of `least` to `most` letters; `asked` is the sentence for an answer that is missing or too short."""

    def __init__(self, *, most: int, asked: Any = None, least: int = 0, rows: int = 0, **options: Any):
        self.most, self.least, self.asked = most, least, asked
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows, "data-most": most, "dir": "auto"})
        super().__init__(required=asked is not None, **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        if self.asked is not None and len(value) < max(self.least, 1):
            raise ValidationError(self.asked)
        if len(value) > self.most:
            raise too_long(value, self.most)


class Point(Words):
    """A place as any map gives it when one copies it: (latitude, longitude), or None."""

    def __init__(self, **options: Any):
        words = _("Latitude and longitude, as you copy them from a map: 52.0971, 4.5403")
        super().__init__(label=_("Point on the map"), help_text=words, most=60, **options)

    def clean(self, value: Any) -> tuple[float, float] | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = POINT.fullmatch(typed)
        latitude, longitude = map(float, found.groups()) if found else (99.0, 0.0)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(gettext("Give two numbers: latitude, then longitude. Example: 52.0971, 4.5403"))
        return latitude, longitude

    @staticmethod
    def shown(thing: Any) -> str:
        """What the field begins with."""
        return "" if thing.latitude is None else f"{thing.latitude:.6f}, {thing.longitude:.6f}"


class Choice(forms.ChoiceField):
    """One of a few, as radio buttons. `signs` draws a pictogram before each; where `things` (by value) are chosen, the
    template `row` says what each is.
    """

    widget = forms.RadioSelect

    def __init__(
        self, *, choices: Any, asked: Any, long_words: bool = False, short_words: bool = False, **options: Any
    ):
        self.signs: dict[str, Any] = {}
        self.things: dict[str, Any] = {}
        self.row = ""
        self.short_words = short_words  # side by side, however few
        self.long_words = long_words  # one below the other, however many
        super().__init__(choices=choices, error_messages={"required": asked, "invalid_choice": asked}, **options)


class Number(forms.IntegerField):
    """A whole number, typed on a phone's digits; `wrong` is the one sentence for whatever does not do, but for `too_large`."""

    def __init__(self, *, wrong: Any = None, too_large: Any = None, narrow: bool = False, **options: Any):
        look = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"} | (
            {"class": "input--number"} if narrow else {}
        )
        said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong) if wrong else {}
        if too_large:
            said["max_value"] = too_large
        super().__init__(widget=forms.TextInput(attrs=look), error_messages=said, **options)


class Photo(forms.FileField):
    """A picture, if somebody has one."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def __init__(self, **options: Any):
        super().__init__(required=False, **options)


class WithPicture(forms.Form):
    """A form with `picture` and `alt`: whoever can't see the picture is told what it shows."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("picture") and len(given.get("alt", "")) < 5 and "alt" not in self.errors:
            self.add_error("alt", _("Say in a few words what can be seen, then choose the picture again"))
        return given
