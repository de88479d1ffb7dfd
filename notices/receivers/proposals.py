"""A proposal on its way: told to those who organize it, and to those who must read it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import button
from people.absence import there
from people.deeds import hears
from people.models import Deed, Person, Role, RoleGrant
from projects import bells
from projects.models import Project, ProjectRole, ProjectTransition
from projects.permissions import NEEDS_TWO_OFFICIALS, can_review


def project_of(deed: Deed) -> Project:
    return Project.objects.get(pk=deed.ids["project"])


def organizers(project: Project) -> list[Person]:
    """Lead and co-leads, the lead first."""
    rows = ProjectRole.objects.filter(project=project, role__in=ProjectRole.LEADS).select_related("person__user")
    return [row.person for row in rows.order_by("-role", "pk")]


def reviewers(project: Project) -> list[Person]:
    """Those who read proposals and have no part in this one; officials where the city named no reviewers.

    Where children or young people take part only officials can say yes, so they hear of it.
    Who stands in for somebody who is away hears it instead; they must have no part in it either.
    """
    grants = RoleGrant.objects.in_force().select_related("person__user").order_by("pk")
    for role in (Role.REVIEWER, Role.OFFICIAL, Role.ADMINISTRATOR):
        if role == Role.REVIEWER and project.risk in NEEDS_TWO_OFFICIALS:
            continue
        people = {grant.person_id: grant.person for grant in grants.filter(role=role)}
        found = [person for person in there(list(people.values())) if can_review(person, project)]
        if found:
            return found
    return []


def office(transition: ProjectTransition) -> Any:
    """A named office, or the city."""
    return transition.department.name if transition.department else _("The city")


@hears(bells.project_submitted)
def tell_of_the_new_proposal(deed: Deed) -> None:
    """A receipt to the organizers, a hint to the reviewers. What was decided meanwhile is not waiting any more."""
    project = project_of(deed)
    if project.status != Project.Status.SUBMITTED:
        return
    people = organizers(project)
    for person in people:
        post(
            kind="proposal_sent",
            to=person,
            event_key=f"project:{project.pk}:sent:{deed.pk}",
            context={"project": project, **button(_("See how it stands"), "projects:project_page", slug=project.slug)},
        )
    again = ProjectTransition.objects.filter(project=project, to_status=Project.Status.SUBMITTED).count() > 1
    proposer = people[0] if people else deed.by  # where nobody organizes it any more
    ask_to_read(deed, project, "projects:project_page", proposer=proposer, again=again)


@hears(bells.project_opened)
def tell_of_what_is_to_be_read(deed: Deed) -> None:
    """A Super User did not wait: those who read proposals read it afterwards."""
    project = project_of(deed)
    if project.is_unread:
        ask_to_read(deed, project, "review_project", proposer=deed.by, is_open=True)


def ask_to_read(deed: Deed, project: Project, page: str, **words: Any) -> None:
    """Everybody who reads proposals, with a way to the page where they do."""
    for person in reviewers(project):
        post(
            kind="proposal_waiting",
            to=person,
            event_key=f"project:{project.pk}:waiting:{deed.pk}",
            context={"project": project, **words, **button(_("Read it"), page, slug=project.slug)},
        )


@hears(bells.changes_requested)
def tell_of_the_wanted_change(deed: Deed) -> None:
    tell_the_decision(deed, "changes_requested", Project.Status.NEEDS_CHANGES, _("Change it and send it again"))


@hears(bells.project_approved)
def tell_of_the_yes(deed: Deed) -> None:
    tell_the_decision(deed, "project_approved", Project.Status.PUBLISHED, _("Plan the first date"))


@hears(bells.project_rejected)
def tell_of_the_no(deed: Deed) -> None:
    tell_the_decision(deed, "project_rejected", Project.Status.REJECTED, _("See the project"))


def tell_the_decision(deed: Deed, kind: str, decided: str, label: Any) -> None:
    """The words of the decision, to those who organize the project."""
    project = project_of(deed)
    transition = ProjectTransition.objects.select_related("department").get(pk=deed.ids["transition"])
    if transition.to_status != decided:
        return
    for person in organizers(project):
        post(
            kind=kind,
            to=person,
            event_key=f"transition:{transition.pk}",
            context={
                "project": project,
                "transition": transition,
                "office": office(transition),
                **button(label, "projects:project_page", slug=project.slug),
            },
        )


@hears(bells.project_cancelled)
def tell_of_the_cancelled_project(deed: Deed) -> None:
    """To the organizers who did not do it themselves; those on its dates hear of each date."""
    project = project_of(deed)
    move = project.transitions.filter(to_status=Project.Status.CANCELLED).order_by("pk").last()
    for person in without(organizers(project), deed.by):
        post(
            kind="project_cancelled",
            to=person,
            event_key=f"project:{project.pk}:cancelled",
            context={
                "project": project,
                "canceller": deed.by.public_name,
                "reason": move.reason if move else "",
                **button(_("See the project"), "projects:project_page", slug=project.slug),
            },
        )


@hears(bells.project_paused, bells.project_resumed)
def tell_of_the_pause(deed: Deed) -> None:
    """That it stops for a while, or goes on: to the organizers who did not do it themselves."""
    project = project_of(deed)
    transition = ProjectTransition.objects.get(pk=deed.ids["transition"])
    for person in without(organizers(project), deed.by):
        post(
            kind="project_paused",
            to=person,
            event_key=f"transition:{transition.pk}",
            context={
                "project": project,
                "goes_on": transition.to_status != Project.Status.PAUSED,
                "pauser": deed.by.public_name,
                "reason": transition.reason,
                **button(_("See the project"), "projects:project_page", slug=project.slug),
            },
        )


def without(people: Iterable[Person], one: Person) -> list[Person]:
    return [person for person in people if person.pk != one.pk]
