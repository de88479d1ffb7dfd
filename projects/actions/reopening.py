"""A list that was closed too early is opened again by an official."""

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from people.models import Person
from projects import bells, permissions
from projects.models import Attendance, Event, Project, Reopening

from . import transitions
from .events import locked
from .transcripts import replace_transcripts

REASON_LETTERS, REASON_LIMIT = 10, 300


@transaction.atomic
def reopen_event(*, by: Person, event: Event, reason: str) -> Event:
    """Its organizers can tick again and close it once more. Hours that were confirmed stay; "not known" is open again.

    Until then nobody proves hours with it, so papers that have a line of it are replaced.
    """
    transitions.hold(Project.objects.get(events=event.pk))  # it is not finished meanwhile
    event = locked(event)
    if not permissions.can_reopen(by, event):
        raise NotAllowed
    reason = reason.strip()
    if not REASON_LETTERS <= len(reason) <= REASON_LIMIT:
        raise RuleBroken(gettext("Say why, in 10 to 300 letters. The organizers read it."), code="reason_needed")
    if event.status != Event.Status.CLOSED:
        raise RuleBroken(gettext("This list is not closed."), code="not_closed")
    if event.project.status not in Project.JOINABLE:
        raise RuleBroken(gettext("The project is over or stopped, so its lists stay closed."), code="over")
    advance(event, Event.Status.SCHEDULED, closed_at=None)
    event.attendances.filter(state=Attendance.State.UNKNOWN).update(state=Attendance.State.EXPECTED)
    replace_transcripts(attendances=event.attendances.all())
    Reopening.objects.create(event=event, by=by, reason=reason)
    bells.event_reopened.ring(by=by, on=event, event=event.pk)
    return event
