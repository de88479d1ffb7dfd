"""A guardian's yes: asked for by a young person, given by whoever reads the letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line, MailLine


class GuardianForm(forms.Form):
    email = MailLine(
        label=_("E-mail of your parent or guardian"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages={"invalid": _("This doesn’t look like an e-mail address. Example: amal@mail.example")},
    )


class YesForm(forms.Form):
    """Who says yes, and to what."""

    typed_name = Line(
        label=_("Your full name. It stands for your signature."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    guardian = forms.BooleanField(
        label=_("I am 18 or older, and the parent or guardian."), error_messages={"required": _("Please tick this.")}
    )
    scope = forms.ChoiceField(
        label=_("What do you allow?"),
        choices=[("project", _("This project")), ("year", _("All projects, for a year"))],
        widget=forms.RadioSelect,
        initial="project",
    )
    photos = forms.BooleanField(
        label=_("Pictures in which people can recognise them may be public"),
        required=False,
        help_text=_("You can leave this out. Without it no picture of them is shown."),
    )
    versions = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, versions: list[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {"versions": versions}
        self.fields["versions"].choices = [(str(pk), "") for pk in versions]  # type: ignore[attr-defined]
