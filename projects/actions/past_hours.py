"""Hours of the time before this site, from an official's file: the good lines in, the bad ones back with their reasons.

Every line that is taken is a verified attendance like any other: seen by an official (E4), never for oneself or one's
household, never two places at once, at most 12 hours a day. So points follow by the same rules and caps, and the same
file sent again finds everything there already.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from city.context import the_city
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person, User
from projects import bells, wall_clock
from projects.models import Attendance, Event, Project, Recap
from projects.past_hours import GOOD, THERE, Line, read, times
from projects.permissions import can_import_hours, can_revise

from .roster import _verify
from .transitions import hold

OLDEST = timedelta(days=5 * 366)
NEWEST = timedelta(days=15)  # what is newer belongs on a roster, and would be thanked for


def preview_hours(*, by: Person, text: str) -> list[Line]:
    """What the file would do, found out by doing it and taking it all back."""
    with transaction.atomic():
        lines = _import(by, text)
        transaction.set_rollback(True)
    return lines


def import_hours(*, by: Person, text: str) -> list[Line]:
    """Take the good lines. Twice is harmless."""
    with transaction.atomic():
        lines = _import(by, text)
        if taken := sum(line.state == GOOD for line in lines):
            bells.hours_imported.ring(by=by, on=by, count=taken)
        return lines


def _import(by: Person, text: str) -> list[Line]:
    if not can_import_hours(by):
        raise NotAllowed
    lines = read(text)
    people = _people(lines)
    for line in lines:
        try:
            with transaction.atomic():
                _take(by, line, people)
        except RuleBroken as refusal:
            line.refuse(str(refusal))
    return lines


def _people(lines: list[Line]) -> dict[str, Person]:
    addresses = {line.cells["email"].lower() for line in lines}
    users = User.objects.filter(email__in=addresses, is_active=True, person__isnull=False).select_related("person")
    return {user.email.lower(): user.person for user in users if user.person}


def _take(by: Person, line: Line, people: dict[str, Person]) -> None:
    person = people.get(line.cells["email"].lower())
    if person is None:
        raise RuleBroken(
            gettext("Nobody here has this address. They join first, then the line is good."), code="person"
        )
    line.name = person.public_name
    project = _project(line.cells["project"])
    hold(project)
    starts, ends = _moments(line)
    event = _event(by, project, starts, ends)
    row = Attendance.objects.filter(event=event, person=person).first()
    if row is not None and row.state in Attendance.VERIFIED:
        line.state, line.minutes = THERE, row.minutes
        return
    if row is not None:
        raise RuleBroken(
            gettext("This date has a list here that says something else. Put it right there."), code="list"
        )
    row = Attendance(
        event=event, person=person, state=Attendance.State.CHECKED_IN, evidence=Attendance.Evidence.OFFICIAL, verified_by=by
    )  # fmt: skip
    if not can_revise(by, row):
        raise RuleBroken(gettext("Nobody vouches for themselves or their household."), code="household")
    row.save(force_insert=True)
    if problem := _verify(row, by, event):
        raise problem
    if not row.minutes:
        raise RuleBroken(gettext("At most 12 hours count in one day."), code="day_full")
    line.minutes = row.minutes


def _project(words: str) -> Project:
    public = Project.objects.public()
    found = public.filter(slug=words.lower()).first() or public.filter(title__iexact=words).order_by("pk").first()
    if not words or found is None:
        raise RuleBroken(gettext("There is no project of this name here."), code="project")
    return found


def _moments(line: Line) -> tuple[datetime, datetime]:
    first, last = times(line)
    zone = the_city().time_zone
    starts, ends = wall_clock.moment(first, zone), wall_clock.moment(last, zone)
    if ends > now() - NEWEST:
        raise RuleBroken(gettext("Dates of the last two weeks belong on the project’s own list."), code="too_new")
    if starts < now() - OLDEST:
        raise RuleBroken(gettext("Hours older than five years are not taken."), code="too_old")
    if ends - starts > timedelta(hours=12):
        raise RuleBroken(gettext("At most 12 hours count in one day."), code="too_long")
    return starts, ends


def _event(by: Person, project: Project, starts: datetime, ends: datetime) -> Event:
    """The closed date of these very hours, made if there is none. Nobody gets a letter for it."""
    there = project.events.filter(starts_at=starts, ends_at=ends).exclude(status=Event.Status.CANCELLED).first()
    if there is not None and there.status != Event.Status.CLOSED:
        raise RuleBroken(gettext("The list of this date is still open here. Close it there."), code="open")
    if there is not None:
        there.project = project
        return there
    event = Event.objects.create(
        project=project, title=project.title, starts_at=starts, ends_at=ends, zone=the_city().time_zone,
        meeting_point=project.place or project.title, status=Event.Status.CLOSED, closed_at=now(),
    )  # fmt: skip
    Recap.objects.create(event=event, shared_at=ends, shared_by=by)
    return event
