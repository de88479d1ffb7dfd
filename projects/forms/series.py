"""How a date repeats, asked so that nobody has to know what a recurrence rule is."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects import recurrence
from projects.actions import Later
from projects.models import Event, Series

from .events import DateForm
from .fields import Choice

ONCE, WEEK, TWO_WEEKS, MONTH, LAST = "once", "week", "two_weeks", "month", "last"
REPEATS = [
    (WEEK, _("Every week")),
    (TWO_WEEKS, _("Every two weeks")),
    (MONTH, _("Every month, such as on the first Saturday")),
    (LAST, _("Every month, on the last such weekday")),
]


class UntilField(forms.DateField):
    def __init__(self, **options: Any):
        super().__init__(
            label=_("Last day"),
            widget=forms.DateInput(attrs={"type": "date"}),
            help_text=_("A year ahead at most. You can make it longer later."),
            **options,
        )


class RepeatForm(forms.Form):
    """Once, or again and again until a day."""

    say_optional = False
    repeat = Choice(
        label=_("How often?"),
        choices=[(ONCE, _("Only once")), *REPEATS],
        asked=_("Choose how often."),
        long_words=True,
        initial=ONCE,
        required=False,
        help_text=_("Always on the weekday of the day above."),
    )
    until = UntilField(required=False)

    def clean(self) -> dict[str, Any]:
        if self.repeats and not self.cleaned_data.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Say on which day it ends."))
        return self.cleaned_data

    @property
    def repeats(self) -> bool:
        return self.cleaned_data.get("repeat") not in (ONCE, "", None)


class LaterForm(DateForm):
    """This date and all later ones."""

    repeat = Choice(
        label=_("How often?"),
        choices=REPEATS,
        asked=_("Choose how often."),
        long_words=True,
        help_text=_("Always on the weekday of the day above."),
    )
    until = UntilField()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def later(self, event: Event, series: Series) -> Later:
        """For the action. The rule stays as it is where neither day nor rhythm was touched."""
        found = self.cleaned_data
        same = found["day"] == event.recurrence_id and found["repeat"] == rhythm(series)
        return Later(
            rule=series.rule if same else rule(found["repeat"], found["day"]),
            day=found["day"], begins=found["begins"], ends=found["ends"], until=found["until"],
            meeting_point=found["meeting_point"],
        )  # fmt: skip


def rule(repeat: str, day: date) -> str:
    """The answer as a rule."""
    if repeat == LAST:
        return recurrence.monthly_last(day)
    return recurrence.monthly(day) if repeat == MONTH else recurrence.weekly(day, 2 if repeat == TWO_WEEKS else 1)


def rhythm(series: Series) -> str:
    """The rule as an answer."""
    for repeat, _words in REPEATS:
        if rule(repeat, series.first_day) == series.rule:
            return repeat
    return LAST if f"BYDAY={recurrence.LAST}" in series.rule else MONTH


def shown(event: Event, series: Series) -> dict[str, Any]:
    """What the form begins with: the date as the series has it."""
    return {
        "day": event.recurrence_id, "begins": series.begins, "ends": series.ends.time(), "until": series.until,
        "meeting_point": series.meeting_point, "repeat": rhythm(series), "seen": series.version,
    }  # fmt: skip
