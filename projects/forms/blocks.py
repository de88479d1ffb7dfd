"""Blocks: what the city says about one, and what somebody agrees to who adopts it."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from city.models import Neighborhood
from projects.models import Block

from .fields import Number, Photo, Point, WithPicture, Words


def whole(label: Any, hint: Any, most: int) -> Number:
    wrong = _("Write a whole number from 1 to %(most)s.") % {"most": most}
    return Number(label=label, help_text=hint, min_value=1, max_value=most, wrong=wrong)


class BlockForm(WithPicture):
    """As an official fills it; `point` is what any map gives when one copies a place."""

    use_required_attribute = False
    title = Words(
        label=_("Name"),
        help_text=_("Example: Elm Street, school to bridge"),
        most=120,
        least=3,
        asked=_("Give it a name"),
    )
    neighborhood = forms.ModelChoiceField(
        label=_("Neighborhood"), queryset=Neighborhood.objects.defer("boundary"), empty_label=_("Choose one"),
        error_messages={"required": _("Choose the neighborhood")},
    )  # fmt: skip
    place = Words(
        label=_("Where it begins and ends"), most=250, least=3, rows=2, asked=_("Say where it begins and ends")
    )
    point = Point()
    care = Words(
        label=_("What is to do there"), help_text=_("Example: pick litter, water the two young trees."), most=1000,
        least=10, rows=4, asked=_("Say in a sentence what is to do"),
    )  # fmt: skip
    every_weeks = whole(_("How often, in weeks"), _("4 means: at least every 4 weeks."), 26)
    months = whole(_("For how many months at a time"), _("Then they are asked whether they go on."), 36)
    picture = Photo(label=_("A picture"))
    alt = Words(label=_("What can be seen on it?"), help_text=_("For people who can't see it."), most=250)
    offered = forms.BooleanField(
        label=_("It may be adopted"), help_text=_("Without the tick nobody new can take it on."), required=False
    )

    def __init__(self, *args: Any, block: Block | None = None, **kwargs: Any):
        kwargs["initial"] = _known(block) if block else {"every_weeks": 4, "months": 12, "offered": True}
        super().__init__(*args, **kwargs)

    def words(self) -> dict[str, Any]:
        """Everything but the picture, as the action wants it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("point", "picture", "alt")}
        latitude, longitude = self.cleaned_data["point"] or (None, None)
        return {**given, "latitude": latitude, "longitude": longitude}


def _known(block: Block) -> dict[str, Any]:
    names = ("title", "neighborhood", "place", "care", "every_weeks", "months", "offered")
    return {name: getattr(block, name) for name in names} | {"point": Point.shown(block)}


class TakeBackForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label=_("Why does the city end it?"), help_text=_("They read it."), most=300, least=5, rows=2,
        asked=_("Please say why, in a few words. They read it."),
    )  # fmt: skip


class AdoptForm(forms.Form):
    use_required_attribute = False
    team = Words(
        label=_("Your team’s name"),
        help_text=_(
            "Only if you do it together: a class, a shop, a house. Then it stands on the sign instead of yours."
        ),
        most=60,
    )
    agreed = forms.BooleanField(error_messages={"required": _("Please agree to the rhythm first.")})

    def __init__(self, *args: Any, block: Block, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = ngettext(
            "I look after it %(rhythm)s, for %(n)d month", "I look after it %(rhythm)s, for %(n)d months", block.months
        ) % {"rhythm": block.rhythm, "n": block.months}
        self.fields["agreed"].help_text = gettext("You can give it up at any time, with one press.")
