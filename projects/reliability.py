"""What follows when somebody stays away twice: little, for a short time, seen by nobody else, and healed by itself."""

from datetime import datetime, timedelta

from core.clock import now
from people.models import Person

from .models import Attendance, Dispute, Event

TWICE_WITHIN = timedelta(days=90)
LASTS = timedelta(days=30)
SETTLED_LATE = timedelta(days=60)  # a list may be settled, or put right, long after its date
AT_ONCE = 2  # future sign-ups while it lasts


def careful_until(person: Person) -> datetime | None:
    """Two no-shows within 90 days: until 30 days after the second was written down. None for everybody else.

    It follows from the list each time: a no-show that is put right, or being asked about, does not count.
    """
    dates = (
        Attendance.objects.filter(person=person, state=Attendance.State.NO_SHOW, event__status=Event.Status.CLOSED)
        .filter(event__ends_at__gt=now() - LASTS - TWICE_WITHIN - SETTLED_LATE)
        .exclude(dispute__outcome=Dispute.Outcome.OPEN)
        .order_by("event__ends_at", "pk")
        .values_list("event__ends_at", "verified_at")
    )
    missed = [(ended, written) for ended, written in dates if written is not None]
    pairs = zip(missed, missed[1:], strict=False)
    ends = [written + LASTS for (before, _), (ended, written) in pairs if ended - before <= TWICE_WITHIN]
    return max((end for end in ends if end > now()), default=None)
