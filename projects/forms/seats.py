"""Joining: who comes, and for newcomers who they are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.lines import Line, MailLine
from people.models import Person
from projects.actions import PARTY_AT_MOST, TEAM_AT_MOST
from projects.models import Slot

ME = "me"


class JoinForm(forms.Form):
    """For people who are signed in: one press, and how many they are if they are more."""

    def __init__(self, *args: Any, slot: Slot, children: Sequence[Person] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.family = {child.ref: child for child in children}
        if children:
            self.fields["family"] = forms.CharField(widget=forms.HiddenInput, initial="yes", required=False)
            self.fields["who"] = forms.MultipleChoiceField(
                label=_("Who comes?"),
                choices=[(ME, _("Me")), *((child.ref, child.first_name) for child in children)],
                widget=forms.CheckboxSelectMultiple,
                initial=[ME],
                error_messages={"required": _("Please tick who comes.")},
                help_text=_(
                    "Each of you gets a place. By ticking a child you allow them to take part in this project."
                ),
            )
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
        if children:
            self.fields["party"].label = _("Or do you bring other grown-ups along? How many are you?")
        if most == 1:
            del self.fields["party"]
        else:
            self.fields["small"] = forms.TypedChoiceField(
                label=_("Children under 5 among them"),
                choices=[(n, n) for n in range(PARTY_AT_MOST)],
                coerce=int,
                initial=0,
                required=False,
                help_text=_("They need no place of their own."),
            )
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
    def children(self) -> list[Person]:
        """The children who were ticked."""
        return [self.family[ref] for ref in self.cleaned_data.get("who", ()) if ref != ME]

    @property
    def myself(self) -> bool:
        return ME in self.cleaned_data.get("who", (ME,))

    @property
    def party(self) -> int:
        return self.cleaned_data.get("party") or 1

    @property
    def seats(self) -> int:
        """Heads that use a place."""
        return self.party - (self.cleaned_data.get("small") or 0)

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
    field_order = ["first_name", "email", "adult", "birth_day", "party", "small"]

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any):
        super().__init__(*args, slot=slot, **kwargs)
        if slot.min_age:
            del self.fields["adult"]
        else:
            self.fields["birth_day"] = forms.DateField(
                label=_("Or your birth date"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
                help_text=_("From 13. We keep it only if you are under 18."),
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        unsaid = "adult" in self.fields and not found.get("adult") and not found.get("birth_day")
        if unsaid and "birth_day" not in self.errors:
            self.add_error("adult", _("Please tick this, or give your birth date."))
        return found


class NoteForm(forms.Form):
    """What the lead must know on the day."""

    needs = Line(
        label=_("Allergies, or what you need"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    contact_name = Line(label=_("Whom do we call in an emergency?"), max_length=80, required=False)
    contact_phone = Line(
        label=_("Their phone number"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    say_optional = False


class ShrinkForm(forms.Form):
    """Come with fewer people."""

    party = forms.IntegerField(min_value=1, max_value=TEAM_AT_MOST)


class TeamForm(forms.Form):
    """Places for a whole team."""

    name = Line(
        label=_("Name of your team"), max_length=60, help_text=_("For example “Class 7b” or “Elm Street band”.")
    )
    heads = forms.IntegerField(
        label=_("How many are you?"),
        min_value=2,
        max_value=TEAM_AT_MOST,
        initial=6,
        help_text=_("You included, 25 at most."),
    )
