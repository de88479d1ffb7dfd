"""The end of a project, and a stop for a while."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .fields import Words


class FinishForm(forms.Form):
    use_required_attribute = False
    outcome_number = forms.IntegerField(
        min_value=0,
        max_value=1_000_000,
        error_messages={
            "required": _("Write the number you reached; 0 is an honest answer"),
            "invalid": _("Write the number you reached; 0 is an honest answer"),
            "min_value": _("Write the number you reached; 0 is an honest answer"),
            "max_value": _("Write a number of at most one million"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    report = Words(
        label=_("What did you do together?"),
        help_text=_("A paragraph for everybody who came and everybody who lives there. It is public."),
        least=40,
        most=3000,
        rows=7,
        asked=_("Tell in a paragraph, 40 letters or more, what you did together"),
    )
    picture = forms.FileField(
        label=_("Picture of the result"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 8 MB. We remove the place and time that your camera wrote into it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = Words(label=_("What can be seen on it?"), help_text=_("For people who can't see it."), most=250)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("picture") and len(given.get("alt", "")) < 5 and "alt" not in self.errors:
            self.add_error(
                "alt", ValidationError(_("Say in a few words what can be seen, then choose the picture again"))
            )
        return given


class StopForm(forms.Form):
    """Pausing or cancelling: why."""

    use_required_attribute = False
    reason = Words(
        label=_("Why?"),
        help_text=_("One or two sentences. They stand on the page, and go to everybody who has a place."),
        least=10,
        most=300,
        rows=3,
        asked=_("Say why in a sentence; the people who joined will read it"),
    )
