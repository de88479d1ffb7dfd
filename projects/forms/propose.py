"""One form for each page of a proposal. They see to the shape of an answer; what makes a project whole is the action's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Neighborhood
from core.signs import icon, mark
from projects.models import Category, Project

from .access import AccessForm
from .fields import AnswersForm, Choice, Number, Photo, Point, WithPicture, Words

ICONS = {
    "cleanup": "bag",
    "planting": "spade",
    "mentoring": "book",
    "repair": "wrench",
    "care": "heart",
    "other": "other",
}
LAND_WORDS: dict[str, Any] = {
    Project.Land.NONE: _("No, it is a public place"),
    Project.Land.ASKED: _("Yes, and I have asked or will ask"),
    Project.Land.GRANTED: _("Yes, and they have said yes"),
}
RISK_WORDS: dict[str, Any] = {
    Project.Risk.LOW: _("Everybody; nothing sharp, high or deep"),
    Project.Risk.TOOLS: _("Everybody; some work with tools, on ladders or by the water"),
    Project.Risk.MINORS: _("Children or young people without their parents"),
    Project.Risk.ONE_TO_ONE: _("One grown-up with one young person, as in mentoring"),
}


class WhatForm(AnswersForm):
    category = Choice(choices=Category.choices, label=_("Kind of project"), asked=_("Choose the kind of project"))
    title = Words(
        label=_("Name"),
        help_text=_("Short and plain. Example: “Bat boxes for the mill”."),
        least=5,
        most=120,
        asked=_("Give your project a name, in 5 letters or more"),
    )
    summary = Words(
        label=_("What will people do?"),
        help_text=_("One or two sentences. People read them in lists."),
        least=20,
        most=300,
        rows=3,
        asked=_("Say in a sentence what people will do, in 20 letters or more"),
    )
    body = Words(
        label=_("More about it"),
        help_text=_(
            "How it goes, what is there already, who has agreed. A blank line starts a new paragraph, - a list."
        ),
        most=3000,
        rows=5,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["category"].signs = {key: icon(name) for key, name in ICONS.items()}  # type: ignore[attr-defined]


class WhereForm(AnswersForm):
    neighborhood = forms.ModelChoiceField(
        Neighborhood.objects.none(),
        label=_("Neighborhood"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the neighborhood"), "invalid_choice": _("Choose the neighborhood")},
    )
    place = Words(
        label=_("Meeting point"),
        help_text=_("Somebody new should find it. Example: “Blue sign at the Elm Street footbridge, tram 2.”"),
        least=10,
        most=250,
        rows=3,
        asked=_("Say where people meet, in 10 letters or more"),
    )
    point = Point()
    land = Choice(
        label=_("Does somebody have to allow it?"),
        help_text=_("The owner of the land or the building."),
        choices=list(LAND_WORDS.items()),
        asked=_("Say whether somebody has to allow it"),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        hoods = Neighborhood.objects.defer("boundary")
        field: Any = self.fields["neighborhood"]
        field.queryset = hoods
        field.signs = {str(hood.pk): mark(hood) for hood in hoods}

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        latitude, longitude = given.pop("point") or (None, None)
        return {**given, "latitude": latitude, "longitude": longitude}


class GoalForm(AnswersForm):
    wanted = Words(
        label=_("What will be better afterwards?"),
        help_text=_("Example: “The creek is clear before the winter rain.”"),
        least=10,
        most=200,
        rows=3,
        asked=_("Say what will be better afterwards, in 10 letters or more"),
    )
    wanted_number = Number(
        label=_("How many?"),
        help_text=_("A number you can count at the end. Example: 60"),
        min_value=1,
        max_value=1_000_000,
        wrong=_("Write how many, as a number above 0"),
        too_large=_("Write a number of at most one million"),
    )
    wanted_unit = Words(
        label=_("Of what?"),
        help_text=_("Example: bags, trees, boxes, lessons"),
        most=30,
        asked=_("Say what you count, for example “bags”"),
    )


class PictureForm(WithPicture):
    """Optional; `take` says whether there is something to do."""

    use_required_attribute = False
    picture = Photo(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. We remove the place and time that your camera wrote into it."),
        error_messages={"empty": _("This file is empty. Choose another picture.")},
    )
    alt = Words(
        label=_("What can be seen on it?"),
        help_text=_("For people who can't see it. Example: “An old brick mill, its roof full of gaps.”"),
        most=250,
        rows=2,
    )
    remove = forms.BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: Any, has_picture: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not has_picture:
            del self.fields["remove"]


class WhoForm(AccessForm):
    risk = Choice(
        label=_("Who takes part, and how?"),
        choices=list(RISK_WORDS.items()),
        long_words=True,
        asked=_("Say who takes part"),
    )
    family_friendly = forms.BooleanField(label=_("Families with small children can come along"), required=False)
    bring = Words(
        label=_("What should people bring?"), help_text=_("Example: gloves, shoes that may get wet."), most=300, rows=2
    )

    field_order = ("risk", "family_friendly")


class AppealForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label=_("Why should the city look again?"),
        help_text=_("Somebody who has not decided before reads it."),
        least=40,
        most=2000,
        rows=6,
        asked=_("Say in 40 letters or more why the city should look again"),
    )
