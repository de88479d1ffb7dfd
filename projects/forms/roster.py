"""What an organizer types at the site."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line, MailLine
from projects.models import Attendance

from .on_paper import PaperFields


class WalkInForm(PaperFields):
    first_name = Line(label=_("First name"), max_length=60)
    email = MailLine(label=_("E-mail"), required=False, help_text=_("With it they can claim their hours later."))
    adult = forms.BooleanField(label=_("They say that they are 18 or older"), required=False)
    press = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    field_order = ("first_name", "email", "adult", "typed_name", "reason", "wordings")
    reason = Line(label=_("If all places are taken: why is there room all the same?"), max_length=300, required=False)


class LetInForm(forms.Form):
    """Somebody who waited for a place comes in all the same."""

    reason = Line(label=_("All places are taken: why is there room all the same?"), max_length=300)


class ReviseForm(forms.Form):
    """Put somebody's hours right."""

    CHOICES = (Attendance.State.ATTENDED, Attendance.State.PARTIAL, Attendance.State.NO_SHOW, Attendance.State.EXCUSED, Attendance.State.UNKNOWN)  # fmt: skip

    state = forms.ChoiceField(
        label=_("What is true?"),
        choices=[(state.value, state.label.capitalize()) for state in CHOICES],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=0, max_value=720, help_text=_("Counted in quarter hours.")
    )
    reason = Line(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The person reads it.")
    )


class DisputeForm(forms.Form):
    """I did come."""

    words = Line(
        label=_("What is true?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example who saw you there, or when you told the organizers that you can’t come."),
    )


class DecideForm(forms.Form):
    """An answer to somebody who says that they came."""

    CHOICES = (
        (Attendance.State.ATTENDED.value, _("They came")),
        (Attendance.State.EXCUSED.value, _("They had told us before")),
        (Attendance.State.NO_SHOW.value, _("They did not come")),
    )

    state = forms.ChoiceField(label=_("What is true?"), choices=CHOICES, widget=forms.RadioSelect)
    answer = Line(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The person reads it.")
    )
