"""What officials type about polls. Dates are wall-clock times of the poll's place."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core.clock import now
from core.errors import RuleBroken, show_refusal
from core.lines import Line
from ideas import eligibility
from ideas.actions.answers import TEMPLATES
from ideas.actions.certification import LETTERS_OF_A_LOT
from ideas.actions.polls import number_problems, phase_problems, rule_problems
from ideas.models import Answer, Idea, IdeaPoll, Phase
from ideas.wall import moment
from projects.models import Category

ZONES = [(name, name) for name in ("Europe/Amsterdam", "Europe/Madrid", "Europe/London", "America/New_York", "UTC")]


ANSWER_DAYS_AT_MOST = 365
WALL_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


class WallTime(forms.DateTimeField):
    """A date and time as the poll's clock shows it; kept naive until the zone is known."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=WALL_FORMATS, **options)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for pattern in WALL_FORMATS:
            try:
                return self.strptime(str(value).strip(), pattern)
            except ValueError:
                continue
        raise forms.ValidationError(gettext("Write a date and a time, such as 2027-03-01 20:00."))


GROUPS = (
    (_("The question"), ("question", "intro", "department", "neighborhood", "zone")),
    (_("Who may vote"), ("eligibility_level", "eligible_total")),
    (_("The ballot"), ("ballot_type", "votes_per_ballot", "max_per_idea", "min_choices")),
    (
        _("How it is counted"),
        (
            "count_rule",
            "winners_k",
            "min_support_to_pass",
            "budget_total",
            "stop_at_first_misfit",
            "share_test",
            "next_moves_up",
        ),
    ),
    (
        _("Before and after"),
        ("ideas_per_resident", "first_ideas_wait", "talk_rests", "results_visibility", "answer_days"),
    ),
)


def _why_another_end(phase: str) -> Line:
    return Line(
        label=_("Reason for another end, for everybody to read"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext(
            "“%(phase)s” is open now. Only if you move its end: the reason stands on the poll’s page, and everybody who "
            "takes part gets it in a letter."
        )
        % {"phase": phase},
    )


# Where a sentence of the action belongs.
AT = {
    "budget": "budget_total", "winners": "winners_k", "minimum": "min_support_to_pass", "votes": "votes_per_ballot",
    "too_many_ranks": "votes_per_ballot", "rule": "count_rule", "level": "eligibility_level",
}  # fmt: skip


class PollForm(forms.ModelForm):
    """Question, rule and dates. Rules about them are the action's."""

    class Meta:
        model = IdeaPoll
        fields = (
            "question", "intro", "department", "neighborhood", "zone", "ballot_type", "count_rule", "votes_per_ballot",
            "max_per_idea", "min_choices", "winners_k", "min_support_to_pass", "budget_total", "stop_at_first_misfit",
            "share_test", "next_moves_up",
            "ideas_per_resident", "first_ideas_wait", "talk_rests", "results_visibility", "answer_days",
            "eligibility_level", "eligible_total",
        )  # fmt: skip
        field_classes = {"question": Line, "intro": Line}
        labels = {
            "question": _("Question"),
            "intro": _("Introduction"),
            "department": _("Which department answers?"),
            "neighborhood": _("Where?"),
            "zone": _("Clock"),
            "ballot_type": _("Ballot"),
            "count_rule": _("Counted by"),
            "votes_per_ballot": _("Votes of each voter"),
            "max_per_idea": _("At most on one idea (points)"),
            "min_choices": _("At least so many choices"),
            "winners_k": _("How many win"),
            "min_support_to_pass": _("Votes an idea needs"),
            "budget_total": _("Budget"),
            "stop_at_first_misfit": _("The first idea that does not fit ends the count"),
            "share_test": _("Large ideas need more support"),
            "next_moves_up": _("If a chosen idea turns out not to be possible, the next one takes its place"),
            "ideas_per_resident": _("Ideas of each resident"),
            "first_ideas_wait": _("A moderator reads the first idea of a new account before others can"),
            "talk_rests": _("While people vote, nobody discusses the ideas"),
            "results_visibility": _("What is shown before the close"),
            "answer_days": _("Days to answer"),
            "eligible_total": _("How many people may vote"),
        }
        help_texts = {
            "neighborhood": _("Empty: the whole city."),
            "budget_total": _("In whole euros; only for counting within a budget."),
            "winners_k": _("Empty in a budget poll; 1 for an instant run-off."),
            "share_test": _(
                "Only for equal shares: an idea that costs the whole budget needs a third of the voters, cheaper ones fewer."
            ),
            "next_moves_up": _(
                "Only for most votes with a number of places, and for most votes within the budget. The poll’s page says so."
            ),
            "first_ideas_wait": _(
                "For accounts of less than three days. What nobody has read when voting begins comes on the ballot like any other."
            ),
            "answer_days": _("Counted from the certification."),
            "eligible_total": _("If you know it: the result then says which share of them voted."),
        }

    zone = forms.ChoiceField(label=_("Clock"), choices=ZONES)
    eligibility_level = forms.TypedChoiceField(
        label=_("Who may vote?"), coerce=int, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["neighborhood"].queryset = Neighborhood.objects.defer("boundary")  # type: ignore[attr-defined]
        self.fields["intro"].widget.attrs["rows"] = 3
        levels = [(level.n, level.name) for level in eligibility.offered()]
        self.fields["eligibility_level"].choices = levels  # type: ignore[attr-defined]
        self.fields["max_per_idea"].required = False
        for kind in Phase.Kind:
            opens, closes = f"{kind}_opens", f"{kind}_closes"
            self.fields[opens] = WallTime(label=_("Begins"), required=kind == Phase.Kind.VOTING)
            self.fields[closes] = WallTime(label=_("Ends"), required=kind == Phase.Kind.VOTING)
            self.fields[opens].part_of = self.fields[closes].part_of = kind.label  # type: ignore[attr-defined]
            phase = self.instance.phase_by_kind.get(kind) if self.instance.pk else None
            if phase and self.instance.published_at and phase.opens_at <= now() < phase.closes_at:
                self.fields["note"] = _why_another_end(str(phase.get_kind_display()))
            if phase:
                self.initial[opens] = phase.opens_at.astimezone(self.instance.tz).replace(tzinfo=None)
                self.initial[closes] = phase.closes_at.astimezone(self.instance.tz).replace(tzinfo=None)

    def phase_rows(self) -> list[tuple[str, Any, Any]]:
        return [(str(kind.label), self[f"{kind}_opens"], self[f"{kind}_closes"]) for kind in Phase.Kind]

    def notes(self) -> list[Any]:
        """The reason that a date may need, or nothing."""
        return [self["note"]] if "note" in self.fields else []

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings, without the dates."""
        return [(str(title), [self[name] for name in names]) for title, names in GROUPS]

    def clean_eligibility_level(self) -> int:
        return self.cleaned_data.get("eligibility_level") or 1

    def clean_max_per_idea(self) -> int:
        return self.cleaned_data.get("max_per_idea") or 0

    def clean_answer_days(self) -> int:
        days: int = self.cleaned_data["answer_days"]
        if days > ANSWER_DAYS_AT_MOST:
            raise forms.ValidationError(
                gettext("That is too long to wait for an answer: give at most %(n)s days.") % {"n": ANSWER_DAYS_AT_MOST}
            )
        return days

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.phases: dict[str, tuple[datetime, datetime]] = {}
        for kind in Phase.Kind:
            opens, closes = self._moment(f"{kind}_opens"), self._moment(f"{kind}_closes")
            if opens and closes:
                self.phases[kind.value] = (opens, closes)
            elif opens or closes:
                self.add_error(f"{kind}_closes" if opens else f"{kind}_opens", gettext("Give both, or neither."))
        self._say_all(given)
        return given

    def _say_all(self, given: dict[str, Any]) -> None:
        """What the action would refuse first, and what it would refuse once that is mended."""
        rule = [name for title, names in GROUPS[1:4] for name in names]
        problems: list[RuleBroken] = []
        if not self.errors.keys() & set(rule):
            problems += rule_problems(IdeaPoll(question="?", **{name: given[name] for name in rule}))
        if "zone" in given and not any(name.endswith(("_opens", "_closes")) for name in self.errors):
            problems += phase_problems(self.phases, given["zone"])
        if "ideas_per_resident" in given:
            problems += number_problems(IdeaPoll(ideas_per_resident=given["ideas_per_resident"]), self.phases)
        for problem in problems:
            if problem.code == "count":
                self._show_of_the_count(str(problem))
            else:
                show_refusal(self, problem, **AT)

    def _show_of_the_count(self, said: str) -> None:
        """What the count itself refuses: it knows a setting by the name in its files, people by the label of its field."""
        named = [name for name in re.findall(r"\w+", said) if name in self.fields]
        for name in named:
            said = re.sub(rf"\b{name}\b", f"“{self.fields[name].label}”", said)
        self.add_error(named[0] if named else "count_rule", said)

    def _moment(self, name: str) -> datetime | None:
        wall, zone = self.cleaned_data.get(name), self.cleaned_data.get("zone")
        if not wall or not zone:
            return None
        stands = self.initial.get(name)
        if stands and wall == stands.replace(second=0, microsecond=0):
            wall = stands  # the field shows no seconds: who leaves it alone moves nothing
        try:
            return moment(wall, zone)
        except RuleBroken as refusal:
            self.add_error(name, str(refusal))
            return None

    def settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The action checks the rule and writes; the instance of the form stays untouched."""


class ExtendForm(forms.Form):
    closes = WallTime(label=_("New end of voting"))
    note = Line(label=_("Reason, for everybody to read"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RaiseForm(forms.Form):
    """What voters can be asked for beyond what they are asked for now."""

    level = forms.TypedChoiceField(label=_("Who may vote from now on?"), coerce=int, widget=forms.RadioSelect)
    note = Line(label=_("Reason, for everybody to read"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, poll: IdeaPoll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "raise_%s"  # the form for more time stands on the same page
        now = eligibility.level(poll.eligibility_level)
        more = [] if now and now.by_code else eligibility.offered()
        levels = [(level.n, level.name) for level in more if level.n > poll.eligibility_level]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = Line(label=_("Reason, for everybody to read"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NotTheSameForm(forms.Form):
    said = Line(
        label=_("Why not? Whoever suggested it reads this."), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReviewForm(forms.Form):
    feasible = forms.TypedChoiceField(
        label=_("Is it possible?"),
        choices=(("yes", _("Yes, it can be voted on")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    cost = forms.IntegerField(label=_("Cost in whole euros"), required=False, min_value=0, max_value=2_000_000_000)
    category = forms.ChoiceField(label=_("Category"), choices=Category)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=_("The department of the poll"),
    )
    reason = Line(
        label=_("Reason, for everybody to read"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "feasible": "no" if idea.state == Idea.State.NOT_ELIGIBLE else "yes",
            "cost": idea.cost,
            "category": idea.category,
            "department": idea.department_id,
            "reason": idea.state_reason,
        }
        super().__init__(*args, **kwargs)


class AnswerForm(forms.Form):
    """An answer, or (`draft`) what is written of it so far."""

    status = forms.ChoiceField(label=_("Answer"), choices=[("", _("Choose …")), *Answer.Status.choices])
    reason = Line(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At least 40 letters."),
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.all())
    next_step = Line(
        label=_("What happens next"),
        required=False,
        max_length=300,
        help_text=_("Needed, with its date, for “We will do it”, “We will do a part of it” and “Work has begun”."),
    )
    due_on = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    templates = TEMPLATES

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and not draft


class CertifyForm(forms.Form):
    override_reason = Line(
        label=_("Reason to certify against the count"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only if a tie stays open or a recount differs. Everybody reads it, and a second official must sign."
        ),
    )


class CorrectionForm(forms.Form):
    """What was wrong with the newest count. Costs only where a budget was spent."""

    reason = Line(
        label=_("What was wrong, for everybody to read"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    idea = forms.ChoiceField(label=_("Whose cost was wrong?"), required=False)
    cost = forms.IntegerField(
        label=_("The right cost in whole euros"), required=False, min_value=0, max_value=2_000_000_000
    )

    def __init__(self, *args: Any, outcome: dict[str, Any], titles: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outcome["rule"]["budget_total"] is None:
            del self.fields["idea"], self.fields["cost"]
        else:
            ideas = [(line["ref"], titles.get(line["ref"], line["ref"])) for line in outcome["ideas"]]
            whose = self.fields["idea"]
            assert isinstance(whose, forms.ChoiceField)
            whose.choices = [("", _("No cost: read the ballot box again")), *ideas]


class AnnounceForm(forms.Form):
    """Before a lot is drawn."""

    when_where = Line(
        label=_("When and where is the lot drawn?"),
        max_length=LETTERS_OF_A_LOT,
        help_text=_("One line for everybody to read, such as: Mon 30 Nov, 10:00, Town Hall, room 12."),
    )


class DrawnForm(forms.Form):
    """How a lot was drawn in public."""

    method = Line(label=_("How was the lot drawn?"), max_length=300)
    witnesses = Line(label=_("Who watched?"), max_length=300, help_text=_("Names, with commas between them."))
    drawn_at = WallTime(label=_("When?"))

    def names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["witnesses"].split(",")]


class NextLotForm(DrawnForm):
    """Which of several ideas that were next alike was drawn."""

    first = forms.ChoiceField(label=_("Which idea was drawn?"), widget=forms.RadioSelect)
    field_order = ("first",)

    def __init__(self, *args: Any, members: list[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = [(idea.ref, str(idea.shown_title)) for idea in members]  # type: ignore[attr-defined]


class LotForm(DrawnForm):
    """The order drawn: a place for each idea of the tie."""

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for ref, title in members:
            self.fields[f"place-{ref}"] = forms.IntegerField(
                label=gettext("Place drawn: %(idea)s") % {"idea": title}, min_value=1, max_value=len(members)
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        places = {ref: given.get(f"place-{ref}") for ref, _title in self.members}
        if sorted(place or 0 for place in places.values()) != list(range(1, len(places) + 1)):
            self.add_error(None, gettext("Give each idea its own place, from 1 on."))
        self.order = sorted(places, key=lambda ref: places[ref] or 0)
        return given
