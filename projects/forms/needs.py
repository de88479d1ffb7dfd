"""What a date needs, as an organizer types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from projects.models import Need

NUMBER = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "input--number"}


class NeedForm(forms.Form):
    use_required_attribute = False
    item = Line(label=_("What is needed?"), max_length=80, help_text=_("For example “Wheelbarrows”."))
    wanted = forms.IntegerField(label=_("How many?"), initial=1, widget=forms.TextInput(attrs=NUMBER))
    source = forms.ChoiceField(label=_("Who brings it?"), choices=Need.Source.choices, initial=Need.Source.BRING)
    later = forms.BooleanField(label=_("On all later dates of this series too"), required=False)

    def __init__(self, *args: Any, repeats: bool, **options: Any):
        super().__init__(*args, **options)
        if not repeats:
            del self.fields["later"]
