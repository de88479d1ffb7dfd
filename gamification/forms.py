"""The shape of what officials write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line


class CommendForm(forms.Form):
    citation = Line(
        label=_("What did they do, and for whom?"),
        help_text=_("Two or three sentences. The person reads it first and says who else may."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )


class RefuseForm(forms.Form):
    reason = Line(
        label=_("Why not now?"),
        help_text=_("The person reads it. 40 letters or more."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
