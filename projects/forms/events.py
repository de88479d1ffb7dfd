"""Planning, changing and calling off a date. Times are what the wall clock shows."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from projects.actions import SlotWords
from projects.models import Event

ROWS = 4  # tasks asked for at once; more can be added later


class DateForm(forms.Form):
    """When and where."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    meeting_point = Line(
        label=_("Meeting point"),
        max_length=250,
        help_text=_("So that somebody who has never been there finds it."),
    )

    def times(self) -> dict[str, Any]:
        """Wall-clock times, for the actions."""
        found = self.cleaned_data
        return {
            "starts_at": datetime.combine(found["day"], found["begins"]),
            "ends_at": datetime.combine(found["day"], found["ends"]),
            "meeting_point": found["meeting_point"],
        }


class SlotForm(forms.Form):
    """One task with its places."""

    name = Line(label=_("What do people do?"), max_length=80, help_text=_("For example “Litter pickers”."))
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=10_000, help_text=_("Empty: everybody fits.")
    )
    note = Line(
        label=_("What one should know"),
        max_length=250,
        required=False,
        help_text=_("How hard is it? Standing, seated?"),
    )
    min_age = forms.IntegerField(label=_("From age"), required=False, min_value=1, max_value=99)

    def words(self) -> SlotWords:
        found = self.cleaned_data
        return {
            "name": found["name"],
            "note": found["note"],
            "capacity": found["capacity"],
            "min_age": found["min_age"],
        }


class TaskForms(forms.BaseFormSet):
    """The tasks of a new date. How many rows come is said by the browser, and not believed."""

    def __init__(self, data: Any = None, *, prefix: str = "slot", **kwargs: Any):
        self.forged = data is not None and not self._honest(data, prefix)
        if self.forged:
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": str(ROWS), f"{prefix}-INITIAL_FORMS": "0"})
        super().__init__(data, prefix=prefix, **kwargs)

    @staticmethod
    def _honest(data: Any, prefix: str) -> bool:
        """From a row to as many as our own page has; rows of before there are none."""
        rows = [str(row) for row in range(1, ROWS + 1)]
        return data.get(f"{prefix}-TOTAL_FORMS") in rows and data.get(f"{prefix}-INITIAL_FORMS") == "0"

    def clean(self) -> None:
        if self.forged:
            raise forms.ValidationError(
                gettext("The list of tasks did not arrive whole. Look at it again, then press the button.")
            )


SlotForms = forms.formset_factory(SlotForm, formset=TaskForms, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


class CapacityForm(forms.Form):
    """How many places a task has."""

    capacity = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class CancelForm(forms.Form):
    """Why a date is called off. Everybody on the list reads it."""

    reason = forms.ChoiceField(label=_("Why?"), choices=Event.Why.choices, widget=forms.RadioSelect)
    note = Line(
        label=_("A sentence for everybody who wanted to come"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
