"""What somebody looks for: when, where, kind, what suits them. Nonsense in the address is no error, it just finds all."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractHour
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.clock import now
from projects.models import Category, EventQuerySet, Slot

WHEN = (
    ("any", _("Any day")),
    ("week", _("This week")),
    ("weekend", _("This weekend")),
    ("evening", _("Evenings")),
)
SUITS = (
    ("people", "people", _("Needs people")),
    ("step_free", "ramp", _("Step-free")),
    ("family", "family", _("With children")),
    ("light", "seat", _("Light work")),
)
EVENING = 17
CIVIC = "civic"  # a kind beside those that residents propose


def _has_task(such: Q) -> Exists:
    """Asked of each date in turn until the page is full. A join would sort every date of the city first."""
    return Exists(Slot.objects.filter(such, event=OuterRef("pk")))


class Wanted:
    """The filters of one request, cleaned."""

    def __init__(self, query: QueryDict, hoods: tuple[Any, ...], zone: str):
        self.zone = ZoneInfo(zone)
        self.when = query.get("when") if query.get("when") in dict(WHEN) else "any"
        known = {hood.slug: hood for hood in hoods}
        self.hoods = [slug for slug in dict.fromkeys(query.getlist("where")) if slug in known]
        self.hood_ids = [known[slug].pk for slug in self.hoods]
        self.kinds = [value for value in dict.fromkeys(query.getlist("kind")) if value in (*Category.values, CIVIC)]
        self.suits = [name for name, _sign, _words in SUITS if name in query.getlist("suits")]

    @property
    def count(self) -> int:
        """How many filters are on."""
        return (self.when != "any") + len(self.hoods) + len(self.kinds) + len(self.suits)

    def among(self, events: EventQuerySet) -> EventQuerySet:
        if self.when in ("week", "weekend"):
            starts, ends = self._days()
            events = events.filter(starts_at__gte=starts, starts_at__lt=ends)
        elif self.when == "evening":
            events = events.annotate(hour=ExtractHour("starts_at", tzinfo=self.zone)).filter(hour__gte=EVENING)
        if self.hood_ids:
            events = events.filter(project__neighborhood__in=self.hood_ids)
        if self.kinds:
            kinds = Q(project__category__in=self.kinds, project__department=None)
            events = events.filter(kinds | Q(project__department__isnull=False) if CIVIC in self.kinds else kinds)
        if "step_free" in self.suits:
            events = events.filter(project__step_free=True)
        if "family" in self.suits:
            events = events.filter(project__family_friendly=True)
        if "light" in self.suits:
            events = events.filter(_has_task(Q(effort=1)))
        if "people" in self.suits:
            events = events.filter(_has_task(Q(capacity__isnull=True) | Q(capacity__gt=F("seats_held"))))
        return events

    def _days(self) -> tuple[datetime, datetime]:
        """From now on to Sunday night, or the whole weekend that comes or goes on, by the city's wall clock."""
        local = now().astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = midnight + timedelta(days=7 - local.weekday())
        if self.when == "week":
            return now(), monday
        return max(now(), monday - timedelta(days=2)), monday

    def query(self, **more: str) -> str:
        """The same filters as an address."""
        pairs = [("when", self.when)] if self.when != "any" else []
        pairs += [("where", slug) for slug in self.hoods]
        pairs += [("kind", kind) for kind in self.kinds]
        pairs += [("suits", name) for name in self.suits]
        return urlencode(pairs + [(key, value) for key, value in more.items() if value])
