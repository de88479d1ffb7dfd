"""Projects, their events and slots, who signed up, who came, for how long, and what came of it."""

from .attendance import Attendance, AttendanceRevision
from .blocks import Adoption, AdoptionQuerySet, Block, BlockQuerySet, Teammate
from .broadcasts import Broadcast, BroadcastQuerySet, Recipient
from .calendars import CalendarAddress, secret_hash
from .disputes import Dispute
from .events import Event, EventQuerySet, Joining, Slot
from .impact import BeforeAfter, ImpactEntry, ImpactTotal, MetricDefinition, Recap
from .land import LandPaper
from .needs import Claim, ClaimQuerySet, Need
from .notes import ProjectNote
from .projects import Category, Project, ProjectQuerySet, ProjectRole, ProjectTransition
from .reminders import Reminder
from .reopenings import Reopening
from .series import Series, SeriesQuerySet
from .signups import Barring, QueueMove, RosterNote, SignUp, SignUpQuerySet
from .site import Kiosk, Tick
from .transcripts import Transcript, TranscriptLine
from .work import WorkLog

__all__ = [
    "Adoption",
    "AdoptionQuerySet",
    "Attendance",
    "AttendanceRevision",
    "Barring",
    "BeforeAfter",
    "Block",
    "BlockQuerySet",
    "CalendarAddress",
    "Broadcast",
    "BroadcastQuerySet",
    "Category",
    "Claim",
    "ClaimQuerySet",
    "Dispute",
    "Event",
    "EventQuerySet",
    "ImpactEntry",
    "ImpactTotal",
    "Joining",
    "Kiosk",
    "LandPaper",
    "MetricDefinition",
    "Need",
    "Project",
    "ProjectNote",
    "ProjectQuerySet",
    "ProjectRole",
    "ProjectTransition",
    "QueueMove",
    "Recap",
    "Recipient",
    "Reminder",
    "Reopening",
    "RosterNote",
    "Series",
    "SeriesQuerySet",
    "SignUp",
    "SignUpQuerySet",
    "Slot",
    "Teammate",
    "Tick",
    "Transcript",
    "TranscriptLine",
    "WorkLog",
    "secret_hash",
]
