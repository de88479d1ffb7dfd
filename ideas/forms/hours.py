"""What people type about live hours. Dates are wall-clock times of the hour's place."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core.errors import RuleBroken
from core.lines import Line
from ideas.models import LiveHour, Question
from ideas.permissions import who_may_answer
from ideas.wall import moment
from people.models import Person
from projects.forms.fields import Words

from .office import ZONES, WallTime

DATES = ("opens", "starts", "ends")


class QuestionForm(forms.Form):
    text = Words(
        label=_("Your question"),
        help_text=_("One question, at most 500 letters. Everybody reads it, with your name."),
        most=Question.WORDS,
        rows=4,
        asked=_("Write your question."),
    )


class SettleForm(forms.Form):
    """One field for both: an answer, or the reason why there is none."""

    answer = Words(
        label=_("Your answer"),
        help_text=_("At most 2,000 letters. Everybody reads it; whoever asked gets a letter."),
        most=Question.ANSWER,
        rows=6,
        asked=_("Write the answer."),
    )


class Names(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return person.full_name


class HourForm(forms.Form):
    """Rules about the dates are the action's."""

    title = Line(label=_("Name"), max_length=120, help_text=_("As in “Ask the Parks Office about the creek path”."))
    intro = Line(
        label=_("What is it about?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    department = forms.ModelChoiceField(label=_("Which department answers?"), queryset=Department.objects.all())
    officials = Names(
        label=_("Who answers?"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their names stand on the page."),
    )
    zone = forms.ChoiceField(label=_("Clock"), choices=ZONES)
    opens = WallTime(label=_("People ask from"))
    starts = WallTime(label=_("Answers begin"))
    ends = WallTime(label=_("Ends"))
    place = Line(
        label=_("Place"), required=False, max_length=120, help_text=_("Where people can come; empty: only on the site.")
    )
    neighborhood = forms.ModelChoiceField(
        label=_("For which neighborhood?"),
        queryset=Neighborhood.objects.defer("boundary"),
        required=False,
        empty_label=_("The whole city"),
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer what is left"),
        min_value=1,
        max_value=90,
        initial=14,
        help_text=_("Questions that the hour leaves open are due so many days after its end."),
    )

    def __init__(self, *args: Any, hour: LiveHour | None = None, **kwargs: Any) -> None:
        if hour is not None:
            wall = {name: getattr(hour, f"{name}_at").astimezone(hour.tz).replace(tzinfo=None) for name in DATES}
            kwargs["initial"] = {
                "title": hour.title, "intro": hour.intro, "department": hour.department_id, "zone": hour.zone,
                "place": hour.place, "neighborhood": hour.neighborhood_id, "answer_days": hour.answer_days,
                "officials": list(hour.official_rows.values_list("person", flat=True)), **wall,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["officials"].queryset = who_may_answer()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.moments: dict[str, datetime] = {}
        for name in DATES:
            if given.get(name) and given.get("zone"):
                try:
                    self.moments[f"{name}_at"] = moment(given[name], given["zone"])
                except RuleBroken as refusal:
                    self.add_error(name, str(refusal))
        return given

    def settings(self) -> dict[str, Any]:
        return {**{name: value for name, value in self.cleaned_data.items() if name not in DATES}, **self.moments}
