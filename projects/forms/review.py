"""What an official says about a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.actions.reviewing import checklist_for
from projects.models import Project

from .fields import Words


class DecisionForm(forms.Form):
    """Approve with the checklist, or give a reason. Which of them is asked for depends on the button pressed."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, project: Project, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for key, words in checklist_for(project).items():
            self.fields[f"check_{key}"] = forms.BooleanField(label=words, required=False)
        self.fields["reason"] = Words(
            label=_("Reason"),
            help_text=_("The proposer reads it word by word. At least 40 letters when you ask for a change or reject."),
            most=2000,
            rows=6,
        )

    def checklist(self) -> dict[str, bool]:
        return {
            name.removeprefix("check_"): value for name, value in self.cleaned_data.items() if name.startswith("check_")
        }
