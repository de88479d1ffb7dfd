"""What follows when somebody stays away twice: little, for a short time, seen by nobody else, and healed by itself."""

from datetime import datetime, timedelta

from core.clock import now
from people.models import Person

from .models import Attendance, Dispute

TWICE_WITHIN = timedelta(days=90)
LASTS = timedelta(days=30)
CLOSES_LATE = timedelta(days=60)  # a list may be settled, or put right, long after its date
AT_ONCE = 2  # future sign-ups while it lasts


def careful_until(person: Person) -> datetime | None:
    """Two no-shows within 90 days: until 30 days after the second was written down. None for everybody else.

    It follows from the list each time: a no-show that is put right, or being asked about, does not count.
    """
    missed = (
        Attendance.objects.filter(person=person, state=Attendance.State.NO_SHOW, verified_at__gt=now() - LASTS)
        .exclude(dispute__outcome=Dispute.Outcome.OPEN)
        .values_list("verified_at", "event__ends_at")
    )
    ends = [until + LASTS for until, ended in missed if _another_before(person, ended)]
    return max(ends, default=None)


def _another_before(person: Person, ended: datetime) -> bool:
    earlier = Attendance.objects.filter(
        person=person,
        state=Attendance.State.NO_SHOW,
        event__ends_at__lt=ended,
        event__ends_at__gte=ended - TWICE_WITHIN,
    )
    return earlier.exclude(dispute__outcome=Dispute.Outcome.OPEN).exists()
