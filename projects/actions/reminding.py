"""A week and two hours before a date, those who have a place are reminded of it."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from core.clock import now
from people.system import SYSTEM
from projects import bells, nearing, offer_time
from projects.models import Event, Project, Reminder


def remind_of_dates() -> int:
    """Dates that have come near: by day, and not where it is too late to help. Returns how many."""
    return sum(_remind(event, which) for which in Reminder.Which.values for event in _near(which))


def _near(which: str) -> list[Event]:
    """One query: dates that nobody was reminded of for the time at which they begin now."""
    told = Reminder.objects.filter(event=OuterRef("pk"), which=which, starts_at=OuterRef("starts_at"))
    dates = Event.objects.filter(
        ~Exists(told),
        status=Event.Status.SCHEDULED,
        project__status__in=Project.JOINABLE,
        starts_at__gt=now() + nearing.TOO_LATE[which],
        starts_at__lte=now() + nearing.FARTHEST[which],
    )
    return [event for event in dates.order_by("starts_at", "pk") if _is_time(event, which)]


def _is_time(event: Event, which: str) -> bool:
    return nearing.due_at(event.starts_at, which, event.tz) <= now() and not offer_time.is_quiet(now(), event.tz)


@transaction.atomic
def _remind(event: Event, which: str) -> bool:
    """The row says who was first; one deed for the whole date, however many people come."""
    row, first = Reminder.objects.get_or_create(event=event, which=which, starts_at=event.starts_at)
    if first:
        bells.date_near.ring(by=SYSTEM(), on=event, event=event.pk, which=which, starts=event.starts_at.isoformat())
    return first
