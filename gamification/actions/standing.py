"""Super Users: proposed by the system from facts, accepted by the person, confirmed by an official."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from gamification import bells
from gamification.eligibility import WINDOW, is_eligible
from gamification.permissions import can_answer_invitation, can_decide_standing
from people.deeds import Bell
from people.models import Person, Standing, StandingTransition
from people.system import SYSTEM
from projects.models import Attendance

from .badges import award_badge

SHORTEST_REASON = 40
SEASONS = (
    "winter",
    "winter",
    "spring",
    "spring",
    "spring",
    "summer",
    "summer",
    "summer",
    "autumn",
    "autumn",
    "autumn",
    "winter",
)


def _move(standing: Standing, to: str, by: Person, reason: str = "", bell: Bell | None = None) -> None:
    """One move with its row in the history."""
    before = standing.status
    advance(standing, to, since=now())
    StandingTransition.objects.create(standing=standing, from_status=before, to_status=to, by=by, reason=reason)
    if bell is not None:
        bell.ring(by=by, on=standing, standing=standing.pk)


@transaction.atomic
def invite_super_user(*, person: Person) -> Standing:
    """The system asks somebody whose facts are there. Raises RuleBroken when they are not, or an invitation stands."""
    if not is_eligible(person):
        raise RuleBroken(_("The facts for an invitation are not there yet."), code="not_eligible")
    standing, made = Standing.objects.get_or_create(person=person, defaults={"status": Standing.Status.INVITED})
    if not made:
        _move(standing, Standing.Status.INVITED, SYSTEM(), bell=bells.super_user_invited)
        return standing
    StandingTransition.objects.create(standing=standing, to_status=standing.status, by=SYSTEM())
    bells.super_user_invited.ring(by=SYSTEM(), on=standing, standing=standing.pk)
    return standing


@transaction.atomic
def accept_invitation(*, by: Person, standing: Standing) -> None:
    """“Yes, I'd like to”, with the charter read."""
    if not can_answer_invitation(by, standing):
        raise NotAllowed
    _move(standing, Standing.Status.ACCEPTED, by, bell=bells.super_user_accepted)


@transaction.atomic
def decline_invitation(*, by: Person, standing: Standing) -> None:
    """“No, thank you”: nothing else changes."""
    if not can_answer_invitation(by, standing):
        raise NotAllowed
    _move(standing, Standing.Status.DECLINED, by)


@transaction.atomic
def confirm_super_user(*, by: Person, standing: Standing) -> None:
    """An official confirms; the badge of this season follows."""
    if not can_decide_standing(by, standing):
        raise NotAllowed(_("Officials decide, but not about themselves or their household."))
    _move(standing, Standing.Status.ACTIVE, by, bell=bells.super_user_confirmed)
    award_badge(person=standing.person, badge="super_user", period=season(), by=by)


@transaction.atomic
def refuse_super_user(*, by: Person, standing: Standing, reason: str) -> None:
    """An official says no, with a reason the person reads."""
    if not can_decide_standing(by, standing):
        raise NotAllowed(_("Officials decide, but not about themselves or their household."))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(
            _("Give a reason of %(n)s letters or more. The person reads it.") % {"n": SHORTEST_REASON}, code="too_short"
        )
    _move(standing, Standing.Status.REFUSED, by, reason, bells.super_user_refused)


def season() -> str:
    """2026-autumn"""
    today = now()
    return f"{today.year}-{SEASONS[today.month - 1]}"


# Somebody who said no, or was told no, is not asked again by the system within a year.
QUIET = (Standing.Status.DECLINED, Standing.Status.REFUSED, Standing.Status.REVOKED, Standing.Status.STEPPED_DOWN)


def look_for_super_users() -> list[Standing]:
    """The system proposes everybody whose facts are there and who has not been asked in the last year."""
    since = now() - WINDOW
    busy = (
        Person.objects.filter(
            kind=Person.Kind.RESIDENT,
            adult=True,
            attendances__state__in=Attendance.VERIFIED,
            attendances__event__starts_at__gte=since,
        )
        .annotate(times=Count("attendances"))
        .filter(times__gte=8)
    )
    asked = Standing.objects.exclude(status__in=QUIET, since__lt=since).values("person")
    return [invite_super_user(person=person) for person in busy.exclude(pk__in=asked) if is_eligible(person)]
