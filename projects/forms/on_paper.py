"""What an organizer copies from a paper that was signed before their eyes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from people.models import AgreementVersion, Person

from .fields import Choice


class Wordings(forms.HiddenInput):
    """Which wordings the page shows. Drawn anew it names those of now, whatever was sent."""

    now = ""

    def format_value(self, value: Any) -> str:
        return self.now


class PaperFields(forms.Form):
    """Two questions more, where something is asked to be signed."""

    typed_name = Line(
        label=_("Signed on paper? The full name as it stands there"),
        max_length=120,
        required=False,
        help_text=_("Fill it in only if you saw them sign. It is kept with your name as the witness."),
    )
    wordings = forms.CharField(required=False, widget=Wordings)

    def __init__(self, *args: Any, papers: Sequence[AgreementVersion], **options: Any):
        super().__init__(*args, **options)
        self.papers = papers
        if papers:
            self.fields["wordings"].widget.now = self._now
        else:
            del self.fields["typed_name"], self.fields["wordings"]

    @property
    def _now(self) -> str:
        return ",".join(str(version.pk) for version in self.papers)

    def clean_wordings(self) -> list[int]:
        if self.cleaned_data.get("typed_name") and self.cleaned_data["wordings"] != self._now:
            raise ValidationError(gettext("There is a new wording now. Please read that one."))
        return [version.pk for version in self.papers]

    @property
    def words(self) -> dict[str, Any]:
        """As the actions take it."""
        given = dict(self.cleaned_data)
        versions = given.pop("wordings", [])
        return {**given, "versions": versions}


class PaperForm(PaperFields):
    """For somebody on the list; of a young person one of the guardians has signed."""

    signer = Choice(label=_("Who signed?"), choices=(), asked=_("Choose who signed"), long_words=True)
    field_order = ("signer", "typed_name", "wordings")

    def __init__(self, *args: Any, guardians: Sequence[Person] | None, **options: Any):
        super().__init__(*args, **options)
        if name := self.fields.get("typed_name"):
            name.required, name.label = True, _("The full name as it stands on the paper")
            name.help_text = _("Your own name is kept with it: you saw them sign.")
        if guardians is None:
            del self.fields["signer"]
        else:
            self.fields["signer"].choices = [(one.ref, one.full_name) for one in guardians]  # type: ignore[attr-defined]
