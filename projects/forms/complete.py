"""The end of a project, and a stop for a while."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Number, Photo, WithPicture, Words


class FinishForm(WithPicture):
    use_required_attribute = False
    outcome_number = Number(
        min_value=0,
        max_value=1_000_000,
        wrong=_("Write the number you reached; 0 is an honest answer"),
        too_large=_("Write a number of at most one million"),
    )
    report = Words(
        label=_("What did you do together?"),
        help_text=_("A paragraph for everybody who came and everybody who lives there. It is public."),
        least=40,
        most=3000,
        rows=7,
        asked=_("Tell in a paragraph, 40 letters or more, what you did together"),
    )
    picture = Photo(
        label=_("Picture of the result"),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. We remove the place and time that your camera wrote into it."),
    )
    alt = Words(label=_("What can be seen on it?"), help_text=_("For people who can't see it."), most=250)


class StopForm(forms.Form):
    """Pausing or cancelling: why."""

    use_required_attribute = False
    reason = Words(
        label=_("Why?"),
        help_text=_("One or two sentences. They stand on the page, and go to everybody who has a place."),
        least=10,
        most=300,
        rows=3,
        asked=_("Say why in a sentence; the people who joined will read it"),
    )
