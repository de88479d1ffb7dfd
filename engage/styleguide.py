"""Every component in every state on one page, for those who build pages. In demo and test mode only."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Thing
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import override

from core import signs
from core.doors import anyone, door
from core.lines import MailLine

CITY_CLOCK = ZoneInfo("Europe/Amsterdam")
HOODS = [
    Thing(name=name, slug=slug, letter=name_letter, shape=shape, color_key=color)
    for name, slug, name_letter, shape, color in (
        ("Elm Park", "elm-park", "E", "circle", "elm"),
        ("Old Harbor", "old-harbor", "H", "shield", "harbor"),
        ("Millside", "millside", "M", "square", "mill"),
        ("Northgate", "northgate", "N", "triangle", "north"),
        ("Quarry Hill", "quarry-hill", "Q", "hexagon", "quarry"),
        ("Saltmarsh", "saltmarsh", "S", "diamond", "salt"),
    )
]
STATES = (
    ("open", "12 places left", ""),
    ("few", "2 places left", ""),
    ("full", "Full, 3 waiting", ""),
    ("need", "Needs 6 more", ""),
    ("wait", "Waitlist, number 2", ""),
    ("done", "You have a place", "good"),
    ("need", "Still coming?", "warn"),
    ("tie", "Tie", "warn"),
    ("no", "Not possible", "bad"),
)
BADGES = (
    "star",
    "stairs",
    "five",
    "seasons",
    "check",
    "bridge",
    "flag",
    "half",
    "bulb",
    "tree",
    "clock",
    "door",
)


class Question(forms.Form):
    """Each kind of field once."""

    hood = forms.ChoiceField(
        label="Neighborhood", choices=[(hood.slug, hood.name) for hood in HOODS], widget=forms.RadioSelect
    )
    place = forms.CharField(
        label="Meeting point", min_length=10, widget=forms.Textarea, help_text="Somebody new should find it."
    )
    stop = forms.CharField(label="Tram or bus stop nearby", required=False)
    email = MailLine(label="E-mail")
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("clean", "Clean-up"), ("plant", "Planting")])
    suits = forms.MultipleChoiceField(
        label="Suits",
        required=False,
        choices=[
            ("free", "Step-free"),
            ("kids", "With children"),
            ("seat", "Seated work"),
            ("tool", "Tools lent"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    photo = forms.FileField(label="A picture", required=False)
    code = forms.CharField(
        label="Six digits",
        widget=forms.TextInput(attrs={"class": "input--code", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    adult = forms.BooleanField(label="I am 18 or older")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hood"].signs = {hood.slug: signs.mark(hood) for hood in HOODS}


def _stops(*names: str, now: int, note: str = "") -> list[Thing]:
    return [
        Thing(
            name=name,
            note=note if n == now else "",
            state="done" if n < now else "now" if n == now else "ahead",
        )
        for n, name in enumerate(names)
    ]


def _events() -> list[Thing]:
    first = datetime(2026, 11, 28, 9, 0, tzinfo=CITY_CLOCK)
    names = ("Lantern Creek clean-up", "Forty oaks for Quarry Hill", "Soup and stories", "Tide line walk")
    return [
        Thing(
            name=name,
            starts_at=first + timedelta(days=n, hours=n),
            ends_at=first + timedelta(days=n, hours=n + 2, minutes=30),
            zone=CITY_CLOCK,
            hood=HOODS[n],
            place="Elm Street footbridge",
            status=signs.status(*STATES[n]),
            number=n + 1,
        )  # fmt: skip
        for n, name in enumerate(names)
    ]


def _results() -> list[dict]:
    won = signs.status("done", "Won", "good")
    tie = signs.status("tie", "Tie", "warn")
    lost = signs.status("no", "Not chosen")
    return [
        {"rank": 1, "name": "Shade trees on the school road", "value": 1604, "outcome": "won", "status": won, "why": "Most votes of all."},
        {"rank": 2, "name": "Roof over the Mill Yard market", "value": 988, "outcome": "tie", "status": tie, "why": "Only one place is left."},
        {"rank": 2, "name": "Drinking fountain at the tram stop", "value": 988, "outcome": "tie", "status": tie, "why": "A lot is drawn."},
        {"rank": 4, "name": "A second dog meadow", "value": 530, "outcome": "not", "status": lost, "cut": "Places for two ideas end here", "why": "458 votes too few."},
    ]  # fmt: skip


@door(anyone)
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components; `?language=ar` and the cookies of theme and text size show their other faces."""
    context = {
        "hoods": HOODS,
        "states": STATES,
        "events": _events(),
        "icons": [name for name in sprite_names() if not name.startswith("s-")],
        "stops": _stops("Idea", "Chosen", "Answer", "Work", "Done", now=3, note="now"),
        "ended": [*_stops("Idea", "Chosen", now=9), Thing(name="Answer", note="14 Jul", state="end")],
        "down": _stops(
            "Proposed",
            "Approved by the Parks Office",
            "First clean-up",
            "Report",
            now=2,
            note="Sat 28 Nov, 9:00",
        ),
        "figures": [
            {"value": 18420, "words": "hours given by 3,106 residents"},
            {"value": 412, "words": "trees planted; 371 alive a year later"},
            {"value": "6.2", "unit": "t", "words": "of litter out of the creek and off the beach"},
            {"value": 87, "unit": "%", "words": "of ideas answered by the city in time"},
            {"value": 0, "words": "never shown"},
        ],
        "results": _results(),
        "form": Question(),
        "bad": Question({"bad-place": "Park", "bad-email": "amal", "bad-suits": ["free"]}, prefix="bad"),
        "badges": [(sign, n) for n, sign in enumerate(BADGES)],
        "markdown": "**Bring** shoes that may get wet:\n- gloves are *there*\n- <b>no HTML</b>\n\nMore: https://larkhaven.example/creek",
        "nextup": (
            "You have a place on Sat 28 Nov at 9:00.",
            "We send the meeting point.",
            "On Friday we ask if you still come.",
        ),
        "facts": (
            ("What", "Pick litter from 800 m of creek."),
            ("Where", signs.hood(HOODS[0])),
            ("Bring", "Shoes that may get wet."),
        ),
        "job": {"percent": 41, "done": 1240, "total": 3000, "words": "about 2 minutes left"},
        "polite": mark_safe("<b>No network.</b> Keep going: 3 check-ins wait on this phone."),
    }
    language = request.GET.get("language", "")
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return render(request, "engage/styleguide.html", context)


def sprite_names() -> list[str]:
    """The pictograms that the sprite file holds."""
    import re

    from .stylesheet import SOURCE

    return re.findall(r'id="i-([\w-]+)"', (SOURCE.parent / "icons.svg").read_text(encoding="utf-8"))
