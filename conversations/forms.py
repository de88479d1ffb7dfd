"""What somebody types where people talk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from core.refs import new_ref

from .models import Case, Comment, Report, Rule


class CommentForm(forms.Form):
    """A question, a view or an answer. Its key makes two presses one."""

    words = Line(label=_("Your words"), max_length=Comment.WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    label = forms.ChoiceField(label=_("Is it …"), required=False, widget=forms.RadioSelect)
    key = forms.CharField(required=False, max_length=16, initial=new_ref, widget=forms.HiddenInput)

    say_optional = False

    def __init__(self, data: Any = None, *, labels: tuple[str, ...] = ()):
        super().__init__(data)
        if labels:
            self.fields["label"].choices = [(name, Comment.Label(name).label) for name in labels]  # type: ignore[attr-defined]
            self.fields["label"].initial = labels[0]
        else:
            del self.fields["label"]


class ReportForm(forms.Form):
    """What is wrong, and in whose hands it goes."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Rule.choices, widget=forms.RadioSelect)
    words = Line(
        label=_("What should the city know?"), max_length=Report.WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None):
        super().__init__(data)
        self.fields["reason"].long_words = True  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """How somebody sees it themselves."""

    words = Line(label=_("How do you see it?"), max_length=Case.WORDS, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """One decision, one rule and one reason, for one case or for many."""

    outcome = forms.ChoiceField(
        label=_("What to do"), choices=Case.Outcome.choices, error_messages={"required": _("Choose what to do.")}
    )
    rule = forms.ChoiceField(
        label=_("Which rule was broken"), choices=[("", _("No rule was broken")), *Rule.choices], required=False
    )
    words = Line(
        label=_("Why"), max_length=Case.WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
