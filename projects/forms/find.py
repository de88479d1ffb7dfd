"""What somebody looks for: when, where, kind, what suits them. Nonsense in the address is no error, it just finds all."""

from datetime import date, datetime, time, timedelta
from math import cos, isfinite, radians
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractHour
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.when import day_words
from projects.access import QUESTIONS, SPOKEN
from projects.models import Category, EventQuerySet, Slot

WHEN = (
    ("any", _("Any day")),
    ("week", _("This week")),
    ("weekend", _("This weekend")),
    ("evening", _("Evenings")),
)
ORDERS = (("date", _("By date")), ("need", _("Who needs people most")))
PLACES_FREE, FAMILY, INTERPRETER = "people", "family", "interpreter"
SUITS = (
    (PLACES_FREE, "people", _("Has free places")),
    (FAMILY, "family", _("With children")),
    *((question.field, question.sign, question.short) for question in QUESTIONS),
    (INTERPRETER, "msg", _("Interpreter on request")),
)
EFFORTS = ((1, _("Light work")), (2, _("Some effort")), (3, _("Hard work")))
EVENING = 17
CIVIC = "civic"  # a kind beside those that residents propose
ASK = "ask"  # near what? Somebody wants what is near, and nobody knows yet where that is
AROUND = 10  # kilometres: who asks for near does not mean further
KM_PER_DEGREE = 111.32


class Spot(NamedTuple):
    """About where somebody is, to a hundredth of a degree: a kilometre. Nobody's door is found by it."""

    latitude: float
    longitude: float

    @classmethod
    def read(cls, words: str) -> "Spot | None":
        first, _comma, second = words.partition(",")
        try:
            spot = cls(round(float(first), 2), round(float(second), 2))
        except ValueError:
            return None
        fine = all(isfinite(part) for part in spot) and abs(spot.latitude) < 90 and abs(spot.longitude) <= 180
        return spot if fine else None

    def __str__(self) -> str:
        return f"{self.latitude:.2f},{self.longitude:.2f}"

    @property
    def wide(self) -> float:
        """How many kilometres a degree of longitude has here."""
        return KM_PER_DEGREE * max(cos(radians(self.latitude)), 0.01)

    def km_to(self, latitude: float, longitude: float) -> float:
        north, east = (latitude - self.latitude) * KM_PER_DEGREE, (longitude - self.longitude) * self.wide
        return (north**2 + east**2) ** 0.5


def _has_task(such: Q) -> Exists:
    """Asked of each date in turn until the page is full. A join would sort every date of the city first."""
    return Exists(Slot.objects.filter(such, event=OuterRef("pk")))


def _day(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


class Wanted:
    """The filters of one request, cleaned."""

    def __init__(self, query: QueryDict, hoods: tuple[Any, ...], zone: str):
        self.zone = ZoneInfo(zone)
        when = query.get("when", "")
        self.when = when if when in dict(WHEN) else "any"
        self.first, self.last = _day(query.get("from", "")), _day(query.get("to", ""))
        if self.first and self.last and self.last < self.first:
            self.first, self.last = self.last, self.first
        self.places = {hood.slug: hood for hood in hoods}
        self.hoods = [slug for slug in dict.fromkeys(query.getlist("where")) if slug in self.places]
        self.kinds = [value for value in dict.fromkeys(query.getlist("kind")) if value in (*Category.values, CIVIC)]
        self.suits = [name for name, _sign, _words in SUITS if name in query.getlist("suits")]
        self.efforts = [number for number, _words in EFFORTS if str(number) in query.getlist("effort")]
        self.language = query.get("language", "") if query.get("language") in SPOKEN else ""
        self.near = Spot.read(query.get("near", ""))
        self.asks_where = query.get("near") == ASK and bool(self.places)
        order = query.get("order", "")
        self.order = "near" if self.near else order if order in dict(ORDERS) else "date"

    @property
    def count(self) -> int:
        """How many filters are on."""
        return sum(name != "order" for name, _value in self._pairs())

    def among(self, events: EventQuerySet) -> EventQuerySet:
        if self.when in ("week", "weekend"):
            starts, ends = self._days()
            events = events.filter(starts_at__gte=starts, starts_at__lt=ends)
        elif self.when == "evening":
            events = events.annotate(hour=ExtractHour("starts_at", tzinfo=self.zone)).filter(hour__gte=EVENING)
        if self.first:
            events = events.filter(starts_at__gte=self._midnight(self.first))
        if self.last:
            events = events.filter(starts_at__lt=self._midnight(self.last + timedelta(days=1)))
        if self.hoods:
            events = events.filter(project__neighborhood__in=[self.places[slug].pk for slug in self.hoods])
        if self.kinds:
            kinds = Q(project__category__in=self.kinds, project__department=None)
            events = events.filter(kinds | Q(project__department__isnull=False) if CIVIC in self.kinds else kinds)
        if self.efforts:
            events = events.filter(_has_task(Q(effort__in=self.efforts)))
        if self.language:
            events = events.filter(project__spoken__contains=self.language)
        if self.near:
            events = events.filter(self._close_to(self.near))
        return self._that_suit(events)

    def _that_suit(self, events: EventQuerySet) -> EventQuerySet:
        for question in QUESTIONS:
            if question.field in self.suits:
                events = events.filter(**{f"project__{question.field}": True})
        if FAMILY in self.suits:
            events = events.filter(project__family_friendly=True)
        if INTERPRETER in self.suits:
            events = events.filter(interpreter_until__gte=now().astimezone(self.zone).date())
        if PLACES_FREE in self.suits:
            events = events.filter(_has_task(Q(capacity__isnull=True) | Q(capacity__gt=F("seats_held"))))
        if self.order == "need":
            events = events.filter(_has_task(Q(minimum_wanted__gt=F("seats_held"))))
        return events

    def _close_to(self, spot: Spot) -> Q:
        """A square around; what has no point on the map is where its neighborhood is."""
        high, wide = AROUND / KM_PER_DEGREE, AROUND / spot.wide
        inside = Q(
            project__latitude__range=(spot.latitude - high, spot.latitude + high),
            project__longitude__range=(spot.longitude - wide, spot.longitude + wide),
        )
        around = [
            hood.pk
            for hood in self.places.values()
            if (hood.label_x or hood.label_y) and spot.km_to(hood.label_y, hood.label_x) <= AROUND
        ]
        return inside | Q(project__latitude=None, project__neighborhood__in=around) if around else inside

    def _days(self) -> tuple[datetime, datetime]:
        """From now on to Sunday night, or the whole weekend that comes or goes on, by the city's wall clock."""
        local = now().astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = midnight + timedelta(days=7 - local.weekday())
        if self.when == "week":
            return now(), monday
        return max(now(), monday - timedelta(days=2)), monday

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)

    # ── as words and as an address ──

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [("when", self.when)] if self.when != "any" else []
        pairs += [("from", self.first.isoformat())] if self.first else []
        pairs += [("to", self.last.isoformat())] if self.last else []
        pairs += [("where", slug) for slug in self.hoods]
        pairs += [("kind", kind) for kind in self.kinds]
        pairs += [("suits", name) for name in self.suits]
        pairs += [("effort", str(number)) for number in self.efforts]
        pairs += [("language", self.language)] if self.language else []
        pairs += [("near", str(self.near))] if self.near else []
        return pairs + ([("order", self.order)] if self.order == "need" else [])

    def query(self, **more: str) -> str:
        """The same filters as an address."""
        return urlencode(self._pairs() + [(key, value) for key, value in more.items() if value])

    @property
    def near_me(self) -> str:
        """The same filters for what is near. Where that is, the phone says, or the page asks."""
        return urlencode([pair for pair in self._pairs() if pair[0] not in ("where", "near")] + [("near", ASK)])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Each filter that is on: in words, and the address without it."""
        pairs = self._pairs()
        return [
            (self._said(*pair), urlencode([other for other in pairs if other != pair]))
            for pair in pairs
            if pair[0] != "order"
        ]

    def _said(self, name: str, value: str) -> str:
        if name == "near":
            return gettext("Near me")
        if name == "where":
            return str(self.places[value].name)
        if name == "from" and self.first:
            return gettext("From %(day)s") % {"day": day_words(self.first)}
        if name == "to" and self.last:
            return gettext("Until %(day)s") % {"day": day_words(self.last)}
        if name == "kind":
            return gettext("Meeting with the city") if value == CIVIC else str(Category(value).label)
        words: dict[str, Any] = {
            "when": dict(WHEN),
            "suits": {each: words for each, _sign, words in SUITS},
            "effort": {str(number): words for number, words in EFFORTS},
            "language": SPOKEN,
        }[name]
        return str(words[value])

    @property
    def title(self) -> str:
        """The name of the list."""
        if self.first and self.first == self.last:
            return day_words(self.first)
        if self.first or self.last:
            return gettext("In these days")
        return {
            "week": gettext("This week"), "weekend": gettext("This weekend"), "evening": gettext("In the evening")
        }.get(self.when, gettext("What’s next"))  # fmt: skip
