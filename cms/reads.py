"""What the front page shows of the rooms below, in few queries, and once for everybody where it is the same for all."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from city.context import the_city
from city.models import Neighborhood
from core.clock import now
from ideas.models import Answer, Idea, IdeaPoll
from projects import results
from projects.models import Attendance, Event, Project

FIVE_MINUTES = 300


def hood_of(request) -> Neighborhood | None:
    """Where the reader is: their own neighborhood, or the one chosen on this device."""
    person = getattr(request, "person", None)
    if person is not None and person.neighborhood_id:
        return person.neighborhood
    slug = request.COOKIES.get("hood", "") if request else ""
    return Neighborhood.objects.defer("boundary").filter(slug=slug).first() if slug else None


def next_events(hood: Neighborhood | None, count: int = 3) -> list[Event]:
    """The next dates, those of the reader's own neighborhood in the coming fortnight first, shown in order of time."""
    coming = Event.objects.on_offer()
    near: list[Event] = []
    if hood is not None:
        soon = coming.filter(project__neighborhood=hood, starts_at__lt=now() + timedelta(days=14))
        near = list(soon[:count])
    others = list(coming.exclude(pk__in=[event.pk for event in near])[: count - len(near)]) if len(near) < count else []
    hoods = {each.pk: each for each in the_city().hoods}
    for event in near + others:
        event.project.neighborhood = hoods.get(event.project.neighborhood_id)
    return sorted(near + others, key=lambda event: (event.starts_at, event.pk))


def events_this_week() -> int:
    """How many dates the next seven days have; five minutes old at most."""

    def count() -> int:
        return Event.objects.on_offer().filter(starts_at__lt=now() + timedelta(days=7)).count()

    return cache.get_or_set("cms:events_this_week", count, FIVE_MINUTES) or 0


def open_poll() -> IdeaPoll | None:
    """The open poll that closes first."""
    return IdeaPoll.objects.open_now().for_pages().first()


def answered_ideas(count: int) -> list[Idea]:
    """Ideas with the newest answers; accepted and refused alike, so that a no is seen too."""
    rows = Idea.objects.answered_recently().select_related("poll", "neighborhood", "idea_project__project")
    return list(rows.defer("neighborhood__boundary").prefetch_related("poll__phases", "answers__department")[:count])


def impact(since: datetime) -> list[Any]:
    """Verified work in numbers, each with its sentence; five minutes old at most. A zero is never shown."""
    n = impact_sums(since)
    return [
        {"value": n["hours"], "words": _("hours given by %(people)s residents") % {"people": n["people"]}},
        {"value": n["events"], "words": _("mornings and evenings of work")},
        {"value": n["projects"], "words": _("projects brought to their end")},
        {"value": n["ideas"], "words": _("ideas answered by a named office")},
        *results.in_words(n["counted"]),
    ]


def impact_sums(since: datetime) -> dict[str, Any]:
    """The same as plain numbers."""
    return cache.get_or_set(f"cms:impact:{since.date()}", lambda: _impact(since), FIVE_MINUTES) or _impact(since)


def _impact(since: datetime) -> dict[str, Any]:
    seen = Q(state__in=Attendance.VERIFIED, event__status=Event.Status.CLOSED, event__starts_at__gte=since)
    work = Attendance.objects.filter(seen).aggregate(minutes=Sum("minutes"), people=Count("person", distinct=True))
    done = Project.objects.filter(
        status__in=(Project.Status.COMPLETED, Project.Status.ARCHIVED), completed_at__gte=since
    )
    return {
        "hours": (work["minutes"] or 0) // 60,
        "people": work["people"],
        "events": Event.objects.filter(
            status=Event.Status.CLOSED, starts_at__gte=since, project__department=None
        ).count(),
        "projects": done.count(),
        "ideas": Answer.objects.filter(published_at__gte=since).aggregate(n=Count("idea", distinct=True))["n"],
        "counted": results.of_city(since),
    }
