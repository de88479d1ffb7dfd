"""What came of a date: the lead's numbers, somebody's own, a pair of pictures, words of thanks."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from projects.models import ImpactEntry, ImpactTotal, MetricDefinition

from .fields import Number, Words

MOST = 1_000_000


def number(label: str, hint: str = "", initial: int | None = None) -> Number:
    return Number(
        label=label, help_text=hint, required=False, initial=initial, min_value=0, max_value=MOST, narrow=True,
        wrong=gettext("Write a whole number, 0 or more."), too_large=gettext("Write a number of at most one million."),
    )  # fmt: skip


class OfMetric(NamedTuple):
    """One thing counted, as the page shows it."""

    metric: MetricDefinition
    entries: list[tuple[ImpactEntry, BoundField, BoundField | None]]
    rest: BoundField
    note: BoundField | None
    total: ImpactTotal | None


class NumbersForm(forms.Form):
    """A number for each entry, and for what nobody wrote down by name. A note is asked for when one is unusual."""

    use_required_attribute = False
    say_optional = False

    def __init__(
        self,
        *args: Any,
        metrics: Iterable[MetricDefinition],
        entries: Iterable[ImpactEntry],
        totals: Iterable[ImpactTotal],
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.metrics, self.entries = list(metrics), list(entries)
        self.totals = {total.metric_id: total for total in totals}
        for entry in self.entries:
            self._add_entry(entry)
        for metric in self.metrics:
            self._add_rest(metric)

    def _add_entry(self, entry: ImpactEntry) -> None:
        words = {"name": entry.person.public_name, "n": entry.amount, "unit": entry.metric.unit_words}
        self.fields[f"entry_{entry.pk}"] = number(
            gettext("%(name)s wrote %(n)s %(unit)s") % words,
            initial=entry.amount if entry.counted is None else entry.counted,
        )
        self._add_note(f"entry_{entry.pk}", entry.note, entry.is_high)

    def _add_rest(self, metric: MetricDefinition) -> None:
        total = self.totals.get(metric.pk)
        mine = any(entry.metric_id == metric.pk for entry in self.entries)
        label = gettext("And what nobody wrote down") if mine else pgettext("of a date", "How many in all?")
        self.fields[f"rest_{metric.pk}"] = number(
            f"{label} ({metric.unit_words})", initial=total.unattributed if total else None
        )
        self._add_note(f"rest_{metric.pk}", total.note if total else "", bool(total and total.unusual))

    def _add_note(self, name: str, note: str, wanted: bool) -> None:
        """There when it is needed, or when the last try said that it is."""
        if note or wanted or f"note_{name}" in (self.data or {}):
            self.fields[f"note_{name}"] = Line(
                label=gettext("Unusually much: how did it come about?"), initial=note, required=False, max_length=300
            )

    def ask_for_a_note(self, name: str, sentence: str) -> None:
        self.fields.setdefault(
            f"note_{name}",
            Line(label=gettext("Unusually much: how did it come about?"), required=False, max_length=300),
        )
        self.add_error(f"note_{name}", sentence)

    def note_of(self, name: str) -> str:
        return self.cleaned_data.get(f"note_{name}") or ""

    def by_metric(self) -> Iterator[OfMetric]:
        for metric in self.metrics:
            mine = [entry for entry in self.entries if entry.metric_id == metric.pk]
            yield OfMetric(
                metric,
                [(entry, self[f"entry_{entry.pk}"], self._note(f"entry_{entry.pk}")) for entry in mine],
                self[f"rest_{metric.pk}"],
                self._note(f"rest_{metric.pk}"),
                self.totals.get(metric.pk),
            )

    def _note(self, name: str) -> BoundField | None:
        return self[f"note_{name}"] if f"note_{name}" in self.fields else None


class ReportForm(forms.Form):
    """What I did, a number for each thing that is counted."""

    use_required_attribute = False
    say_optional = False

    def __init__(self, *args: Any, metrics: Iterable[MetricDefinition], mine: dict[int, ImpactEntry], **options: Any):
        super().__init__(*args, **options)
        self.metrics = list(metrics)
        for metric in self.metrics:
            had = mine.get(metric.pk)
            self.fields[f"m{metric.pk}"] = number(
                f"{metric.words} ({metric.unit_words})", initial=had.amount if had else None
            )


PHOTO = {"accept": "image/jpeg,image/png,image/webp,image/heic"}


class PairForm(forms.Form):
    """Two pictures, what can be seen on each, and whether a young face can be recognised."""

    use_required_attribute = False
    before = forms.FileField(
        label=_("Before"),
        error_messages={"required": _("Choose the picture from before")},
        widget=forms.FileInput(attrs=PHOTO),
    )
    before_alt = Words(
        label=_("What can be seen on it?"),
        help_text=_("For people who can't see it: “Bags and branches under the footbridge”."),
        least=5,
        most=250,
        asked=_("Say in a few words what can be seen, then choose the picture again"),
    )
    after = forms.FileField(
        label=_("After, from the same spot"),
        help_text=_("We remove the place and time that your camera wrote into both."),
        error_messages={"required": _("Choose the picture from afterwards")},
        widget=forms.FileInput(attrs=PHOTO),
    )
    after_alt = Words(
        label=_("What can be seen on this one?"),
        least=5,
        most=250,
        asked=_("Say in a few words what can be seen, then choose the picture again"),
    )
    young_face = forms.BooleanField(
        label=_("A young person’s face can be recognised"),
        help_text=_("Then it becomes public only if the guardians of all young people who were there allow pictures."),
        required=False,
    )
    same_spot = forms.BooleanField(
        label=_("Both are taken from the same spot, and the grown-ups on them agree"),
        error_messages={"required": _("Tick this, or choose other pictures")},
    )


class ThanksForm(forms.Form):
    use_required_attribute = False
    words = Words(
        label=_("Your own words of thanks"),
        help_text=_("They stand in the letter, with your name. Two sentences are plenty."),
        most=600,
        rows=4,
    )


class PictureRefusedForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label=_("Or why it can't be shown"),
        help_text=_("One sentence. The organizers read it; the pictures are removed."),
        least=10,
        most=300,
        rows=3,
        asked=_("Say why in a sentence. The organizers read it."),
    )
