"""A meeting to which a department invites."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Department
from core.lines import Line

from .events import DateForm


class MeetingForm(DateForm):
    """Who meets whom, what about, when, where, and for how many."""

    field_order = ["department", "title", "about", "day", "begins", "ends", "meeting_point", "places"]

    department = forms.ChoiceField(label=_("Department"))
    title = Line(label=_("Who meets whom?"), max_length=120, help_text=_("For example “Coffee with the mayor”."))
    about = Line(
        label=_("What about, and what is there"),
        max_length=250,
        help_text=_("The topic, and what people need to come: step-free or not, interpreter, child care."),
    )
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=10_000, help_text=_("Empty: everybody fits.")
    )

    def __init__(self, data: Any = None, *, departments: Iterable[Department]):
        super().__init__(data)
        self.departments = {str(one.pk): one for one in departments}
        choice = self.fields["department"]
        choice.choices = [(pk, one.name) for pk, one in self.departments.items()]  # type: ignore[attr-defined]

    def meeting(self) -> dict[str, Any]:
        """For the action."""
        given = self.cleaned_data
        return {
            **self.times(), "department": self.departments[given["department"]], "title": given["title"],
            "about": given["about"], "places": given["places"],
        }  # fmt: skip
