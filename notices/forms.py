"""When the digest comes."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from .models import Digest


class DigestForm(forms.Form):
    every = forms.ChoiceField(label=_("How often?"), choices=Digest.Every.choices, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=_("On which day?"), choices=list(WEEKDAYS.items()), coerce=int, help_text=_("Only for once a week.")
    )
    hour = forms.TypedChoiceField(label=_("At what time?"), choices=[(n, f"{n}:00") for n in Digest.HOURS], coerce=int)
