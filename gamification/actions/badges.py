"""Badges follow from facts: given when the criterion holds, withdrawn with a notice when it no longer does."""

from django.db import transaction

from core.clock import now
from gamification import bells
from gamification.badges import BADGES, Fact, Facts
from gamification.models import Award
from people.models import Person
from people.system import SYSTEM
from projects.models import Attendance, BeforeAfter, Event


def facts_of(person: Person) -> Facts:
    """Verified attendances of closed events, verified work, and public pairs: a query each."""
    rows = person.attendances.filter(state__in=Attendance.VERIFIED, event__status=Event.Status.CLOSED).select_related(
        "event__project"
    )
    work = person.work.counted().select_related("project", "adoption__block")
    pairs = BeforeAfter.objects.filter(added_by=person, state=BeforeAfter.State.PUBLISHED)
    return Facts(
        came=[fact(row) for row in rows],
        work=[Fact(row.day, row.counted, row.where.neighborhood_id, row.project_id) for row in work],
        pairs=pairs.count(),
    )


def fact(row: Attendance) -> Fact:
    """One attendance as badges see it."""
    return Fact(row.event.local_start.date(), row.minutes, row.event.project.neighborhood_id, row.event.project_id)


@transaction.atomic
def evaluate_badges(*, person: Person) -> None:
    """Bring the person's badges in line with the facts; safe to run again and again."""
    facts = facts_of(person)
    held = {(a.badge, a.period) for a in person.awards.filter(withdrawn_at__isnull=True)}
    for badge in BADGES:
        if badge.steps is None:
            continue
        due = {(badge.key, step.period) for step in badge.steps(facts) if step.held}
        for key, period in due - held:
            award_badge(person=person, badge=key, period=period)
        for key, period in {pair for pair in held if pair[0] == badge.key} - due:
            withdraw_badge(person=person, badge=key, period=period, reason="The facts it stood on were corrected.")


@transaction.atomic
def award_badge(*, person: Person, badge: str, period: str = "", by: Person | None = None) -> Award:
    """Give a badge once per period; one that was withdrawn is held again."""
    award, made = Award.objects.get_or_create(person=person, badge=badge, period=period)
    back = not made and Award.objects.filter(pk=award.pk, withdrawn_at__isnull=False).update(
        withdrawn_at=None, withdrawn_reason=""
    )
    if made or back:
        award.refresh_from_db()
        bells.badge_awarded.ring(by=by or SYSTEM(), on=award, award=award.pk)
    return award


@transaction.atomic
def withdraw_badge(*, person: Person, badge: str, period: str = "", reason: str) -> None:
    """Take a badge back; the row stays and says why."""
    Award.objects.filter(person=person, badge=badge, period=period, withdrawn_at__isnull=True).update(
        withdrawn_at=now(), withdrawn_reason=reason[:300]
    )
