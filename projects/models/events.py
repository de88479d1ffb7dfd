"""Dates of a project, and the tasks with places on each of them."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from conversations.models import Subject
from core import clock, when
from people.models import Credential, Person

from .projects import Project
from .series import Series


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(project__status__in=Project.PUBLIC, project__hidden=False).exclude(status=Event.Status.DRAFT)

    def visible_to(self, person: Person | None):
        return self.filter(project__in=Project.objects.visible_to(person))

    def coming(self):
        """Still ahead or going on, soonest first."""
        return self.filter(status=Event.Status.SCHEDULED, ends_at__gt=clock.now()).order_by("starts_at", "pk")

    def on_offer(self):
        """What everybody can still come to, soonest first, with project and tasks: two queries however many rows."""
        return (
            self.filter(status=Event.Status.SCHEDULED, starts_at__gt=clock.now())
            .filter(project__status__in=Project.JOINABLE, project__hidden=False)
            .order_by("starts_at", "pk")
            .select_related("project")
            .prefetch_related("slots")
        )

    def in_calendars(self):
        """What a calendar that anybody may subscribe to shows: lately over, going on and ahead; called off lately."""
        lately = clock.now() - Event.IN_CALENDARS
        return (
            self.public()
            .filter(ends_at__gt=lately)
            .exclude(status=Event.Status.CANCELLED, changed_at__lte=lately)
            .select_related("project")
            .order_by("starts_at", "pk")
        )

    def led_by(self, person: Person):
        """Dates of the projects somebody organizes that still need them: ahead, going on, or not closed yet."""
        return (
            self.filter(status=Event.Status.SCHEDULED, project__organizers__person=person)
            .select_related("project__neighborhood")
            .prefetch_related("slots")
            .order_by("starts_at", "pk")
        )

    def with_came(self):
        """`came`: how many people were there for sure."""
        from .attendance import Attendance  # which points to events, so it comes after them

        seen = Attendance.objects.filter(event=OuterRef("pk"), state__in=Attendance.CAME).order_by().values("event")
        return self.annotate(came=Coalesce(Subquery(seen.annotate(n=Count("pk")).values("n")), 0))


class Event(models.Model):
    """One date of a project. "In progress" and "ended" follow from the clock and are never stored."""

    away = ""  # how far it is from the reader, in words; only where a list was asked for what is near

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed")

    MOVES = {
        Status.DRAFT: (Status.SCHEDULED,),
        Status.SCHEDULED: (Status.CLOSED, Status.CANCELLED),
        Status.CLOSED: (Status.SCHEDULED,),  # opened again by an official
    }

    IN_CALENDARS = timedelta(days=30)  # so long after its end, or since it was called off

    WRITTEN_ABOUT_FOR = timedelta(days=30)

    class Why(models.TextChoices):
        WEATHER = "weather", _("the weather")
        ORGANIZER = "organizer", _("the organizer can't come")
        SAFETY = "safety", _("safety")
        LOW_SIGNUPS = "low_signups", _("too few people")
        OTHER = "other", _("another reason")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=120)
    own_name = models.BooleanField(
        default=False,
        help_text="Its name is not its project's; search looks for what is written nearly so among these.",
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(
        max_length=40, default="Europe/Amsterdam", help_text="IANA name; the wall clock people live by."
    )
    meeting_point = models.CharField(max_length=250)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    cancel_reason = models.CharField(max_length=12, choices=Why, blank=True)
    cancel_note = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    releases = models.BooleanField(
        default=False, help_text="Places of people who don't say that they still come go to those who wait."
    )
    rsvp_closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Nobody joins after it; empty: people join until it begins."
    )
    rain_day = models.DateField(
        null=True, blank=True, help_text="The day to which the weather moves it, at the same hours."
    )
    interpreter_until = models.DateField(
        null=True, blank=True, help_text="The last day on which somebody can ask for an interpreter."
    )
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="instead",
        help_text="The date that the weather made impossible.",
    )  # fmt: skip
    ics_sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now, help_text="Since when calendars show it as it is.")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    recurrence_id = models.DateField(
        null=True, blank=True, help_text="The day of its series that it stands for, on whatever day it is now."
    )
    detached = models.BooleanField(default=False, help_text="Changed by hand: changes of the series leave it alone.")
    subject = models.OneToOneField(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="event")
    created_at = models.DateTimeField(default=clock.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.UniqueConstraint(fields=["series", "recurrence_id"], name="one_date_per_day_of_a_series"),
        ]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"]),
            models.Index(fields=["project", "starts_at"]),
            models.Index(fields=["closed_at"], name="event_closed_at"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.tz)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.tz)

    @property
    def is_public(self) -> bool:
        """Everybody may see it: what `public()` says of many."""
        return self.project.is_public and self.status != self.Status.DRAFT

    @property
    def has_started(self) -> bool:
        return clock.now() >= self.starts_at

    @property
    def is_draft(self) -> bool:
        """Nobody but those who lead the project sees it."""
        return self.status == self.Status.DRAFT

    @property
    def can_change(self) -> bool:
        """A draft, or a date that is still ahead."""
        return self.is_draft or (self.status == self.Status.SCHEDULED and not self.has_started)

    @property
    def has_ended(self) -> bool:
        return clock.now() >= self.ends_at

    @property
    def can_be_written_about(self) -> bool:
        """To the people on its list, until a month after it."""
        held = self.status in (self.Status.SCHEDULED, self.Status.CLOSED)
        return held and self.project.is_public and clock.now() < self.ends_at + self.WRITTEN_ABOUT_FOR

    @property
    def repeats(self) -> bool:
        """One of a series that changes with it."""
        return self.series_id is not None and self.recurrence_id is not None

    @property
    def joining_is_over(self) -> bool:
        """Still ahead, and the organizers count who comes."""
        return self.rsvp_closes_at is not None and self.rsvp_closes_at <= clock.now() < self.starts_at

    @property
    def interpreter_can_be_asked(self) -> bool:
        """An interpreter comes if somebody asks in time, and it still is."""
        return self.interpreter_until is not None and clock.now().astimezone(self.tz).date() <= self.interpreter_until

    @property
    def rain_date(self) -> "Event | None":
        """The date that took its place."""
        return Event.objects.filter(instead_of=self).select_related("project").first()

    @property
    def is_full(self) -> bool:
        """No task has a place left; false where no task was named."""
        slots = list(self.slots.all())
        return bool(slots) and all(slot.is_full for slot in slots)

    @property
    def open_slot(self) -> "Slot | None":
        """The task that most people take: the one with the most places left."""
        open_ones = [
            slot for slot in self.slots.all() if not slot.is_full and not slot.min_age and not slot.credentials
        ]
        return max(open_ones, key=lambda slot: 10**9 if slot.free is None else slot.free, default=None)

    @property
    def opens_at(self) -> datetime:
        """When check-in opens: 60 minutes before the start."""
        return self.starts_at - timedelta(minutes=60)

    @property
    def closes_at(self) -> datetime:
        """Until when people check in: 30 minutes after the end."""
        return self.ends_at + timedelta(minutes=30)

    @property
    def check_in_from(self) -> str:
        return when.hour(self.opens_at.astimezone(self.tz))

    @property
    def check_in_until(self) -> str:
        return when.hour(self.closes_at.astimezone(self.tz))

    @property
    def check_in_open(self) -> bool:
        return self.opens_at <= clock.now() <= self.closes_at


class Joining(NamedTuple):
    """What the statement that reads a slot for somebody also says of them; see `quick.slot`."""

    person: int
    barred: bool
    unsigned: bool
    missed: bool


class Slot(models.Model):
    """A task inside an event with its own places. Capacity null means open to any number.

    `seats_held` is a counter kept by conditional UPDATEs in the same transaction as the sign-up's state; `version` is
    written first by every deed on the slot, so that two of them never look at the queue at the same time.
    """

    joining: Joining | None = None  # only where the slot was read for somebody

    class Effort(models.IntegerChoices):
        LIGHT = 1, _("light")
        SOME = 2, _("some effort")
        HARD = 3, _("hard work")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="slots")
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=250, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    minimum_wanted = models.PositiveIntegerField(default=0)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    credentials = models.CharField(
        max_length=80, blank=True, help_text="Kinds that somebody must have shown to take this on, with commas between."
    )
    effort = models.PositiveSmallIntegerField(choices=Effort, default=Effort.LIGHT)
    needs_yes = models.BooleanField(default=False, help_text="People ask, and have a place with the organizer's yes.")
    seats_held = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(
        default=0, help_text="Live waitlisted sign-ups, for lists; the queue itself is the truth."
    )
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_held__lte=F("capacity")), name="slot_never_oversold"
            ),
            models.CheckConstraint(condition=Q(seats_held__gte=0), name="slot_seats_not_negative"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(minimum_wanted__lte=F("capacity")), name="slot_minimum_fits"
            ),
            models.CheckConstraint(condition=Q(effort__gte=1) & Q(effort__lte=3), name="slot_effort_one_to_three"),
        ]
        indexes = [models.Index(fields=["event"], condition=Q(waiting__gt=0), name="slot_waited_for")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def known_of(self, person: Person) -> Joining | None:
        """What is known of this very person without asking again."""
        return self.joining if self.joining and self.joining.person == person.pk else None

    @property
    def kinds(self) -> list[str]:
        """Of the credentials that all have to hold on the day."""
        return self.credentials.split(",") if self.credentials else []

    @property
    def papers(self) -> str:
        """The same in words."""
        return Credential.in_words(self.kinds)

    @property
    def free(self) -> int | None:
        """Places left; None means any number."""
        return None if self.capacity is None else self.capacity - self.seats_held

    @property
    def is_full(self) -> bool:
        """No place is left."""
        return self.free is not None and self.free <= 0

    @property
    def next_in_queue(self) -> int:
        """The number a newcomer would get."""
        return self.waiting + 1
