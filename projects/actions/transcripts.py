"""Proof of hours: issued from verified minutes only, withdrawn by its holder, replaced by every later correction."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from core.when import local
from people.models import Person
from projects.models import Attendance, Event, Transcript, TranscriptLine, WorkLog

VALID_AT_ONCE = 20
LINES_AT_MOST = 1000


def issue_transcript(*, by: Person, since: date, until: date, with_name: bool = False) -> Transcript:
    """My verified hours between two days, both included. The full name stands on it only if I say so."""
    if since > until:
        raise RuleBroken(gettext("The first day comes after the last day."), code="days")
    if until > local(now()).date():
        raise RuleBroken(gettext("The last day is still to come. Hours are proved afterwards."), code="future")
    with transaction.atomic():
        lock(by, field="kind")
        if by.transcripts.filter(withdrawn_at=None, replaced_at=None).count() >= VALID_AT_ONCE:
            raise RuleBroken(gettext("You have 20 valid ones already. Withdraw one first."), code="enough")
        lines = _lines(by, since, until)
        if not lines:
            raise RuleBroken(
                gettext("There are no verified hours between these days. They stand here once a list is closed."),
                code="nothing",
            )
        issued = Transcript.objects.create(
            person=by, since=since, until=until, minutes=sum(line.minutes for line in lines),
            initials=_initials(by), full_name=by.full_name[:150] if with_name else "",
        )  # fmt: skip
        for line in lines:
            line.transcript = issued
        TranscriptLine.objects.bulk_create(lines)
        by.transcripts.filter(
            since=since, until=until, withdrawn_at=None, replaced_at__isnull=False, replaced_by=None
        ).update(replaced_by=issued)
        return issued


def withdraw_transcript(*, by: Person, transcript: Transcript) -> None:
    """Its public page says so from now on, and nothing else. Twice is harmless."""
    if transcript.person_id != by.pk:
        raise NotAllowed
    Transcript.objects.filter(pk=transcript.pk, withdrawn_at=None).update(withdrawn_at=now())


def replace_transcripts(*, attendances: Iterable[Attendance]) -> None:
    """Lines were corrected, or their list is open again: what was issued before does not hold. In that very transaction."""
    lines = TranscriptLine.objects.filter(attendance__in=attendances).values("transcript")
    Transcript.objects.filter(pk__in=lines, replaced_at=None).update(replaced_at=now())


def _lines(person: Person, since: date, until: date) -> list[TranscriptLine]:
    """Counted by the day on the wall clock of the event."""
    rows = (
        Attendance.objects.filter(
            person=person, state__in=Attendance.VERIFIED, minutes__gt=0, event__status=Event.Status.CLOSED
        )
        .select_related("event", "verified_by")
        .order_by("event__starts_at", "pk")
    )
    found = [
        TranscriptLine(
            attendance=row, day=row.event.local_start.date(), title=row.event.title[:150], minutes=row.minutes,
            verified_by=row.verified_by.public_name[:100] if row.verified_by else "",
        )
        for row in rows
        if since <= row.event.local_start.date() <= until
    ]  # fmt: skip
    found += _work(person, since, until)
    if len(found) > LINES_AT_MOST:
        raise RuleBroken(gettext("These are more than 1,000 dates. Choose a shorter time."), code="too_many")
    return found


def _initials(person: Person) -> str:
    return " ".join(f"{name.strip()[0].upper()}." for name in (person.first_name, person.last_name) if name.strip())


def _work(person: Person, since: date, until: date) -> list[TranscriptLine]:
    """Work between the dates, as far as an organizer verified it. That is decided once, so nothing replaces it."""
    logs = WorkLog.objects.filter(person=person, state__in=WorkLog.COUNTS, day__gte=since, day__lte=until)
    return [
        TranscriptLine(
            work=work, day=work.day, title=work.where.title[:150], minutes=work.counted,
            verified_by=work.decided_by.public_name[:100] if work.decided_by else "",
        )
        for work in logs.for_page().order_by("day", "pk")
    ]  # fmt: skip
