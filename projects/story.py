"""How far a project is, as stops of one line: what is done, what is now, what is ahead."""

from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from core.when import day_words, local, moment_words

from .models import Event, Project, ProjectRole, ProjectTransition

ENDED = (Project.Status.COMPLETED, Project.Status.ARCHIVED)
DATES_SHOWN = 4


class Stop(NamedTuple):
    name: str
    note: str = ""
    state: str = ""  # done, now, end (it ended here), or ahead


def stops(
    project: Project, organizers: list[ProjectRole], transitions: list[ProjectTransition], events: list[Event]
) -> list[Stop]:
    """From the proposal to the report, with the last dates in between."""
    moves = {move.to_status: move for move in transitions}
    return [
        _proposed(project, organizers, moves),
        *_approved(project, moves),
        *_dates(events),
        *_end(project, moves, events),
    ]


def _proposed(project: Project, organizers: list[ProjectRole], moves: dict[str, ProjectTransition]) -> Stop:
    sent = moves.get(Project.Status.SUBMITTED)
    day = day_words(local(sent.at if sent else project.created_at).date())
    lead = next((role.person.public_name for role in organizers if role.role == ProjectRole.Role.LEAD), "")
    name = gettext("Proposed by %(name)s") % {"name": lead} if lead else gettext("Proposed")
    return Stop(name, day, "done")


def _approved(project: Project, moves: dict[str, ProjectTransition]) -> list[Stop]:
    published = moves.get(Project.Status.PUBLISHED)
    at = published.at if published else project.published_at
    if at is None:
        return [Stop(gettext("The city reads it"), "", "now")]
    if published and published.from_status == Project.Status.DRAFT:
        opened = Stop(gettext("Opened by a Super User"), day_words(local(at).date()), "done")
        due = project.review_due_on
        return (
            [opened, Stop(gettext("The city reads it"), gettext("by %(day)s") % {"day": day_words(due)})]
            if due
            else [opened]
        )
    office = published.department.name if published and published.department else ""
    name = gettext("Approved by the %(office)s") % {"office": office} if office else gettext("Approved by the city")
    return [Stop(name, day_words(local(at).date()), "done")]


def _dates(events: list[Event]) -> list[Stop]:
    shown = [event for event in events if event.status != Event.Status.CANCELLED]
    done = [event for event in shown if event.status == Event.Status.CLOSED][-DATES_SHOWN:]
    ahead = [event for event in shown if event.status == Event.Status.SCHEDULED and not event.has_ended][:DATES_SHOWN]
    passed = [_passed(event) for event in done]
    first = gettext("Going on now") if ahead and ahead[0].has_started else gettext("Next date")
    names = (first, *[gettext("Another date")] * DATES_SHOWN)
    coming = [
        Stop(name, moment_words(event.starts_at, event), "" if n else "now")
        for n, (name, event) in enumerate(zip(names, ahead, strict=False))
    ]
    return passed + coming


def _passed(event: Event) -> Stop:
    day = day_words(event.local_start.date())
    came = getattr(event, "came", 0)
    people = ngettext("%(n)d person came", "%(n)d people came", came) % {"n": came}
    return Stop(people if came else gettext("A date"), day, "done")


def _end(project: Project, moves: dict[str, ProjectTransition], events: list[Event]) -> list[Stop]:
    if project.status in ENDED:
        at = project.completed_at
        return [Stop(gettext("Done"), day_words(local(at).date()) if at else "", "done")]
    if project.status == Project.Status.CANCELLED:
        move = moves.get(Project.Status.CANCELLED)
        return [Stop(gettext("Cancelled"), move.reason if move else "", "end")]
    if project.status == Project.Status.PAUSED:
        move = moves.get(Project.Status.PAUSED)
        return [Stop(gettext("Paused"), move.reason if move else "", "now")]
    waiting = any(event.status == Event.Status.SCHEDULED and not event.has_ended for event in events)
    dates = [] if waiting else [Stop(gettext("The next date"), gettext("the organizers are planning it"), "now")]
    return [*dates, Stop(gettext("Report with numbers")), Stop(gettext("Project done"))]
