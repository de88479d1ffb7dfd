"""How somebody gets along at the place: yes, no, or not checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.access import FIELDS, QUESTIONS, SPOKEN
from projects.models import Project

from .fields import AnswersForm, Choice, Words

ANSWERS = {"yes": True, "no": False, "unknown": None}
SAID = {answer: word for word, answer in ANSWERS.items()}


class AccessForm(AnswersForm):
    """A question for each of `QUESTIONS`, the languages, and a line for what else one should know."""

    spoken = forms.MultipleChoiceField(
        label=_("Which languages do you speak there?"),
        choices=list(SPOKEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access = Words(
        label=_("More about the place"),
        help_text=_("For example where the toilet is. What you know helps people to decide."),
        most=300,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = _("Say what you know; “not checked yet” is fine")
        choices = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not checked yet"))]
        for question in QUESTIONS:
            self.fields[question.field] = Choice(label=question.asked, choices=choices, asked=asked, short_words=True)
        self.order_fields([*(self.field_order or ()), *FIELDS, "spoken", "access"])

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        said = {field: ANSWERS[given[field]] for field in FIELDS}
        return {**given, **said, "spoken": ",".join(given["spoken"])}


def shown(project: Project) -> dict[str, Any]:
    """What the form begins with."""
    said = {field: SAID[getattr(project, field)] for field in FIELDS}
    return {**said, "spoken": project.languages, "access": project.access}
