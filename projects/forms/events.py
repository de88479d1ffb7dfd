"""Planning, changing and calling off a date. Times are what the wall clock shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from people.models import Credential
from projects.actions import SlotWords, words_of
from projects.models import Event, Slot

ROWS = 4  # tasks asked for at once; more can be added later
ROWS_AT_MOST = 20  # as many as a date like this one has


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


CLOSES = [
    ("", _("When it begins")),
    ("2", _("2 hours before")),
    ("24", _("The day before")),
    ("48", _("2 days before")),
    ("168", _("A week before")),
]


class EventForm(DateForm):
    """A single date, with what helps to plan it."""

    title = Line(
        label=_("A name of its own"), max_length=120, required=False, help_text=_("Empty: the name of the project.")
    )
    closes = forms.TypedChoiceField(
        label=_("Until when can people join?"), choices=CLOSES, coerce=int, empty_value=None, required=False
    )
    rain_day = forms.DateField(
        label=_("Rain date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("If the weather calls it off, it is planned on this day, at the same hours."),
    )

    interpreter_until = forms.DateField(
        label=_("Interpreter on request until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("If you can bring an interpreter, for sign language too: the last day on which people can ask."),
    )

    def times(self) -> dict[str, Any]:
        found = self.cleaned_data
        more = {"title": found["title"], "closes_hours": found["closes"], "rain_day": found["rain_day"]}
        return super().times() | more | {"interpreter_until": found["interpreter_until"]}

    @property
    def more_is_set(self) -> bool:
        """Something of the folded part is filled, or wrong."""
        folded = self.fields.keys() - DateForm.base_fields.keys()
        return any(self[name].value() or self[name].errors for name in folded)


class PlanForm(EventForm):
    """A new date: what is asked about its waitlist too."""

    releases = forms.BooleanField(
        label=_("Who doesn’t answer makes room for those who wait"),
        required=False,
        help_text=_("Who has not said 18 hours before that they still come, loses the place if somebody waits."),
    )

    def times(self) -> dict[str, Any]:
        return super().times() | {"releases": self.cleaned_data["releases"]}


def shown(event: Event) -> dict[str, Any]:
    """What the form begins with."""
    start, end, close = event.local_start, event.local_end, event.rsvp_closes_at
    return {
        "day": start.date(), "begins": start.time(), "ends": end.time(), "meeting_point": event.meeting_point,
        "closes": str(round((event.starts_at - close).total_seconds() / 3600)) if close else "", "rain_day": event.rain_day,
        "interpreter_until": event.interpreter_until, "title": "" if event.title == event.project.title else event.title, "releases": event.releases,
    }  # fmt: skip


def task_shown(slot: Slot) -> dict[str, Any]:
    """What the form of a task begins with."""
    more = {
        "effort": slot.effort if slot.effort > 1 else "",
        "minimum_wanted": slot.minimum_wanted or None,
        "credentials": slot.kinds,
    }
    return {**words_of(slot), **more}


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
        help_text=_("For example: standing or seated, what to wear."),
    )
    credentials = forms.MultipleChoiceField(
        label=_("Papers they must have shown to the city"),
        choices=Credential.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    min_age = forms.IntegerField(label=_("From age"), required=False, min_value=1, max_value=99)
    minimum_wanted = forms.IntegerField(
        label=_("How many are needed at least?"), required=False, min_value=0, max_value=10_000
    )
    effort = forms.ChoiceField(
        label=_("How hard is it?"),
        choices=[("", _("Light work")), ("2", _("Some effort")), ("3", _("Hard work"))],
        required=False,
    )
    needs_yes = forms.BooleanField(label=_("People ask first, and you say yes or no"), required=False)

    def words(self) -> SlotWords:
        found = self.cleaned_data
        return {
            "name": found["name"],
            "note": found["note"],
            "capacity": found["capacity"],
            "min_age": found["min_age"],
            "credentials": ",".join(found["credentials"]),
            "minimum_wanted": found["minimum_wanted"] or 0,
            "effort": int(found["effort"] or 1),
            "needs_yes": found["needs_yes"],
        }


class TaskForms(forms.BaseFormSet):
    """The tasks of a new date. How many rows come is said by the browser, and not believed."""

    def __init__(self, data: Any = None, *, prefix: str = "slot", like: Sequence[dict[str, Any]] = (), **kwargs: Any):
        self.like = like  # what the rows begin with; they are new rows all the same
        self.forged = data is not None and not self._honest(data, prefix)
        if self.forged:
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": str(ROWS), f"{prefix}-INITIAL_FORMS": "0"})
        super().__init__(data, prefix=prefix, **kwargs)
        self.extra = max(ROWS, len(like))

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        initial = {"initial": self.like[index]} if index is not None and index < len(self.like) else {}
        return super().get_form_kwargs(index) | initial

    @staticmethod
    def _honest(data: Any, prefix: str) -> bool:
        """From a row to as many as our own page can have; rows of before there are none."""
        rows = [str(row) for row in range(1, ROWS_AT_MOST + 1)]
        return data.get(f"{prefix}-TOTAL_FORMS") in rows and data.get(f"{prefix}-INITIAL_FORMS") == "0"

    def clean(self) -> None:
        if self.forged:
            raise forms.ValidationError(
                gettext("The list of tasks did not arrive whole. Look at it again, then press the button.")
            )


SlotForms = cast(
    type[TaskForms],
    forms.formset_factory(SlotForm, formset=TaskForms, extra=ROWS, max_num=ROWS_AT_MOST, absolute_max=ROWS_AT_MOST),
)


class SlotChangeForm(SlotForm):
    """A task that is there already; of a series it may be changed on all later dates too."""

    later = forms.BooleanField(label=_("Change it on all later dates of this series too"), required=False)

    def __init__(self, slot: Slot, data: Any = None):
        super().__init__(data, initial=task_shown(slot))
        if not slot.event.repeats:
            del self.fields["later"]


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
