"""Who may be invited to be a Super User: facts of the last twelve months, never points.

18 or older, an account of 60 days, 8 verified attendances on 6 dates in 2 projects, seen by 3 different people outside
the household, 20 hours, and 85 % of at least 5 settled sign-ups attended or cancelled in time. People who work for the
city are not invited.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from core.clock import now
from people.models import Person
from people.permissions import same_household, staff
from projects.models import Attendance, Event, SignUp

WINDOW = timedelta(days=365)
ACCOUNT_AGE = timedelta(days=60)


@dataclass(frozen=True)
class Check:
    """One condition: what it asks, how it stands, whether it holds."""

    sentence: str
    have: int
    need: int

    @property
    def holds(self) -> bool:
        return self.have >= self.need


def checks(person: Person) -> list[Check]:
    """Every condition with its numbers, for the person, the official and the decision alike."""
    since = now() - WINDOW
    came = list(
        person.attendances.filter(
            state__in=Attendance.VERIFIED, event__status=Event.Status.CLOSED, event__starts_at__gte=since
        ).select_related("event", "verified_by")
    )
    verifiers = {a.verified_by for a in came if a.verified_by and not same_household(person, a.verified_by)}
    kept, settled = reliability(person, since)
    return [
        Check(_("18 or older"), int(person.adult), 1),
        Check(_("days with an account"), (now() - person.created_at).days, ACCOUNT_AGE.days),
        Check(_("events"), len(came), 8),
        Check(_("different days"), len({a.event.local_start.date() for a in came}), 6),
        Check(_("projects"), len({a.event.project_id for a in came}), 2),
        Check(_("people who saw it, from other households"), len(verifiers), 3),
        Check(_("verified hours"), sum(a.minutes for a in came) // 60, 20),
        Check(_("settled sign-ups"), settled, 5),
        Check(_("percent of them kept or freed in time"), kept * 100 // settled if settled else 0, 85),
        Check(_("not working for the city"), int(not staff(person)), 1),
    ]


def reliability(person: Person, since) -> tuple[int, int]:
    """(kept or freed in time, settled) among the person's sign-ups for events that are over."""
    rows = person.signups.filter(
        slot__event__ends_at__lt=now(), slot__event__starts_at__gte=since, slot__event__project__department=None
    ).exclude(slot__event__status=Event.Status.CANCELLED)
    in_time = rows.filter(state=SignUp.State.CANCELLED, late=False).count()
    came = rows.filter(attendance__state__in=Attendance.VERIFIED).count()
    missed = (
        rows.filter(attendance__state=Attendance.State.NO_SHOW).count()
        + rows.filter(state=SignUp.State.CANCELLED, late=True).count()
    )
    return in_time + came, in_time + came + missed


def is_eligible(person: Person) -> bool:
    return all(check.holds for check in checks(person))
