"""Joining: who comes, and for newcomers who they are."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.lines import Line, MailLine
from projects.actions import PARTY_AT_MOST
from projects.models import Slot


class JoinForm(forms.Form):
    """For people who are signed in: one press, and how many they are if they are more."""

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any):
        super().__init__(*args, **kwargs)
        most = PARTY_AT_MOST if slot.capacity is None else min(PARTY_AT_MOST, slot.capacity)
        self.fields["party"] = forms.TypedChoiceField(
            label=_("How many of you come?"),
            choices=[
                (n, _("Just me") if n == 1 else ngettext("%d person", "%d people", n) % n) for n in range(1, most + 1)
            ],
            coerce=int,
            initial=1,
            required=False,
            help_text=_("You and the people you bring along. We only count them."),
        )
        if most == 1:
            del self.fields["party"]
        self.slot = slot
        if slot.min_age:
            self.fields["birth_day"] = forms.DateField(
                label=_("Your birth date"),
                widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
                help_text=_("This task is for people aged %(age)d and over. We only check it, and don’t keep it.")
                % {"age": slot.min_age},
            )

    say_optional = False

    @property
    def party(self) -> int:
        return self.cleaned_data.get("party") or 1

    @property
    def birth_day(self) -> date | None:
        return self.cleaned_data.get("birth_day")


class NewcomerForm(JoinForm):
    """For people who are not signed in: who they are, whether the city knows them already or not."""

    first_name = Line(
        label=_("Your first name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    email = MailLine(
        label=_("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_("We send a code to it. No password, ever."),
    )
    adult = forms.BooleanField(label=_("I am 18 or older"), required=False)
    field_order = ["first_name", "email", "adult", "birth_day", "party"]

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any):
        super().__init__(*args, slot=slot, **kwargs)
        if slot.min_age:
            del self.fields["adult"]
        else:
            self.fields["birth_day"] = forms.DateField(
                label=_("Or your birth date"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
                help_text=_("We only check it, and don’t keep it."),
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        unsaid = "adult" in self.fields and not found.get("adult") and not found.get("birth_day")
        if unsaid and "birth_day" not in self.errors:
            self.add_error("adult", _("Please tick this, or give your birth date."))
        return found


class ShrinkForm(forms.Form):
    """Come with fewer people."""

    party = forms.IntegerField(min_value=1, max_value=PARTY_AT_MOST)
