"""What a resident writes about an idea. The length is a rule of the action; the form only says it early."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Neighborhood
from projects.models import Category


class IdeaForm(forms.Form):
    title = forms.CharField(
        label=_("Your idea in a few words"),
        max_length=120,
        help_text=_("As you would say it to a neighbor: “Lamps from the footbridge to the school”."),
    )
    body = forms.CharField(
        label=_("What should be done, and why?"),
        help_text=_("A few sentences are enough; at most 4,000 letters."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    category = forms.ChoiceField(label=_("What kind of thing is it?"), choices=Category, initial=Category.OTHER)
    neighborhood = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Neighborhood.objects.defer("boundary"),
        required=False,
        empty_label=_("In the whole city"),
    )
    on_behalf_of = forms.CharField(
        label=_("For a group?"),
        required=False,
        max_length=120,
        help_text=_("Its name is shown instead of yours."),
    )


class IdeaWordsForm(forms.Form):
    """Changing the words of an idea."""

    title = forms.CharField(label=_("Your idea in a few words"), max_length=120)
    body = forms.CharField(
        label=_("What should be done, and why?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=4000
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you take it back?"),
        required=False,
        max_length=500,
        help_text=_("Everybody can read this on the page of your idea."),
    )
