"""What organizers write to the people of a date."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.lines import Line
from core.refs import new_ref
from projects.models import Broadcast
from projects.writing import Readers


class BroadcastForm(forms.Form):
    """To whom, and the words. Only lists with somebody on them are offered."""

    audience = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)
    words = Line(
        label=_("Your words"),
        max_length=Broadcast.WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("When, where and whom they meet stand in the letter already."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16, initial=new_ref)

    def __init__(self, data: Any = None, *, lists: dict[str, Readers]):
        super().__init__(data, initial={"audience": next(iter(lists), "")})
        words = dict(Broadcast.Audience.choices)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, f"{words[value]} ({_letters(readers.count)})") for value, readers in lists.items()]


def _letters(n: int) -> str:
    """Letters, not heads: who comes along in a party gets none."""
    return ngettext("%(n)s letter", "%(n)s letters", n) % {"n": n}
