"""What moderators see of a case on their list, and what everybody sees of their work in a month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext

from core.clock import now
from core.when import local
from people.models import Person, Role

from . import kinds, talk
from .models import Case, Report, Rule

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One case of the list: what it is, its words, whose they are, why it is here."""

    case: Case
    what: str
    words: str
    url: str
    reasons: list[tuple[str, int]]
    mark: str = ""
    before: tuple[str, ...] = ()

    @property
    def said(self) -> list[str]:
        """What those who reported it wrote."""
        return [report.words for report in self.case.reports.all() if report.words]


def lines(cases: Iterable[Case]) -> list[Line]:
    cases = list(cases)
    things = kinds.things(case.subject for case in cases if case.comment is None)
    return [_line(case, things.get(case.subject_id)) for case in cases]


def line(case: Case) -> Line:
    """With what it said since it came here, for whoever decides about one."""
    found = lines([case])[0]
    kind, thing = kinds.still_there(case.subject)
    changed = thing is not None and case.comment is None
    return replace(found, before=tuple(kind.before(thing, case.opened_at))) if changed else found


def _line(case: Case, thing: Any) -> Line:
    counted = Counter(report.get_reason_display() for report in case.reports.all())
    reasons = counted.most_common()
    if case.comment is not None:
        words = case.comment.words or gettext("The words are gone.")
        if not reasons:
            reasons = [(str(case.comment.get_hold_reason_display() or gettext("Held")), 1)]
        return Line(case, gettext("Words"), words, talk.thread_path(case.comment), reasons)
    if not reasons:
        reasons = [(gettext("First of a new account"), 1)]
    kind = kinds.kind_of(case.subject.kind)
    assert kind is not None
    if thing is None:
        return Line(case, str(kind.words), gettext("It was thrown away meanwhile."), "", reasons)
    named = kind.named(thing)
    words = thing.full_name if isinstance(thing, Person) else kind.text(thing) or named.title
    return Line(case, str(kind.words), words, named.url, reasons, kinds.mark(thing))


def officers() -> list[str]:
    """Who reads a safeguarding report, by name."""
    grants = Person.objects.filter(role_grants__role=Role.SAFEGUARDING)
    return [person.full_name for person in grants.distinct() if Role.SAFEGUARDING in person.roles]


@dataclass(frozen=True)
class Month:
    """What moderators did: reports that came, cases decided, what was wrong, and what was taken back on appeal."""

    starts: datetime
    reports: int
    decided: int
    kept: int
    rules: list[tuple[str, int]]
    appeals: int
    overturned: int


def months() -> list[Month]:
    """The last twelve in which there was something, the newest first. Safeguarding is counted nowhere."""
    cases = Case.objects.filter(safeguarding=False, decided_at__isnull=False)
    zone = local(now()).tzinfo
    by_rule: dict[datetime, list[tuple[str, int]]] = {}
    rules = cases.exclude(rule="").annotate(month=TruncMonth("decided_at", tzinfo=zone)).values("month", "rule")
    for row in rules.annotate(n=Count("pk")).order_by("-n", "rule"):
        by_rule.setdefault(row["month"], []).append((str(Rule(row["rule"]).label), row["n"]))
    decided = _counts(
        cases, "decided_at", zone, decided=Count("pk"), kept=Count("pk", filter=Q(outcome=Case.Outcome.KEEP)),
        appeals=Count("pk", filter=Q(appealed_at__isnull=False)),
        overturned=Count("pk", filter=Q(overturned=True)),
    )  # fmt: skip
    reports = _counts(Report.objects.filter(case__safeguarding=False), "at", zone, n=Count("pk"))
    newest = sorted({*decided, *reports}, reverse=True)[:MONTHS]
    return [
        Month(
            month,
            reports=reports.get(month, {}).get("n", 0),
            rules=by_rule.get(month, []),
            **{name: decided.get(month, {}).get(name, 0) for name in ("decided", "kept", "appeals", "overturned")},
        )
        for month in newest
    ]


def _counts(rows: Any, moment: str, zone: Any, **sums: Any) -> dict[datetime, dict[str, int]]:
    grouped = rows.annotate(month=TruncMonth(moment, tzinfo=zone)).values("month").annotate(**sums).order_by("month")
    return {row["month"]: row for row in grouped}
