"""Which hours are to be proved."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

OLDEST = date(2000, 1, 1)


class TranscriptForm(forms.Form):
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    with_name = forms.BooleanField(
        label=_("Show my full name"),
        required=False,
        help_text=_("Without it the paper and its page show your initials only."),
    )

    def clean_since(self) -> date:
        day = self.cleaned_data["since"]
        if day < OLDEST:
            raise forms.ValidationError(_("Please give a day in this century."))
        return day
