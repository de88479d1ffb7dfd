"""What officials type of ballots on paper: a line for each sheet, and what they counted."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken
from core.lines import Line
from ideas.actions import Recount, Sheet, Totals
from ideas.actions.paper import check_sheet
from ideas.models import SHEETS_AT_MOST, Idea, IdeaPoll

SERIAL = re.compile(r"[0-9A-Za-z-]{1,12}")
COUNTED = re.compile(r"[0-9]{1,4}")
MARK = re.compile(r"([0-9]{1,6})(?:=([0-9]{1,4}))?")
SPOILED = "x"
LETTERS = 20_000
MOST = 10_000


def number_of(ref: str) -> int:
    """As it stands on the printed ballot: 14 for 2026-014."""
    return int(ref.rpartition("-")[2])


class Count(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST, **options})


class Places(Line):
    """How many sheets put an idea first, second, and so on, in one line: “6 5 0”. After its last number there are none."""

    widget = forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off", "dir": "ltr"})

    def __init__(self, *, places: int, **options: Any) -> None:
        super().__init__(required=False, max_length=LETTERS, **options)
        self.places = places

    def clean(self, value: Any) -> tuple[int, ...]:
        words = separate(super().clean(value))
        if wrong := next((word for word in words if not COUNTED.fullmatch(word)), None):
            raise ValidationError(
                gettext("“%(word)s” can’t be read. Write whole numbers with spaces between them, such as 6 5 0.")
                % {"word": wrong[:20]}
            )
        if len(words) > self.places:
            raise ValidationError(
                ngettext(
                    "These are %(n)s numbers, and the ballot has %(places)s place.",
                    "These are %(n)s numbers, and the ballot has %(places)s places.",
                    self.places,
                )
                % {"n": len(words), "places": self.places}
            )
        return tuple(map(int, words))


def addresses(help_text: Promise) -> Line:
    return Line(
        label=_("Who of them has an account here"),
        help_text=help_text,
        required=False,
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}),
    )


def separate(typed: str) -> list[str]:
    return typed.replace(",", " ").split()


class BatchForm(forms.Form):
    """One line a sheet, so that the keyboard never has to be left. All lines that can't be read are named at once."""

    lines = Line(
        label=_("The sheets, one a line"),
        max_length=LETTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}),
    )
    ballots = Count(label=_("Sheets in this batch"), max_value=SHEETS_AT_MOST)
    spoiled = Count(label=_("Of these spoiled"), max_value=SHEETS_AT_MOST)
    votes = Count(label=_("Votes on all sheets"), help_text=_("Count them on the paper before you type."))
    voters = addresses(
        _(
            "E-mail addresses from the list at the door, in any order. They can’t vote on the site as well; if one did, "
            "that ballot becomes void. Leave it empty if nobody has an account."
        )
    )
    collected = forms.BooleanField(label=_("All of these were collected before voting closed"), required=False)

    def __init__(self, *args: Any, poll: IdeaPoll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.fields["lines"].help_text = how_to_type(poll, sorted(self._refs))
        if poll.ranks:
            self.fields["votes"].label = _("Places given on all sheets")
        if poll.state_at() != "over":
            del self.fields["collected"]

    def clean_lines(self) -> list[Sheet]:
        sheets: list[Sheet] = []
        wrong: list[str] = []
        for n, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                sheet = self._sheet(line)
                if any(sheet.serial == other.serial for other in sheets):
                    raise RuleBroken(gettext("Sheet %(serial)s is there twice.") % {"serial": sheet.serial})
                sheets.append(sheet)
            except (ValueError, RuleBroken) as problem:
                wrong.append(gettext("Line %(n)s: %(problem)s") % {"n": n, "problem": problem})
        if wrong:
            raise ValidationError(wrong[:SHEETS_AT_MOST])
        return sheets

    def _sheet(self, line: str) -> Sheet:
        serial, colon, said = (part.strip() for part in line.partition(":"))
        if not colon or not SERIAL.fullmatch(serial):
            raise ValueError(gettext("begin with the sheet’s number and a colon, such as 17:"))
        if said.lower() == SPOILED:
            return Sheet(serial, spoiled=True)
        choices: dict[str, int] = {}
        for place, word in enumerate(said.replace(",", " ").split(), start=1):
            mark = MARK.fullmatch(word)
            if mark is None or (mark[2] is None) == (self.poll.ballot_type == IdeaPoll.BallotType.POINTS):
                raise ValueError(gettext("“%(word)s” can’t be read.") % {"word": word[:20]})
            ref = self._refs.get(int(mark[1]))
            if ref is None:
                raise ValueError(gettext("there is no idea number %(n)s on this ballot.") % {"n": mark[1]})
            if ref in choices:
                raise ValueError(gettext("idea number %(n)s is there twice.") % {"n": mark[1]})
            choices[ref] = place if self.poll.ranks else int(mark[2] or 1)
        return Sheet(serial, check_sheet(self.poll, choices))

    @cached_property
    def _refs(self) -> dict[int, str]:
        on_ballot = Idea.objects.by_rule_on_ballot(self.poll).values_list("ref", flat=True)
        return {number_of(ref): ref for ref in on_ballot}

    def totals(self) -> Totals:
        return Totals(*(self.cleaned_data[name] for name in ("ballots", "spoiled", "votes")))


class RecountForm(forms.Form):
    """What the second person counts on the same sheets, without seeing what was typed."""

    ballots = Count(label=_("Sheets"), max_value=SHEETS_AT_MOST)
    spoiled = Count(label=_("Of these spoiled"), max_value=SHEETS_AT_MOST)
    voters = addresses(
        _(
            "E-mail addresses from the list at the door, in any order. Both of you type them: they can’t vote on the site as well."
        )
    )

    def __init__(self, *args: Any, poll: IdeaPoll, ideas: list[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.refs = [idea.ref for idea in ideas]
        places = poll.usable_votes(len(ideas))
        for idea in ideas:
            label = f"{number_of(idea.ref)}. {idea.shown_title}"
            counted = Places(places=places, label=label) if poll.ranks else Count(label=label, required=False)
            self.fields[idea.ref] = counted

    def of_ideas(self) -> list[forms.BoundField]:
        return [self[ref] for ref in self.refs]

    def recount(self) -> Recount:
        said = self.cleaned_data
        sheets, voters = (said["ballots"], said["spoiled"]), separate(said["voters"])
        if self.poll.ranks:
            return Recount(*sheets, voters=voters, places={ref: said[ref] for ref in self.refs})
        return Recount(*sheets, votes={ref: said[ref] or 0 for ref in self.refs}, voters=voters)


def how_to_type(poll: IdeaPoll, numbers: list[int]) -> str:
    """With numbers that stand on this ballot, and as many as it takes."""
    some = numbers[: min(poll.votes_per_ballot, max(2, poll.min_choices))]
    alone = gettext("17: alone is an empty sheet, 17: x a spoiled one.")
    if not some:
        return alone
    if poll.ballot_type == IdeaPoll.BallotType.POINTS:
        points = _spread(poll, len(some))
        marks = " ".join(f"{n}={more}" for n, more in zip(some, points, strict=True))
        said = ", ".join(
            gettext("%(points)s for idea %(n)s") % {"n": n, "points": more}
            for n, more in zip(some, points, strict=True)
        )
        example = gettext("17: %(marks)s means sheet 17, points: %(said)s.") % {"marks": marks, "said": said}
    elif poll.ranks:
        some.reverse()
        example = gettext("17: %(marks)s means sheet 17, ideas in this order: %(said)s.") % _marks(some)
    else:
        example = ngettext(
            "17: %(marks)s means sheet 17, idea %(said)s.", "17: %(marks)s means sheet 17, ideas %(said)s.", len(some)
        ) % _marks(some)
    return f"{example} {alone}"


def _marks(numbers: list[int]) -> dict[str, str]:
    return {"marks": " ".join(map(str, numbers)), "said": ", ".join(map(str, numbers))}


def _spread(poll: IdeaPoll, ideas: int) -> list[int]:
    """As many points as fit, one to each of the ideas but the first."""
    return [min(poll.max_per_idea, poll.votes_per_ballot - ideas + 1), *[1] * (ideas - 1)]
