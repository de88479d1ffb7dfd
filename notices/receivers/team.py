"""Who organizes a project changes: told to those it concerns, not to the one who did it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person
from projects import bells
from projects.models import Project, ProjectRole


@hears(bells.team_joined)
def tell_of_the_new_organizer(deed: Deed) -> None:
    """To the lead."""
    _tell(deed, "joined", _lead(deed))


@hears(bells.team_left)
def tell_of_the_organizer_who_left(deed: Deed) -> None:
    """To the lead; to the person when somebody else took them off."""
    person = _person(deed)
    if person != deed.by:
        _tell(deed, "removed", [person])
    _tell(deed, "left", _lead(deed))


@hears(bells.lead_offered)
def ask_to_take_the_lead(deed: Deed) -> None:
    """While the question stands."""
    if ProjectRole.objects.filter(
        project=deed.ids["project"], person=deed.ids["person"], lead_offered_at__isnull=False
    ).exists():
        _tell(deed, "offered", [_person(deed)])


@hears(bells.lead_taken)
def tell_of_the_new_lead(deed: Deed) -> None:
    """To everybody else on the team."""
    roles = ProjectRole.objects.filter(project=deed.ids["project"]).select_related("person__user")
    _tell(deed, "taken", [role.person for role in roles])


def _person(deed: Deed) -> Person:
    return Person.objects.select_related("user").get(pk=deed.ids["person"])


def _lead(deed: Deed) -> list[Person]:
    roles = ProjectRole.objects.filter(project=deed.ids["project"], role=ProjectRole.Role.LEAD)
    return [role.person for role in roles.select_related("person__user")]


def _tell(deed: Deed, what: str, people: Iterable[Person]) -> None:
    project = Project.objects.get(pk=deed.ids["project"])
    page = "projects:project_page" if what == "removed" else "projects:project_team"
    for person in people:
        if person.pk == deed.by_id:
            continue
        post(
            kind="team_changed",
            to=person,
            event_key=f"team:{deed.pk}",
            context={
                "what": what,
                "project": project,
                "who": _person(deed).public_name,
                "by_whom": deed.by.public_name,
                **button(_("See the project") if what == "removed" else _("See the team"), page, slug=project.slug),
            },
        )
