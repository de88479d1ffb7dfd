"""Dates that only those who lead the project see: announce one, or throw it away."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from people.models import Person
from projects.models import Event, Project
from projects.permissions import can_schedule

from . import transitions
from .events import announced, locked, must_take_dates, times


@transaction.atomic
def announce_event(*, by: Person, event: Event) -> Event:
    """Everybody sees it and can join."""
    transitions.hold(Project.objects.get(events=event.pk))
    event = _draft(by, event)
    must_take_dates(by=by, project=event.project)
    times(event.starts_at, event.ends_at, event.zone)
    advance(event, Event.Status.SCHEDULED, changed_at=now())
    announced(by=by, event=event)
    return event


@transaction.atomic
def discard_event(*, by: Person, event: Event) -> None:
    """Throw a draft away: nobody has seen it, and nobody is on it."""
    event = _draft(by, event)
    event.slots.all().delete()
    event.needs.all().delete()
    event.delete()


def _draft(by: Person, event: Event) -> Event:
    event = locked(event)
    if not can_schedule(by, event.project):
        raise NotAllowed
    if not event.is_draft:
        raise RuleBroken(gettext("This date is announced already."), code="no_draft")
    return event
