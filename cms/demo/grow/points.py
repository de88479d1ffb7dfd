"""The ledger of those who came, as following the facts would have written it."""

from collections import defaultdict
from datetime import datetime

from gamification.actions.badges import fact
from gamification.actions.reconcile import attendance_cause, first_time_cause
from gamification.badges import BADGES, Fact, Facts
from gamification.models import Award, LedgerEntry, PointCause, PointsAccount
from people.models import Person
from people.system import SYSTEM
from projects.models import Attendance

from .rows import write


def pay(came: list[Attendance]) -> int:
    """Causes, entries, accounts and badges; returns how many entries. Nobody came twice on one day: no cap is reached."""
    by_person: dict[Person, list[Attendance]] = defaultdict(list)
    for attendance in sorted(came, key=lambda row: (row.event.starts_at, row.pk)):
        by_person[attendance.person].append(attendance)
    causes = write(_cause(**facts) for rows in by_person.values() for facts in _facts(rows))
    system = SYSTEM()
    entries = write(
        LedgerEntry(
            person=cause.person,
            cause=cause,
            revision=1,
            amount=cause.eligible,
            posted_by=system,
            posted_at=cause.occurred_at,
        )
        for cause in causes
    )
    write(_accounts(entries))
    write(award for person, rows in by_person.items() for award in _awards(person, [fact(row) for row in rows], rows))
    return len(entries)


def _facts(rows: list[Attendance]) -> list[dict]:
    return [first_time_cause(rows[0]), *(attendance_cause(row) for row in rows)]


def _cause(*, subject, occurred_at: datetime, **facts) -> PointCause:
    return PointCause(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        occurred_at=occurred_at,
        recorded_at=occurred_at,
        **facts,
    )


def _accounts(entries: list[LedgerEntry]) -> list[PointsAccount]:
    accounts: dict[int, PointsAccount] = {}
    for entry in entries:
        account = accounts.setdefault(entry.person_id, PointsAccount(person_id=entry.person_id))
        account.balance += entry.amount
        account.last_entry_id = max(account.last_entry_id, entry.pk)
        account.version += 1
    return list(accounts.values())


def _awards(person: Person, facts: list[Fact], rows: list[Attendance]) -> list[Award]:
    last = rows[-1].event.ends_at
    return [
        Award(person=person, badge=badge.key, period=step.period, awarded_at=last)
        for badge in BADGES
        if badge.steps is not None
        for step in badge.steps(Facts(facts))
        if step.held
    ]
