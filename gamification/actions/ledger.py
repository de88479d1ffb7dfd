"""The ledger: causes are facts, entries follow from them, and nothing is ever changed or taken away unseen."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Sum

from gamification.models import LedgerEntry, PointCause, PointsAccount, Rule
from gamification.rules import DAY_CAP, POLLS_A_MONTH, WORKS_A_WEEK, grants
from people.models import Person
from people.permissions import staff
from people.system import SYSTEM

CAPS: dict[str, int] = {Rule.ATT: DAY_CAP}
TIMES: dict[str, int] = {Rule.STEW: WORKS_A_WEEK, Rule.POLL: POLLS_A_MONTH}


def _lock(person: Person) -> None:
    """The person's account is ours until the transaction ends: writing the row locks it on both databases."""
    if not PointsAccount.objects.filter(person=person).update(version=F("version") + 1):
        PointsAccount.objects.get_or_create(person=person)
        PointsAccount.objects.filter(person=person).update(version=F("version") + 1)


@transaction.atomic
def record_cause(
    *,
    person: Person,
    rule: str,
    subject: models.Model,
    occurred_at: datetime,
    eligible: int,
    window: str = "",
    state: str = PointCause.State.LIVE,
    params: dict[str, Any] | None = None,
    note: str = "",
) -> PointCause:
    """Write down a fact that may earn points, once for (person, rule, subject), and settle its window.

    Called again with the same facts it changes nothing; with changed facts (minutes corrected, event closed) it brings
    the cause in line, and the settling posts an exact reversal and a new revision.
    """
    _lock(person)
    facts = {
        "occurred_at": occurred_at,
        "eligible": eligible,
        "window": window,
        "state": state,
        "params": params or {},
        "void_reason": "",
        "counts_for_points": not staff(person),
    }
    cause, made = PointCause.objects.get_or_create(
        person=person, rule=rule, subject_type=subject._meta.label_lower, subject_id=subject.pk, defaults=facts
    )
    if not made and all(getattr(cause, name) == value for name, value in facts.items()):
        return cause  # heard before: what it paid stands already
    windows = {cause.window, window}
    if not made:
        PointCause.objects.filter(pk=cause.pk).update(**facts)
        cause.refresh_from_db()
    for touched in windows:
        _settle(person, rule, touched, note)
    return cause


@transaction.atomic
def void_cause(*, cause: PointCause, reason: str) -> None:
    """The fact turned out not to be one: what was paid is taken back exactly, and room under the cap goes to others."""
    _lock(cause.person)
    PointCause.objects.filter(pk=cause.pk).update(state=PointCause.State.VOID, void_reason=reason[:300])
    cause.refresh_from_db()
    _settle(cause.person, cause.rule, cause.window, reason)


@transaction.atomic
def settle(*, person: Person, rule: str, window: str, note: str = "") -> int:
    """Bring the entries of one cap window in line with its causes; returns how many entries were posted.

    Live causes in order of (occurred_at, id) get points up to the cap; only differences are posted. So the result does
    not depend on the order in which facts arrive.
    """
    _lock(person)
    return _settle(person, rule, window, note)


def _settle(person: Person, rule: str, window: str, note: str) -> int:
    """Settle under the lock that the caller holds."""
    causes = list(PointCause.objects.filter(person=person, rule=rule, window=window).order_by("occurred_at", "pk"))
    live = [cause for cause in causes if cause.state == PointCause.State.LIVE and cause.counts_for_points]
    wanted = dict(
        zip((c.pk for c in live), grants([c.eligible for c in live], CAPS.get(rule), TIMES.get(rule)), strict=True)
    )
    standing = _standing_entries(causes)
    changed = [cause for cause in causes if _amount(standing.get(cause.pk)) != wanted.get(cause.pk, 0)]
    if not changed:
        return 0
    system = SYSTEM()
    # Take back before giving, so that the sum under a cap never stands too high in between.
    taken = [_reverse(standing[cause.pk], system, note) for cause in changed if cause.pk in standing]
    given = [_post(cause, wanted[cause.pk], system, note) for cause in changed if wanted.get(cause.pk, 0)]
    posted = taken + given
    PointsAccount.objects.filter(person=person).update(
        balance=F("balance") + sum(entry.amount for entry in posted),
        last_entry_id=max(entry.pk for entry in posted),
    )
    return len(posted)


def _standing_entries(causes: list[PointCause]) -> dict[int, LedgerEntry]:
    """cause → its entry that is not reversed; at most one, because a revision follows only a reversal."""
    entries = LedgerEntry.objects.filter(cause__in=causes, reverses__isnull=True, reversed_by__isnull=True)
    return {entry.cause_id: entry for entry in entries}


def _amount(entry: LedgerEntry | None) -> int:
    return entry.amount if entry else 0


def _reverse(entry: LedgerEntry, by: Person, note: str) -> LedgerEntry:
    return LedgerEntry.objects.create(
        person_id=entry.person_id,
        cause_id=entry.cause_id,
        revision=entry.revision,
        amount=-entry.amount,
        reverses=entry,
        posted_by=by,
        note=note[:300],
    )


def _post(cause: PointCause, amount: int, by: Person, note: str) -> LedgerEntry:
    last = cause.entries.aggregate(n=models.Max("revision"))["n"] or 0
    return LedgerEntry.objects.create(
        person_id=cause.person_id, cause=cause, revision=last + 1, amount=amount, posted_by=by, note=note[:300]
    )


def verify_account(*, person: Person) -> int:
    """The difference between the cached balance and the sum of the ledger: always 0, or something is broken."""
    total = LedgerEntry.objects.filter(person=person).aggregate(sum=Sum("amount"))["sum"] or 0
    account = PointsAccount.objects.filter(person=person).first()
    return (account.balance if account else 0) - total
