"""What organizers write to those who asked for a place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line


class NoForm(forms.Form):
    """Why not. They read it."""

    reason = Line(label=_("Why not?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
