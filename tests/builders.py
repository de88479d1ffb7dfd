"""Plain builder functions for tests: `make_person()`, `make_event(starts_in=…)`. Everything has a sensible default."""

from datetime import timedelta
from itertools import count

from django.conf import settings

from city.models import Department, Neighborhood
from core.clock import now
from core.when import local
from people.actions import add_dependant
from people.models import AgreementVersion, Credential, Person, RoleGrant, User, hash_of
from people.system import SYSTEM
from projects.actions import adopt_block
from projects.models import Adoption, Block, Event, Project, ProjectRole, SignUp, Slot
from tests.support.visitors import session_for

_n = count(1)


def make_hood(name: str = "Elm Park", **fields) -> Neighborhood:
    given = {"slug": name.lower().replace(" ", "-"), "letter": name[0], "shape": "circle", "color_key": "elm", **fields}
    return Neighborhood.objects.get_or_create(name=name, defaults=given)[0]


def make_department(name: str = "Parks Office") -> Department:
    return Department.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def make_person(
    first_name: str = "Amal", *, email: str | None = None, role: str = "", login: bool = True, **fields
) -> Person:
    """A grown-up resident with a login; `role` grants one of the city's roles."""
    n = next(_n)
    person = Person.objects.create(
        first_name=first_name, **{"last_name": f"Tester{n}", "adult": True, "neighborhood": make_hood(), **fields}
    )
    if login:
        User.objects.create_user(email or f"{first_name.lower()}{n}@mail.example", person)
    if role:
        RoleGrant.objects.create(person=person, role=role, department=make_department(), by=SYSTEM())
    return person


def make_child(guardian: Person, first_name: str = "Noa", *, age: int = 9) -> Person:
    """A child on the guardian's list, of that age since a month ago."""
    born = (now() - timedelta(days=30)).date()
    return add_dependant(
        by=guardian, first_name=first_name, birth_day=born.replace(day=min(born.day, 28), year=born.year - age)
    )


def make_credential(person: Person, kind: str = "background", *, days: int = 300) -> Credential:
    """A paper that somebody of the city has seen, which holds for so many days more (or ended so many days ago)."""
    today = now().date()
    return Credential.objects.create(
        person=person,
        kind=kind,
        issued_on=today - timedelta(days=400),
        expires_on=today + timedelta(days=days),
        checked_by=SYSTEM(),
    )


def make_agreement(
    scope: str = "site", about: str = "", *, text: str = "We look after each other.", **fields
) -> AgreementVersion:
    """A wording in force since a moment ago."""
    given = {
        "title": "Rules of the day",
        "valid_from": now() - timedelta(minutes=next(_n) % 50 + 1),
        "by": SYSTEM(),
        **fields,
    }
    return AgreementVersion.objects.create(scope=scope, about=about, text=text, hash=hash_of(text), **given)


def make_project(lead: Person | None = None, *, status: str = Project.Status.PUBLISHED, **fields) -> Project:
    """A published project with a lead."""
    n = next(_n)
    given = {
        "slug": f"creek-clean-up-{n}",
        "title": f"Creek clean-up {n}",
        "summary": "Pick litter from 800 m of creek.",
        "category": "cleanup",
        "neighborhood": make_hood(),
        "place": "Blue sign at the Elm Street footbridge",
        "published_at": now() if status in Project.PUBLIC else None,
        **fields,
    }
    project = Project.objects.create(status=status, **given)
    ProjectRole.objects.create(project=project, person=lead or make_person("Ana"), role=ProjectRole.Role.LEAD)
    return project


def make_event(
    project: Project | None = None,
    *,
    starts_in: timedelta = timedelta(days=7),
    lasts: timedelta = timedelta(hours=2),
    **fields,
) -> Event:
    """A scheduled event of an active project, without slots."""
    project = project or make_project(status=Project.Status.ACTIVE)
    start = now() + starts_in
    given = {"title": project.title, "meeting_point": project.place, "status": Event.Status.SCHEDULED, **fields}
    own_name = given["title"] != project.title
    return Event.objects.create(project=project, starts_at=start, ends_at=start + lasts, own_name=own_name, **given)


def until_ten(days: int) -> timedelta:
    """How long it is until ten in the morning in so many days: a date that no midnight cuts, at whatever hour it is asked."""
    at = local(now() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    return at - now()


def make_slot(event: Event | None = None, *, capacity: int | None = 20, **fields) -> Slot:
    return Slot.objects.create(event=event or make_event(), capacity=capacity, **{"name": "Litter pickers", **fields})


def make_seat(slot: Slot, person: Person | None = None, *, party: int = 1) -> SignUp:
    """A confirmed sign-up, with the slot's counter kept in step."""
    signup = SignUp.objects.create(
        slot=slot, person=person or make_person("Bea"), party=party, seats=party, state=SignUp.State.CONFIRMED
    )
    Slot.objects.filter(pk=slot.pk).update(seats_held=slot.seats_held + party)
    slot.refresh_from_db()
    return signup


def make_block(**fields) -> Block:
    """A free block, every 4 weeks for 12 months, listed by an official."""
    n = next(_n)
    given = {
        "slug": f"creek-steps-{n}",
        "title": f"Creek steps {n}",
        "neighborhood": make_hood(),
        "place": "From the footbridge down to the water",
        "care": "Pick litter along the steps.",
        **fields,
    }
    return Block.objects.create(
        **{"listed_by": given.pop("listed_by", None) or make_person("Mia", role="official"), **given}
    )


def make_adoption(person: Person | None = None, block: Block | None = None, *, team: str = "") -> Adoption:
    """Somebody looks after a block since a moment ago."""
    return adopt_block(by=person or make_person("Ruth"), block=block or make_block(), agreed=True, team=team)


def sign_in(client, person: Person, *, second_factor: bool = True) -> Person:
    """Let a test client be this person, as after a code (and a second step, which official doors ask for)."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session_for(person, second_factor=second_factor)
    return person
