"""What an organizer types with the phone at the ear."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from projects.actions import PARTY_AT_MOST
from projects.models import Slot

from .fields import Choice, Number
from .on_paper import PaperFields


class PhoneForm(PaperFields):
    use_required_attribute = False
    first_name = Line(label=_("First name"), max_length=60)
    last_name = Line(label=_("Last name"), max_length=80, required=False)
    slot = Choice(label=_("Task"), choices=(), asked=_("Choose a task"))
    party = Number(label=_("How many come?"), min_value=1, max_value=PARTY_AT_MOST, initial=1, narrow=True)
    adult = forms.BooleanField(
        label=_("They say that they are 18 or older"),
        error_messages={"required": _("Ask them: only grown-ups can be signed up by phone")},
    )

    birth_day = forms.DateField(
        label=_("Their birth date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only for a task with a lowest age. We check it, and don’t keep it."),
    )

    field_order = ("first_name", "last_name", "slot", "party", "adult", "birth_day", "typed_name", "wordings")

    def __init__(self, *args: Any, slots: Iterable[Slot], **options: Any):
        super().__init__(*args, **options)
        slots = list(slots)
        if not any(slot.min_age for slot in slots):
            del self.fields["birth_day"]
        self.fields["slot"].choices = [(str(slot.pk), slot.name) for slot in slots]  # type: ignore[attr-defined]
        if len(self.fields["slot"].choices) == 1:  # type: ignore[attr-defined]
            self.fields["slot"].initial = self.fields["slot"].choices[0][0]  # type: ignore[attr-defined]
