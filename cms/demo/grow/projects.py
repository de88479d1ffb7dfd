"""Projects under way, each with one date behind it and one ahead.

Project n is led by person n, and its people are n to n + 16. Dates of neighboring projects lie on different days, so
nobody is ever in two places at once, and nobody reaches the cap of a day. Twenty people for each project: ten thousand
projects have twenty thousand dates and two hundred thousand sign-ups.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from city.models import Department, Neighborhood
from core.refs import new_ref
from people.models import Person, RoleGrant
from projects.models import (
    Attendance,
    Category,
    Event,
    Project,
    ProjectRole,
    ProjectTransition,
    Recap,
    SignUp,
    Slot,
)

from ..place import at
from .rows import write

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS_BACK, DAYS_AHEAD = 170, 90
HOURS = (9, 10, 14, 18)
LASTS = timedelta(hours=2)
CAME, COMING, PLACES = 6, 14, 14  # people at the past date, at the coming one, and places of its first task
WAIT = 2  # before each place that is full
AROUND = COMING + WAIT
WORK = ("Clean-up", "Planting day", "Repair evening", "Reading hour", "Soup kitchen", "Path building")
WHERE = (
    "Elm Street",
    "Bridge Street",
    "Mill Lane",
    "the harbor steps",
    "Quarry Road",
    "the salt dyke",
    "Lantern Creek",
)
OWN_NAMES = ("Open morning", "Tea afterwards", "Winter walk", "Lanterns by the creek")
TEXT = "Bring gloves if you have some. We show newcomers how it is done, and **nobody has to be strong**. Tea is there."


@dataclass(frozen=True)
class Ground:
    """What all of them stand on."""

    hoods: list[Neighborhood]
    office: Department
    reader: Person
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()


def work_together(people: list[Person], number: int, random: Random, now: datetime) -> list[Attendance]:
    """Write them all; returns who came, each with event, project and person at hand."""
    ground = Ground(
        list(Neighborhood.objects.defer("boundary").order_by("pk")),
        Department.objects.order_by("pk")[0],
        RoleGrant.objects.in_force().filter(role="official").select_related("person")[0].person,
        now,
    )
    projects = _propose(people, number, random, ground)
    came = _past(people, projects, ground)
    _ahead(people, projects, ground)
    return came


def _propose(people: list[Person], number: int, random: Random, ground: Ground) -> list[Project]:
    begun = ground.now - timedelta(days=DAYS_BACK + 40)
    projects = write(_project(n, random, ground, begun) for n in range(number))
    write(
        ProjectRole(project=project, person=people[n], role=ProjectRole.Role.LEAD, since=begun)
        for n, project in enumerate(projects)
    )
    moves = (Project.Status.SUBMITTED, Project.Status.PUBLISHED, Project.Status.ACTIVE)
    write(
        ProjectTransition(
            project=project,
            actor=ground.reader if to == Project.Status.PUBLISHED else people[n],
            from_status=came_from,
            to_status=to,
            department=ground.office if to == Project.Status.PUBLISHED else None,
            at=begun + timedelta(days=day),
        )
        for n, project in enumerate(projects)
        for day, (came_from, to) in enumerate(zip((Project.Status.DRAFT, *moves), moves, strict=False))
    )
    return projects


def _project(n: int, random: Random, ground: Ground, begun: datetime) -> Project:
    longitude, latitude = at(random.randint(40, 560), random.randint(40, 500))
    where = random.choice(WHERE)
    return Project(
        slug=f"grown-{new_ref(8)}",
        title=f"{random.choice(WORK)} at {where} {n + 1}",
        summary=f"Two hours of work at {where}, with neighbors, tools and tea.",
        body=TEXT,
        category=random.choice([kind for kind in Category.values if kind]),
        neighborhood=random.choice(ground.hoods),
        place=f"The blue sign at {where}",
        latitude=latitude,
        longitude=longitude,
        wanted="metres of path that a wheelchair can use",
        wanted_number=100 + n % 400,
        wanted_unit="metres",
        bring="Gloves and a raincoat",
        step_free=(None, True, False)[n % 3],
        seated=(None, False, True)[n // 3 % 3],
        toilet=(None, True)[n // 9 % 2],
        shade=(None, True)[n // 18 % 2],
        spoken=("", "en", "en,es", "ar,en")[n % 4],
        family_friendly=n % 2 == 0,
        status=Project.Status.ACTIVE,
        submitted_at=begun,
        published_at=begun + timedelta(days=1),
        created_at=begun,
    )


def _past(people: list[Person], projects: list[Project], ground: Ground) -> list[Attendance]:
    """A closed date of each: the lead saw six neighbors."""
    events = write(
        _event(project, n, -1 - n % DAYS_BACK, Event.Status.CLOSED, ground) for n, project in enumerate(projects)
    )
    write(
        Recap(event=event, thanked_by=people[n], shared_at=event.closed_at, shared_by=people[n])
        for n, event in enumerate(events)
    )
    slots = write(Slot(event=event, name="Everything", capacity=10, seats_held=CAME) for event in events)
    signups = write(
        SignUp(
            slot=slot,
            person=person,
            state=SignUp.State.CONFIRMED,
            created_at=slot.event.starts_at - timedelta(days=2),
        )
        for n, slot in enumerate(slots)
        for person in people[n + 1 : n + 1 + CAME]
    )
    return write(_attendance(signup, people[n // CAME]) for n, signup in enumerate(signups))


def _attendance(signup: SignUp, lead: Person) -> Attendance:
    event = signup.slot.event
    return Attendance(
        event=event,
        person=signup.person,
        signup=signup,
        state=Attendance.State.ATTENDED,
        evidence=Attendance.Evidence.ROSTER,
        in_at=event.starts_at,
        out_at=event.ends_at,
        minutes=round(LASTS.total_seconds() / 60),
        verified_by=lead,
        verified_at=event.ends_at,
    )


def _ahead(people: list[Person], projects: list[Project], ground: Ground) -> None:
    """A coming date of each. Every fifth one is full, and two people wait."""
    events = write(
        _event(project, n, 1 + n % DAYS_AHEAD, Event.Status.SCHEDULED, ground) for n, project in enumerate(projects)
    )
    slots = write(
        Slot(
            event=event,
            name="Everything" if n % 5 else "In the water",
            capacity=PLACES + 6 if n % 5 else PLACES,
            seats_held=COMING,
            waiting=0 if n % 5 else WAIT,
            minimum_wanted=COMING + 3 if n % 7 == 1 and n % 5 else 0,
        )
        for n, event in enumerate(events)
    )
    write(Slot(event=event, name="Tea and bread", capacity=None, effort=1) for event in events)
    write(
        _signup(slot, person, place, ground)
        for n, slot in enumerate(slots)
        for place, person in enumerate(people[n + 1 : n + 1 + COMING + slot.waiting])
    )


def _signup(slot: Slot, person: Person, place: int, ground: Ground) -> SignUp:
    since = ground.now - timedelta(hours=20 - place)
    waits = place >= COMING
    return SignUp(
        slot=slot,
        person=person,
        state=SignUp.State.WAITLISTED if waits else SignUp.State.CONFIRMED,
        waitlist_at=since if waits else None,
        created_at=since,
    )


def _event(project: Project, n: int, day: int, status: str, ground: Ground) -> Event:
    """Every tenth one ahead has a name of its own."""
    starts = datetime.combine(ground.today + timedelta(days=day), time(HOURS[n % len(HOURS)]), tzinfo=ZONE)
    own_name = day > 0 and n % 10 == 0
    return Event(
        project=project,
        title=f"{OWN_NAMES[n // 10 % len(OWN_NAMES)]} {n + 1}" if own_name else project.title,
        own_name=own_name,
        starts_at=starts,
        ends_at=starts + LASTS,
        meeting_point=project.place,
        status=status,
        closed_at=starts + LASTS if status == Event.Status.CLOSED else None,
        created_at=ground.now - timedelta(days=DAYS_BACK + 30),
    )
