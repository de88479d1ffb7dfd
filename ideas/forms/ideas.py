"""What a resident writes about an idea. The length is a rule of the action; the form only says it early."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from city.models import Neighborhood
from ideas.models import Idea
from projects.forms.fields import Choice, Point, Words
from projects.forms.propose import PictureForm
from projects.models import Category

NEEDED = _("This needs an answer.")
BY_NUMBER = "number"  # no idea's


def language_field() -> forms.ChoiceField:
    """The page's own to begin with. What is not asked is that, too."""
    names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    return forms.ChoiceField(
        label=_("Which language do you write in?"), choices=names, required=False, initial=get_language
    )


class IdeaForm(PictureForm):
    """The words, and folded away below them the place, a picture, and what else few people have to say."""

    FOLDED = ("neighborhood", "point", "picture", "alt", "category", "on_behalf_of")
    field_order = ["title", "body", "language", *FOLDED]
    title = Words(
        label=_("Your idea in a few words"),
        most=120,
        asked=NEEDED,
        help_text=_("As you would say it to a neighbor: “Lamps from the footbridge to the school”."),
    )
    body = Words(
        label=_("What should be done, and why?"),
        help_text=_("A few sentences are enough; at most 4,000 letters."),
        most=4000,
        rows=6,
        asked=NEEDED,
    )
    language = language_field()
    category = forms.ChoiceField(label=_("What kind of thing is it?"), choices=Category, initial=Category.OTHER)
    neighborhood = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Neighborhood.objects.defer("boundary"),
        required=False,
        empty_label=_("In the whole city"),
    )
    point = Point()
    on_behalf_of = Words(
        label=_("For somebody else?"),
        most=120,
        help_text=_("A person without internet, or a group. The page says their name and yours."),
    )

    def __init__(self, *args: Any, for_others: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["on_behalf_of"]

    @property
    def more_is_set(self) -> bool:
        """Something of the folded part is filled otherwise than it began, or wrong."""
        folded = [name for name in self.FOLDED if name in self.fields]
        return self.is_bound and any(name in self.changed_data or self[name].errors for name in folded)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("alt") and not given.get("picture") and "picture" not in self.errors:
            self.add_error("picture", _("Choose the picture again, or leave its words empty: a browser forgets files."))
        return given


class IdeaWordsForm(forms.Form):
    """Changing the words of an idea."""

    title = Words(label=_("Your idea in a few words"), most=120, asked=NEEDED)
    body = Words(label=_("What should be done, and why?"), most=4000, rows=8, asked=NEEDED)
    language = language_field()


class RewordingForm(forms.Form):
    """Other words that an official proposes. `seen` is the version that they were written from."""

    title = Words(label=_("The idea in a few words"), most=120, asked=NEEDED)
    body = Words(label=_("What should be done, and why?"), most=4000, rows=8, asked=NEEDED)
    reason = Words(
        label=_("Why these words?"),
        most=500,
        rows=2,
        asked=NEEDED,
        help_text=_("Its author reads this, and with a yes everybody."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class SaidForm(forms.Form):
    said = Words(label=_("If no: do you want to say why?"), most=500, rows=2, help_text=_("Only officials read this."))


class OtherIdeaForm(forms.Form):
    """Which other idea: one of those that look alike, or any by its number, in the field called `number`."""

    number = ""
    which: Any = _("Which idea is it?")

    def __init__(self, *args: Any, alike: list[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named, typed = kwargs.get("initial", {}).get(self.number, ""), self.fields[self.number]
        assert isinstance(typed, Words)
        if alike:
            typed.asked, typed.required = None, False
            typed.help_text = _("If it is none of those above: as it stands on its page, like 2026-014.")
            choices = [*((idea.ref, idea.title) for idea in alike), (BY_NUMBER, _("Another one, by its number"))]
            asked = _("Choose one, or write its number below.")
            which = self.fields["alike"] = Choice(label=self.which, choices=choices, asked=asked, long_words=True)
            which.things, which.row = {idea.ref: idea for idea in alike}, "ideas/_idea_to_choose.html"
            self.order_fields(["alike"])
            if any(idea.ref == named for idea in alike):
                self.initial = {**self.initial, "alike": named, self.number: ""}

    @property
    def asked_at(self) -> str:
        """The field that the other idea was named in."""
        return self.number if self.cleaned_data.get("alike", BY_NUMBER) == BY_NUMBER else "alike"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen, typed = given.get("alike"), given.get(self.number)
        if typed and not self.data.get("alike"):
            self.errors.pop("alike", None)  # the number says it
        elif chosen == BY_NUMBER and not typed and self.number not in self.errors:
            self.add_error(self.number, NEEDED)
        elif chosen and chosen != BY_NUMBER and typed and typed != chosen:
            self.add_error(self.number, _("Above you chose another idea. Take one of the two."))
        elif chosen and chosen != BY_NUMBER:
            given[self.number] = chosen
        return given


class MergeForm(OtherIdeaForm):
    """Which idea stays, and why. While people vote both do (`noted`)."""

    number = "kept"
    which = _("Which idea stays?")
    kept = Words(
        label=_("Number of the idea that stays"),
        most=12,
        asked=NEEDED,
        help_text=_("As it stands on its page, like 2026-014."),
    )
    reason = Words(
        label=_("Why are they the same?"),
        most=500,
        rows=3,
        asked=NEEDED,
        help_text=_("Everybody can read this on the pages of both."),
    )

    def __init__(self, *args: Any, noted: bool, **kwargs: Any) -> None:
        self.which = OtherIdeaForm.which if noted else self.which
        super().__init__(*args, **kwargs)
        if noted:
            self.fields["kept"].label = _("Number of the other idea")


class SameForm(OtherIdeaForm):
    """Which other idea asks for the same as one's own."""

    number = "other"
    other = Words(
        label=_("Number of the other idea"),
        most=12,
        asked=NEEDED,
        help_text=_("As it stands on its page, like 2026-014."),
    )
    words = Words(
        label=_("Do you want to say why?"),
        most=500,
        rows=2,
        help_text=_("Only officials read this."),
    )


class WithdrawForm(forms.Form):
    reason = Words(
        label=_("Why do you take it back?"),
        most=500,
        help_text=_("Everybody can read this on the page of your idea."),
    )
