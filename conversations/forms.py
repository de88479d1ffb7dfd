"""What somebody types where people talk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from core.refs import new_ref

from .models import Comment


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
