"""What joining, the roster and the page of a project read and count, as SQL of our own.

Many people open a project and press “Join” in the hour after a letter. Here the ORM's own work, building each statement anew,
cost more than the database's: 5 of 16 milliseconds for one seat. The rules stand in actions, as for everything else.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import prefetch_related_objects

from city.models import Department, Neighborhood
from core.rows import Rows
from files.models import Picture
from people.models import Person

from .models import Attendance, Event, Joining, Project, ProjectRole, ProjectTransition, SignUp, Slot, Tick

HOLDING = ", ".join(f"'{state.value}'" for state in SignUp.HOLDING)
FOR_A_TIME = ", ".join(f"'{state.value}'" for state in SignUp.HELD_FOR_A_TIME)
LIVE = ", ".join(f"'{state.value}'" for state in SignUp.LIVE)
CAME = ", ".join(f"'{state.value}'" for state in Attendance.CAME)
PUBLIC = ", ".join(f"'{status.value}'" for status in Project.PUBLIC)
ASKED = """
    SELECT 1 FROM people_agreementversion v
    WHERE v.valid_from <= %s AND (v.valid_until IS NULL OR v.valid_until > %s)
    AND (v.scope = 'site' OR v.scope = 'category' AND v.about = project.category
        OR v.scope = 'project' AND v.about = CAST(project.id AS varchar))
    AND NOT EXISTS (
        SELECT 1 FROM people_agreementversion w
        WHERE w.scope = v.scope AND w.about = v.about AND w.valid_from <= %s AND w.valid_from > v.valid_from
    )
"""  # what everybody signs for a project at a moment, which it takes three times

SLOT = Rows(
    f"""
    SELECT {{slot}}, {{event}}, {{project}}, EXISTS (
        SELECT 1 FROM projects_signup o
        WHERE o.slot_id = slot.id AND o.state IN ({FOR_A_TIME}) AND o.offer_expires_at <= %s
    ), EXISTS (
        SELECT 1 FROM projects_barring b
        WHERE b.project_id = project.id AND b.person_id = %s AND b.lifted_at IS NULL
    ), EXISTS (
        {ASKED}
        AND NOT EXISTS (SELECT 1 FROM people_signature s WHERE s.version_id = v.id AND s.person_id = %s)
    ), EXISTS (
        SELECT 1 FROM projects_attendance a WHERE a.person_id = %s AND a.state = 'no_show'
    )
    FROM projects_slot slot
    JOIN projects_event event ON event.id = slot.event_id
    JOIN projects_project project ON project.id = event.project_id
    WHERE slot.id = %s
    """,  # noqa: S608 - the states are our own
    slot=Slot, event=Event, project=Project,
)  # fmt: skip
PROJECT = Rows(
    f"""
    SELECT {{project}}, {{hood}}, {{picture}}, {{outcome}}, EXISTS (
        SELECT 1 FROM conversations_follow f WHERE f.subject_id = project.subject_id AND f.person_id = %s
    ), (
        SELECT count(*) FROM conversations_comment c
        WHERE c.subject_id = project.subject_id AND c.parent_id IS NULL AND c.state = 'published'
    )
    FROM projects_project project
    LEFT JOIN city_neighborhood hood ON hood.id = project.neighborhood_id
    LEFT JOIN files_picture picture ON picture.id = project.picture_id
    LEFT JOIN files_picture outcome ON outcome.id = project.outcome_picture_id
    WHERE project.slug = %s AND project.status IN ({PUBLIC}) AND NOT project.hidden
    """,  # noqa: S608 - the statuses are our own
    project=Project, hood=Neighborhood, picture=Picture, outcome=Picture,
)  # fmt: skip
DATES = Rows(
    f"""
    SELECT {{event}}, (
        SELECT count(*) FROM projects_attendance a WHERE a.event_id = event.id AND a.state IN ({CAME})
    )
    FROM projects_event event
    WHERE event.project_id = %s AND event.status <> 'draft'
    ORDER BY event.starts_at, event.id
    """,  # noqa: S608 - the states are our own
    event=Event,
)
LIST = Rows(
    f"""
    SELECT {{event}}, {{project}}, EXISTS (
        SELECT 1 FROM projects_tick t WHERE t.event_id = event.id AND t.outcome = '{Tick.Outcome.REFUSED.value}'
    ), EXISTS (
        SELECT 1 FROM projects_rosternote n
        JOIN projects_signup s ON s.id = n.signup_id
        JOIN projects_slot k ON k.id = s.slot_id
        WHERE k.event_id = event.id
    ), EXISTS ({ASKED})
    FROM projects_event event
    JOIN projects_project project ON project.id = event.project_id
    WHERE event.id = %s AND project.slug = %s AND event.status <> 'draft'
    """,  # noqa: S608 - the outcome is our own
    event=Event, project=Project,
)  # fmt: skip
MOST_LISTED = 20
LISTED = Rows(
    f"""
    SELECT {{event}}, {{project}}
    FROM projects_event event
    JOIN projects_project project ON project.id = event.project_id
    WHERE event.id IN ({", ".join(["%s"] * MOST_LISTED)})
    """,  # noqa: S608 - nothing but places for numbers
    event=Event, project=Project,
)  # fmt: skip
ORGANIZERS = Rows(
    """
    SELECT {role}, {person}
    FROM projects_projectrole role
    JOIN people_person person ON person.id = role.person_id
    WHERE role.project_id = %s
    """,
    role=ProjectRole, person=Person,
)  # fmt: skip
MOVES = Rows(
    """
    SELECT {move}, {department}
    FROM projects_projecttransition move
    LEFT JOIN city_department department ON department.id = move.department_id
    WHERE move.project_id = %s
    ORDER BY move.at, move.id
    """,
    move=ProjectTransition, department=Department,
)  # fmt: skip
WRITE_FIRST = "UPDATE projects_slot SET version = version + 1 WHERE id = %s"
COUNT = "UPDATE projects_slot SET seats_held = seats_held + %s, waiting = waiting + %s WHERE id = %s"
IF_THEY_FIT = " AND (capacity IS NULL OR capacity >= seats_held + %s)"
SITS = f"""
    SELECT s.slot_id, e.title
    FROM projects_signup s
    JOIN projects_slot t ON t.id = s.slot_id
    JOIN projects_event e ON e.id = t.event_id
    WHERE s.person_id = %s AND (
        s.slot_id = %s AND s.state IN ({LIVE}) OR s.state IN ({HOLDING}) AND e.starts_at < %s AND e.ends_at > %s
    )
    ORDER BY s.id LIMIT 1
"""  # noqa: S608 - the states are our own


def slot(slot_id: int, at: datetime, *, person: int = 0) -> tuple[Slot, bool] | None:
    """A slot with its event and project, and whether a place held in it is overdue.

    For a person its `joining` says whether they are barred from it, have something unsigned, and ever missed a date.
    """
    when = _moment(at)
    asked = (when, person, when, when, when, person, person, slot_id)
    for found, event, project, overdue, barred, unsigned, missed in SLOT.find(*asked):
        found.event, event.project = event, project
        if person:
            found.joining = Joining(person, bool(barred), bool(unsigned), bool(missed))
        return found, bool(overdue)
    return None


def public_project(slug: str, person: Person | None = None) -> Project | None:
    """One that everybody may see, with its neighborhood and pictures, whether this person follows it, and how many questions
    were asked."""
    for project, hood, picture, outcome, followed, questions in PROJECT.find(person.pk if person else 0, slug):
        project.followed, project.questions = bool(followed), questions
        project.neighborhood = hood if project.neighborhood_id else None
        project.picture = picture if project.picture_id else None
        project.outcome_picture = outcome if project.outcome_picture_id else None
        return project
    return None


def dates(project: Project) -> list[Event]:
    """All dates that were ever announced, in their order, each with how many `came`."""
    found = []
    for event, event.came in DATES.find(project.pk):
        event.project = project
        found.append(event)
    return found


def listed(numbers: list[int]) -> list[Event]:
    """Dates with these numbers, at most 20 and in this order, each with its project and tasks."""
    found = {}
    for event, event.project in LISTED.find(*numbers, *[0] * (MOST_LISTED - len(numbers))) if numbers else ():
        found[event.pk] = event
    events = [found[pk] for pk in numbers if pk in found]
    prefetch_related_objects(events, "slots")
    return events


def organizers(project: Project) -> list[ProjectRole]:
    """In no order, each with the person."""
    found = []
    for role, role.person in ORGANIZERS.find(project.pk):
        found.append(role)
    return found


def moves(project: Project) -> list[ProjectTransition]:
    """Oldest first, each with the department that decided."""
    found = []
    for move, department in MOVES.find(project.pk):
        move.department = department if move.department_id else None
        found.append(move)
    return found


class Roster(NamedTuple):
    """A date with its project, and what the page of its list has to look for."""

    event: Event
    misfits: bool  # a press did not count
    notes: bool  # somebody left a note
    papers: bool  # something is to be signed


def roster(slug: str, event_id: int, at: datetime) -> Roster | None:
    """Of a date that was announced."""
    when = _moment(at)
    for event, project, *has in LIST.find(when, when, when, event_id, slug):
        event.project = project
        return Roster(event, *map(bool, has))
    return None


def write_first(slot_id: int) -> bool:
    """Lock the slot by writing it. False if there is none."""
    return bool(_change(WRITE_FIRST, slot_id))


def count(slot_id: int, *, seats: int, waiting: int) -> bool:
    """Move both counters. False where more seats were asked for than are left: then nothing has changed."""
    if seats > 0:
        return bool(_change(COUNT + IF_THEY_FIT, seats, waiting, slot_id, seats))
    return bool(_change(COUNT, seats, waiting, slot_id))


def sits(person_id: int, slot_id: int, *, begins_before: datetime, ends_after: datetime) -> tuple[int, str] | None:
    """Slot and title of a place this person has: in this slot, even in its queue, or a seat anywhere between these hours."""
    with connection.cursor() as cursor:
        cursor.execute(SITS, [person_id, slot_id, _moment(begins_before), _moment(ends_after)])
        return cursor.fetchone()


def _change(statement: str, *params: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def _moment(at: datetime) -> datetime | str | None:
    """As this database compares moments."""
    return connection.ops.adapt_datetimefield_value(at)
