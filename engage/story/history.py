"""What happened before the story: a laid-out city, three projects, and one neighbor who came to eight mornings of work.

Lived through the rooms' own actions on the days it happened, so that the facts for a Super User are real ones.
"""

from datetime import datetime, time, timedelta

from city.models import Department, Neighborhood
from cms.demo import pages, place
from cms.starter import build_site
from core import clock, queue
from people.deeds import deliver_all
from people.demo import demo_person
from people.models import Person, RoleGrant, User
from projects import actions
from projects.actions.reviewing import checklist_for
from projects.models import Event, Project, Slot

from .stage import ZONE, address

MORNINGS = 8
REGULAR = "Ruth"
PROJECTS = (("Reading hour at the library", "Farah"), ("Paths in Elm Park", "Tom"), ("Soup for the harbor", "Petra"))


def live() -> None:
    """Ends at ten in the morning, tomorrow at the latest, so that no night is near."""
    place.lay_out(build_site())
    pages.tell_stories()
    present = datetime.combine((clock.now().astimezone(ZONE) + timedelta(days=1)).date(), time(10), tzinfo=ZONE)
    with queue.quiet():
        go_to(present - timedelta(days=100))
        official = demo_person("official")
        RoleGrant.objects.filter(person=official).update(department=Department.objects.get(slug="parks-office"))
        regular = make(REGULAR)
        projects = [start(title, make(lead), official) for title, lead in PROJECTS]
        for n in range(MORNINGS):
            morning(projects[n % len(projects)], regular, present - timedelta(days=90 - 10 * n))
        go_to(present)
        plan(projects[0], present + timedelta(days=5), "Readers", 10)
        deliver_all()


def make(name: str) -> Person:
    hood = Neighborhood.objects.defer("boundary").first()
    person = Person.objects.create(first_name=name, last_name="Osei", adult=True, neighborhood=hood)
    User.objects.create_user(address(name), person)
    return person


def start(title: str, lead: Person, official: Person) -> Project:
    project = actions.propose_project(
        by=lead,
        title=title,
        summary="An hour and a half with neighbors, once in a while, and tea afterwards.",
        body="We meet, we work, we have tea.",
        category="mentoring",
        neighborhood=lead.neighborhood,
        place="The big table on the first floor",
        wanted="Hours that we spend with each other",
        wanted_number=100,
        wanted_unit="hours",
    )
    actions.submit_project(by=lead, project=project)
    actions.approve_project(by=official, project=project, checklist=dict.fromkeys(checklist_for(project), True))
    return Project.objects.get(pk=project.pk)


def morning(project: Project, regular: Person, starts: datetime) -> None:
    """Planned the day before, three hours long, seen by the lead."""
    go_to(starts - timedelta(days=1))
    event = plan(project, starts, "Everything", 12)
    actions.join_slot(by=regular, slot=Slot.objects.get(event=event))
    go_to(starts + timedelta(minutes=5))
    lead = project.organizers.get().person
    actions.check_in(by=lead, event=event, person=regular)
    go_to(event.ends_at + timedelta(hours=1))
    actions.close_event(by=lead, event=Event.objects.get(pk=event.pk))


def plan(project: Project, starts: datetime, task: str, places: int) -> Event:
    project = Project.objects.get(pk=project.pk)
    return actions.schedule_event(
        by=project.organizers.get().person,
        project=project,
        starts_at=starts.replace(tzinfo=None),
        ends_at=(starts + timedelta(hours=3)).replace(tzinfo=None),
        zone=str(ZONE),
        meeting_point=project.place,
        slots=[{"name": task, "capacity": places}],
    )


def go_to(moment: datetime) -> None:
    deliver_all()
    clock.shift(moment - clock.now())
