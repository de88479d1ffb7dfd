"""Who is under 18 is known by name to the leads only."""

from people.models import Person
from projects.models import Project
from projects.permissions import leads


def veil(reader: Person, project: Project, *people: Person) -> None:
    """For anybody but a lead, put what others see in place of the name; on these objects only, nothing is saved."""
    young = [person for person in people if person.is_minor]
    if young and not leads(reader, project):
        for person in young:
            person.first_name, person.last_name = person.public_name, ""
