"""What officials type about two accounts of one person, and what the voter says to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from ideas.models import DoubleVote
from projects.forms.fields import Words


class Address(Line):
    """Read leniently: whether there is such an account says the action."""

    def __init__(self, label: object):
        look = {"spellcheck": "false", "autocomplete": "off", "dir": "ltr", "inputmode": "email"}
        super().__init__(label=label, max_length=254, widget=forms.TextInput(attrs=look))


class DoubleForm(forms.Form):
    first = Address(_("E-mail address of one account"))
    second = Address(_("E-mail address of the other account"))
    reason = Line(
        label=_("How was it proved?"),
        max_length=DoubleVote.REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "From 40 to 300 letters. Everybody reads it with the result, and the voter on their own page. Nothing in it may lead to a person: no names, no addresses."
        ),
    )


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("Is the objection right?"),
        choices=(("yes", _("Yes: these are two people")), ("no", _("No: it is a second ballot of one person"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = Line(
        label=_("Your answer"),
        max_length=DoubleVote.WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the voter reads it, on their own page."),
    )


class ObjectionForm(forms.Form):
    use_required_attribute = False

    words = Words(
        label=_("Why is this not a second ballot of yours?"),
        help_text=_("At most 1,000 letters. Only the officials of this poll read it."),
        most=DoubleVote.WORDS,
        least=DoubleVote.LEAST_WORDS,
        rows=4,
        asked=_("Say in a sentence why this is not a second ballot of yours."),
    )
    even_if_seen = forms.BooleanField(
        required=False,
        label=_(
            "If all is counted by then: count my ballot all the same, although others may see from the difference what I chose"
        ),
    )
