"""Work between the dates."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from core.when import time_spent
from projects.models import Project, WorkLog

STEPS = range(15, WorkLog.DAY_AT_MOST + 1, 15)


class WorkForm(forms.Form):
    project = forms.ModelChoiceField(
        label=_("For which project?"), queryset=Project.objects.none(), to_field_name="slug"
    )
    day = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    minutes_spent = forms.TypedChoiceField(label=_("How long?"), coerce=int)
    words = Line(
        label=_("What did you do?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: watered the oaks, sorted the tools."),
    )
    picture = forms.FileField(
        label=_("A picture"),
        required=False,
        help_text=_("It helps whoever verifies it. Please show no children’s faces."),
    )

    def __init__(self, *args: Any, projects: QuerySet[Project] | None = None, **kwargs: Any):
        """Without `projects` it is for a block: then nothing has to be chosen."""
        super().__init__(*args, **kwargs)
        if projects is None:
            del self.fields["project"]
        else:
            project = cast(forms.ModelChoiceField, self.fields["project"])
            project.queryset = projects
            project.empty_label = None if len(projects) == 1 else gettext("Choose a project")
        cast(forms.ChoiceField, self.fields["minutes_spent"]).choices = [(step, time_spent(step)) for step in STEPS]


class DecideWorkForm(forms.Form):
    counted = forms.TypedChoiceField(label=_("How much do you verify?"), coerce=int)
    answer = Line(
        label=_("If it is less: why?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it."),
    )

    def __init__(self, *args: Any, work: WorkLog, **kwargs: Any):
        kwargs["initial"] = {"counted": work.minutes}
        super().__init__(*args, **kwargs)
        less = [(step, time_spent(step)) for step in reversed(STEPS) if step <= work.minutes]
        cast(forms.ChoiceField, self.fields["counted"]).choices = [*less, (0, gettext("Nothing"))]
