"""Why a list is opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Words


class ReopenForm(forms.Form):
    reason = Words(
        label=_("Why?"), help_text=_("The organizers read it in their letter."),
        most=300, least=10, rows=3, asked=_("Say why, in 10 to 300 letters. The organizers read it."),
    )  # fmt: skip
