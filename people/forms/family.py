"""Children and the people one lives with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line

from .accounts import AddressForm


class ChildForm(forms.Form):
    first_name = Line(
        label=_("The child’s first name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_day = forms.DateField(
        label=_("Birth date"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}),
        help_text=_(
            "It says which tasks suit the child on the day. Each time somebody reads it, that is written down."
        ),
    )


class HouseholdForm(AddressForm):
    field_order = ["email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Their e-mail")
        self.fields["email"].widget.attrs["autocomplete"] = "off"
