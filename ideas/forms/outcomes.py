"""Two questions, four weeks after an idea was called done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class YesNo(forms.TypedChoiceField):
    """Neither is chosen before."""

    def __init__(self, **more: Any) -> None:
        choices = (("yes", _("Yes")), ("no", _("No")))
        super().__init__(choices=choices, coerce=lambda value: value == "yes", widget=forms.RadioSelect, **more)


class DoneForm(forms.Form):
    is_done = YesNo(label=_("Is it done?"), error_messages={"required": _("Choose yes or no.")})
    again = YesNo(label=_("Would you take part again?"), error_messages={"required": _("Choose yes or no.")})
