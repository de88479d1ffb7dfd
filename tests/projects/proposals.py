"""Proposals in any state, made through the same actions as in real life."""

from projects import actions
from projects.actions.reviewing import checklist_for
from projects.models import Project, ProjectRole
from tests.builders import make_hood, make_person

REASON = "Please say which stretch of the bank you mean, because half of it is private land."
WHOLE = {
    "category": "repair",
    "title": "Bat boxes for the mill",
    "summary": "Build and hang ten boxes under the roof of the old mill.",
    "place": "Yard of the old mill, beside the big wheel",
    "wanted": "Bat boxes hanging before the winter",
    "wanted_number": 10,
    "wanted_unit": "boxes",
}


def make_draft(lead=None, **answers) -> Project:
    lead = lead or make_person("Ana")
    return actions.propose_project(by=lead, **{**WHOLE, "neighborhood": make_hood(), **answers})


def make_submitted(lead=None, **answers) -> Project:
    lead = lead or make_person("Ana")
    project = make_draft(lead, **answers)
    if project.risk in (Project.Risk.MINORS, Project.Risk.ONE_TO_ONE):
        lead_together(make_person("Tom"), project)
    actions.submit_project(by=lead, project=project)
    return project


def all_ticked(project: Project) -> dict[str, bool]:
    return dict.fromkeys(checklist_for(project), True)


def lead_of(project: Project):
    return project.organizers.get(role=ProjectRole.Role.LEAD).person


def lead_together(person, project: Project) -> ProjectRole:
    """The lead hands out an invitation, and this person says yes."""
    return actions.accept_co_lead(by=person, token=actions.invite_co_lead(by=lead_of(project), project=project))
