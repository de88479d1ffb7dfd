"""Crowds in the grown city: a full date that goes on now, and tasks that many people want at once. Imported by fill.py."""

from datetime import timedelta

from cms.demo.grow.rows import write
from core.clock import now
from people.models import Person
from projects.models import Attendance, Event, Project, ProjectRole, SignUp, Slot

from .load import RUSH

FULL = 60  # people with a place on one list; half of them are here
PLACES = (40, 40, 40, 40, 40, 40, 5, 5)  # of the tasks they press: about a fifth of them has to wait


def full_event() -> tuple[Event, Person]:
    """It began half an hour ago; with its lead. Its people came to other dates before."""
    lead = (
        ProjectRole.objects.filter(project__slug__startswith="grown-", role="lead")
        .select_related("person")
        .earliest("pk")
    )
    event = _event(lead.project, starts=now() - timedelta(minutes=30))
    slot = Slot.objects.create(event=event, name="Everything", capacity=FULL, seats_held=FULL)
    people = Person.objects.filter(attendances__isnull=False).distinct().order_by("pk")[:FULL]
    signups = write(SignUp(slot=slot, person=person, state=SignUp.State.CONFIRMED) for person in people)
    write(
        Attendance(
            event=event, person=signup.person, signup=signup, state=Attendance.State.CHECKED_IN, in_at=event.starts_at,
            evidence=Attendance.Evidence.ROSTER, verified_by=lead.person, verified_at=event.starts_at,
        )
        for signup in signups[::2]
    )  # fmt: skip
    return event, lead.person


def rush(presses: int) -> list[Slot]:
    """For each press the task it wants: in turns those of one date, and after each round those of the next."""
    project = Project.objects.filter(slug__startswith="grown-").latest("pk")
    dates = [_event(project, starts=now() + timedelta(days=100 + n)) for n in range(-(-presses // RUSH))]
    tasks = [
        write(Slot(event=date, name=f"Task {n}", capacity=places) for n, places in enumerate(PLACES, 1))
        for date in dates
    ]
    return [tasks[n // RUSH][n % len(PLACES)] for n in range(presses)]


def _event(project: Project, *, starts) -> Event:
    return Event.objects.create(
        project=project, title=project.title, starts_at=starts, ends_at=starts + timedelta(hours=2),
        meeting_point=project.place, status=Event.Status.SCHEDULED,
    )  # fmt: skip
