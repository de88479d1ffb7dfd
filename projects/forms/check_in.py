"""What people type at the site."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line, MailLine


class AddressForm(forms.Form):
    """Who is there, from somebody who is not signed in on this phone."""

    email = MailLine(label=_("Your e-mail"), help_text=_("The one you joined with. We send six digits to it."))


class PinForm(forms.Form):
    """The organizer turns a tablet into a kiosk."""

    pin = Line(
        label=_("PIN"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--code", "dir": "ltr"}
        ),
        help_text=_("Six digits from the organizer’s page."),
    )


class DigitsForm(forms.Form):
    """Who is it?"""

    digits = Line(
        label=_("Your four digits"),
        max_length=8,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--code", "dir": "ltr"}
        ),
        help_text=_("They stand in your confirmation and on the page of your place."),
    )
