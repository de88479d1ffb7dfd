"""Days away, and a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person, RoleGrant


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.full_name


class AbsenceForm(forms.Form):
    """When, and who stands in."""

    first_day = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))
    deputy = ColleagueField(
        label=_("Who stands in?"),
        queryset=Person.objects.none(),
        help_text=_("They get what would have come to you, and everybody at the desk sees it."),
    )

    def __init__(self, person: Person, *args: Any):
        super().__init__(*args)
        colleagues = RoleGrant.objects.in_force().exclude(person=person).values("person")
        field = self.fields["deputy"]
        assert isinstance(field, ColleagueField)
        field.queryset = Person.objects.filter(pk__in=colleagues).order_by("first_name", "last_name", "pk")
