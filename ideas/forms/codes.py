"""What officials type about codes on paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line


class SheetForm(forms.Form):
    number = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=500)
    note = Line(label=_("For whom, for the city only"), max_length=120, required=False)


class RegisterForm(forms.Form):
    file = forms.FileField(
        label=_("Register as a file of a spreadsheet (CSV)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_(
            "The first line names the columns number, born and area: the number on a person’s letter or card, their date "
            "of birth as 1980-04-13, and their neighborhood, which may be left out. Only fingerprints are kept. "
            "Send a line again to correct it: until its number has voted, the newest holds."
        ),
    )
    note = Line(label=_("For whom, for the city only"), max_length=120, required=False)


class RevokeForm(forms.Form):
    sheet = forms.IntegerField(label=_("Sheet"), min_value=1, max_value=30_000)
    n = forms.IntegerField(
        label=_("Number on the sheet"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Empty: all codes of this sheet that have not voted."),
    )
