"""Hours of the time before this site, from an official's file: the good lines in, the bad ones back with their reasons.

Every line that is taken is a verified attendance like any other: seen by an official (E4), never for oneself or one's
household, never two places at once, at most 12 hours a day. So points follow by the same rules and caps, and the same
file sent again finds everything there already.
"""

from dataclasses import dataclass, field
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

from .hours import verify
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
    known = Known(by, _people(lines), _projects(lines))
    for line in lines:
        try:
            with transaction.atomic():
                _take(known, line)
        except RuleBroken as refusal:
            known.forget(line)
            line.refuse(str(refusal))
    return lines


@dataclass
class Known:
    """What lines of one file share, so that a thousand of them ask for it once. Its projects are held until the end."""

    by: Person
    people: dict[str, Person]
    projects: dict[str, Project]
    zone: str = field(default_factory=lambda: the_city().time_zone)
    dates: dict[tuple[int, datetime, datetime], Event] = field(default_factory=dict)
    made: dict[int, tuple[int, datetime, datetime]] = field(default_factory=dict)  # line → the date it brought
    rows: dict[int, dict[int, Attendance]] = field(default_factory=dict)  # date → person → row
    vouched: dict[int, bool] = field(default_factory=dict)  # person → may the official vouch for them

    def forget(self, line: Line) -> None:
        """The line was refused, and the date that it brought is gone with it."""
        if (key := self.made.pop(line.number, None)) is not None:
            del self.dates[key]


def _people(lines: list[Line]) -> dict[str, Person]:
    addresses = {line.cells["email"].lower() for line in lines}
    users = User.objects.filter(email__in=addresses, is_active=True, person__isnull=False).select_related("person")
    return {user.email.lower(): user.person for user in users if user.person}


def _take(known: Known, line: Line) -> None:
    by, person = known.by, known.people.get(line.cells["email"].lower())
    if person is None:
        raise RuleBroken(
            gettext("Nobody here has this address. They join first, then the line is good."), code="person"
        )
    line.name = person.public_name
    project = known.projects.get(line.cells["project"])
    if project is None:
        raise RuleBroken(gettext("There is no project of this name here."), code="project")
    starts, ends = _moments(line, known.zone)
    event = _event(known, line, project, starts, ends)
    there = known.rows.setdefault(event.pk, {})
    row = there.get(person.pk)
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
    if not _may_vouch(known, row):
        raise RuleBroken(gettext("Nobody vouches for themselves or their household."), code="household")
    row.save(force_insert=True)
    if problem := verify(row=row, by=by, event=event):
        raise problem
    if not row.minutes:
        raise RuleBroken(gettext("At most 12 hours count in one day."), code="day_full")
    line.minutes, there[person.pk] = row.minutes, row


def _may_vouch(known: Known, row: Attendance) -> bool:
    if row.person_id not in known.vouched:
        known.vouched[row.person_id] = can_revise(known.by, row)
    return known.vouched[row.person_id]


def _projects(lines: list[Line]) -> dict[str, Project]:
    """By the words that name them. They are held here, once: a lock taken within a line would be gone with the line."""
    public = Project.objects.public().filter(department=None)  # at meetings nobody earns hours
    named = {}
    for words in {line.cells["project"] for line in lines} - {""}:
        found = public.filter(slug=words.lower()).first() or public.filter(title__iexact=words).order_by("pk").first()
        if found is not None:
            named[words] = found
    held = {project.pk: project for project in named.values()}
    for _pk, project in sorted(held.items()):
        hold(project)
    return {words: held[project.pk] for words, project in named.items()}


def _moments(line: Line, zone: str) -> tuple[datetime, datetime]:
    first, last = times(line)
    starts, ends = wall_clock.moment(first, zone), wall_clock.moment(last, zone)
    if ends > now() - NEWEST:
        raise RuleBroken(gettext("Dates of the last two weeks belong on the project’s own list."), code="too_new")
    if starts < now() - OLDEST:
        raise RuleBroken(gettext("Hours older than five years are not taken."), code="too_old")
    if ends - starts > timedelta(hours=12):
        raise RuleBroken(gettext("At most 12 hours count in one day."), code="too_long")
    return starts, ends


def _event(known: Known, line: Line, project: Project, starts: datetime, ends: datetime) -> Event:
    """The closed date of these very hours, made if there is none. Nobody gets a letter for it."""
    key = (project.pk, starts, ends)
    if key in known.dates:
        return known.dates[key]
    there = project.events.filter(starts_at=starts, ends_at=ends).exclude(status=Event.Status.CANCELLED).first()
    if there is not None and there.status != Event.Status.CLOSED:
        raise RuleBroken(gettext("The list of this date is still open here. Close it there."), code="open")
    if there is not None:
        there.project = project
        known.rows[there.pk] = {row.person_id: row for row in there.attendances.all()}
        known.dates[key] = there
        return there
    event = Event.objects.create(
        project=project, title=project.title, starts_at=starts, ends_at=ends, zone=known.zone,
        meeting_point=project.place or project.title, status=Event.Status.CLOSED, closed_at=now(),
    )  # fmt: skip
    Recap.objects.create(event=event, shared_at=ends, shared_by=known.by)
    known.dates[key], known.made[line.number] = event, key
    return event
