"""Badges: a sentence of the criterion, a sign, and a function from facts. Points play no part.

Facts are verified attendances of closed events, verified work between the dates, and pictures that are public. A badge
with a period is held for that year or season.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Fact:
    """One verified attendance or day of work: its local day, minutes in quarter hours, and where."""

    day: date
    minutes: int
    hood: int | None
    project: int | None


@dataclass(frozen=True)
class Facts:
    """All that badges follow from: each time somebody came, their work between the dates, and their public pairs."""

    came: list[Fact]
    work: list[Fact] = field(default_factory=list)
    pairs: int = 0


@dataclass(frozen=True)
class Step:
    """How far somebody is: `held` once `have` reaches `need`."""

    period: str
    have: int
    need: int

    @property
    def held(self) -> bool:
        return self.have >= self.need


@dataclass(frozen=True)
class Badge:
    key: str
    name: "StrOrPromise"
    criterion: "StrOrPromise"
    icon: str
    steps: Callable[[Facts], Iterable[Step]] | None = None  # None: given by a deed, not found in facts


def _events(need: int, dates: int = 1) -> Callable[[Facts], list[Step]]:
    def steps(facts: Facts) -> list[Step]:
        times = len(facts.came)
        enough_dates = len({fact.day for fact in facts.came}) >= dates
        return [Step("", times if enough_dates else min(times, need - 1), need)]

    return steps


def _years(facts: Facts) -> list[int]:
    return sorted({fact.day.year for fact in facts.came})


def _hundred_hours(facts: Facts) -> list[Step]:
    return [
        Step(str(year), sum(f.minutes for f in facts.came if f.day.year == year) // 60, 100) for year in _years(facts)
    ]


def _all_seasons(facts: Facts) -> list[Step]:
    return [
        Step(str(year), len({(f.day.month - 1) // 3 for f in facts.came if f.day.year == year}), 4)
        for year in _years(facts)
    ]


def _neighborhoods(facts: Facts) -> list[Step]:
    return [Step("", len({f.hood for f in facts.came if f.hood}), 3)]


def _pairs(facts: Facts) -> list[Step]:
    return [Step("", facts.pairs, 3)]


def _clean_block(facts: Facts) -> list[Step]:
    """8 times in 4 months of any 12, so that no year's end takes anything away."""
    days = sorted(fact.day for fact in facts.work)
    best = 0
    for n, first in enumerate(days):
        year = [day for day in days[n:] if (day.year - first.year) * 12 + day.month - first.month < 12]
        months = {(day.year, day.month) for day in year}
        best = max(best, len(year) if len(months) >= 4 else min(len(year), 7))
    return [Step("", best, 8)]


FIRST_STEP = Badge("first_step", _("First Step"), _("Came once."), "stairs", _events(1))
BADGES: tuple[Badge, ...] = (
    FIRST_STEP,
    Badge("five_times_out", _("Five Times Out"), _("5 events on 3 dates."), "five", _events(5, dates=3)),
    Badge("bridge_builder", _("Bridge Builder"), _("Helped in 3 neighborhoods."), "bridge", _neighborhoods),
    Badge("all_seasons", _("All Seasons"), _("Came in each quarter of the year."), "seasons", _all_seasons),
    Badge("before_after", _("Before & After"), _("3 public pairs of pictures."), "camera", _pairs),
    Badge("twenty_five", _("Twenty-Five"), _("25 events."), "flag", _events(25)),
    Badge("hundred_hours", _("Hundred Hours"), _("100 verified hours in a year."), "clock", _hundred_hours),
    Badge("clean_block", _("Clean Block"), _("8 times of verified care in 4 months."), "bag", _clean_block),
    Badge("city_commendation", _("City Commendation"), _("Thanked in writing by an official."), "star"),
    Badge("super_user", _("Super User"), _("Confirmed by an official; keeps its season."), "star"),
)
BY_KEY = {badge.key: badge for badge in BADGES}
