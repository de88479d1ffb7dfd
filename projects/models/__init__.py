"""Projects, their events and slots, who signed up, who came, for how long, and what came of it."""

from .attendance import Attendance, AttendanceRevision
from .disputes import Dispute
from .events import Event, EventQuerySet, Slot
from .projects import Category, Project, ProjectQuerySet, ProjectRole, ProjectTransition
from .series import Series, SeriesQuerySet
from .signups import SignUp, SignUpQuerySet
from .site import Kiosk, Tick

__all__ = [
    "Attendance",
    "AttendanceRevision",
    "Category",
    "Dispute",
    "Event",
    "EventQuerySet",
    "Kiosk",
    "Project",
    "ProjectQuerySet",
    "ProjectRole",
    "ProjectTransition",
    "Series",
    "SeriesQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Slot",
    "Tick",
]
