"""What people type at the site."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Who is there, from somebody who is not signed in on this phone."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, help_text=_("The one you joined with. We send six digits to it.")
    )
