"""What pages show of somebody's points and badges, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.models import Person

from .actions.badges import facts_of
from .badges import BADGES, BY_KEY, Badge
from .models import Award, LedgerEntry, PointCause, PointsAccount
from .rules import level
from .sentences import taken_back, title, why

LEVEL_NAMES = {
    "neighbor": _("Neighbor"),
    "helper": _("Helper"),
    "regular": _("Regular"),
    "steward": _("Steward"),
    "anchor": _("Anchor"),
}


@dataclass(frozen=True)
class Line:
    """One row of the points table; `amount` is None while it is on its way (then `coming` says how much)."""

    title: str
    why: str
    amount: int | None
    coming: int
    at: datetime
    rule: str

    @property
    def taken(self) -> int:
        """Without its sign, which templates write themselves."""
        return abs(self.amount or 0)


@dataclass(frozen=True)
class Held:
    """A badge somebody holds, or (`ahead`) the next one with its numbers."""

    badge: Badge
    period: str
    words: str
    ahead: bool

    @property
    def year(self) -> str:
        return self.period[:4]

    @property
    def best(self) -> bool:
        return self.badge.key == "super_user" and not self.ahead


def balance_of(person: Person) -> int:
    """Lifetime points."""
    return PointsAccount.objects.filter(person=person).values_list("balance", flat=True).first() or 0


def level_words(points: int) -> dict:
    """The level's name, the next one's, and what is missing."""
    here, following, missing = level(points)
    return {"level": LEVEL_NAMES[here], "next": LEVEL_NAMES.get(following or "", ""), "missing": missing}


def lines_of(person: Person, limit: int | None = None) -> list[Line]:
    """The ledger as it reads, newest first: what is on its way, then every entry; nothing is left out."""
    waiting = person.point_causes.filter(state=PointCause.State.PROVISIONAL, counts_for_points=True).order_by(
        "-occurred_at"
    )
    lines = [Line(title(c), why(c, c.eligible), None, c.eligible, c.occurred_at, c.rule) for c in waiting]
    entries = LedgerEntry.objects.filter(person=person).select_related("cause").order_by("-pk")
    lines += [_line(entry) for entry in (entries[:limit] if limit else entries)]
    if limit is None:
        zero = person.point_causes.filter(entries__isnull=True).exclude(state=PointCause.State.PROVISIONAL)
        lines += [Line(title(c), why(c, 0), 0, 0, c.occurred_at, c.rule) for c in zero.order_by("-occurred_at")]
    return lines[:limit]


def _line(entry: LedgerEntry) -> Line:
    words = taken_back(entry) if entry.reverses_id else why(entry.cause, entry.amount)
    return Line(title(entry.cause), words, entry.amount, 0, entry.posted_at, entry.cause.rule)


def entry_count(person: Person) -> int:
    return LedgerEntry.objects.filter(person=person).count()


def badges_of(person: Person, *, with_ahead: bool = False) -> list[Held]:
    """Badges held, and (for oneself only) the ones still ahead with how far one is."""
    held = [
        Held(BY_KEY[a.badge], a.period, str(BY_KEY[a.badge].criterion), False)
        for a in Award.objects.filter(person=person, withdrawn_at__isnull=True).order_by("-awarded_at", "pk")
    ]
    return held + (list(_ahead(person, {h.badge.key for h in held})) if with_ahead else [])


def _ahead(person: Person, have: set[str]) -> Iterable[Held]:
    """The next three badges that facts can reach."""
    facts = facts_of(person)
    found = 0
    for badge in BADGES:
        if badge.key in have or badge.steps is None or found == 3:
            continue
        steps = list(badge.steps(facts))
        step = steps[-1] if steps else None
        words = f"{badge.criterion} " + (
            _("%(have)s of %(need)s") % {"have": step.have, "need": step.need} if step and step.have else ""
        )
        found += 1
        yield Held(badge, "", words.strip(), True)
