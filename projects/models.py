"""Projects, their events and slots, who signed up, who came, for how long, and what came of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core import clock, when
from core.refs import new_ref
from files.models import Picture
from people.models import HouseholdMember, Person


class Category(models.TextChoices):
    CLEANUP = "cleanup", _("Clean-up")
    PLANTING = "planting", _("Planting")
    MENTORING = "mentoring", _("Mentoring")
    REPAIR = "repair", _("Repair")
    CARE = "care", _("Care")
    OTHER = "other", _("Something else")


class ProjectQuerySet(models.QuerySet):
    def public(self):
        """What every reader may see."""
        return self.filter(status__in=Project.PUBLIC)

    def visible_to(self, person: Person | None):
        """Public ones, one's own in any state, and for officials all that was ever sent."""
        if person is None:
            return self.public()
        mine = Q(pk__in=ProjectRole.objects.filter(person=person).values("project"))
        if person.roles & {"official", "reviewer", "administrator"}:
            return self.filter(~Q(status=Project.Status.DRAFT) | mine)
        return self.filter(Q(status__in=Project.PUBLIC) | mine)

    def led_by(self, person: Person, also_co_leads: bool = False):
        """Those a person leads, in any state."""
        roles = (ProjectRole.Role.LEAD, ProjectRole.Role.CO_LEAD) if also_co_leads else (ProjectRole.Role.LEAD,)
        return self.filter(pk__in=ProjectRole.objects.filter(person=person, role__in=roles).values("project"))

    def waiting_for_review(self):
        """What should be answered first comes first."""
        return self.filter(status=Project.Status.SUBMITTED).order_by("review_due_on", "submitted_at", "pk")

    def waiting_for(self, person: Person):
        """Those this official may decide: not their own or their household's, nor what they rejected or said yes to."""
        homes = HouseholdMember.objects.filter(person=person, confirmed_at__isnull=False).values("household")
        family = HouseholdMember.objects.filter(household__in=homes, confirmed_at__isnull=False).values("person")
        organized = ProjectRole.objects.filter(Q(person=person) | Q(person__in=family))
        decided = ProjectTransition.objects.filter(actor=person).filter(
            Q(to_status=Project.Status.REJECTED)
            | Q(
                from_status=Project.Status.SUBMITTED,
                to_status=Project.Status.SUBMITTED,
                at__gte=F("project__submitted_at"),
            )
        )
        return (
            self.waiting_for_review()
            .exclude(pk__in=organized.values("project"))
            .exclude(pk__in=decided.values("project"))
        )


class Project(models.Model):
    """Something residents do together in a neighborhood."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("being read")
        NEEDS_CHANGES = "needs_changes", _("needs changes")
        REJECTED = "rejected", _("not possible")
        PUBLISHED = "published", _("open")
        ACTIVE = "active", _("under way")
        PAUSED = "paused", _("paused")
        COMPLETED = "completed", _("done")
        CANCELLED = "cancelled", _("cancelled")
        ARCHIVED = "archived", _("archived")

    MOVES = {
        Status.DRAFT: (Status.SUBMITTED,),
        Status.SUBMITTED: (Status.PUBLISHED, Status.NEEDS_CHANGES, Status.REJECTED),
        Status.NEEDS_CHANGES: (Status.SUBMITTED,),
        Status.REJECTED: (Status.SUBMITTED,),
        Status.PUBLISHED: (Status.ACTIVE, Status.PAUSED, Status.CANCELLED),
        Status.ACTIVE: (Status.PAUSED, Status.COMPLETED, Status.CANCELLED),
        Status.PAUSED: (Status.ACTIVE, Status.CANCELLED),
        Status.COMPLETED: (Status.ARCHIVED,),
    }
    PUBLIC = (Status.PUBLISHED, Status.ACTIVE, Status.PAUSED, Status.COMPLETED, Status.CANCELLED, Status.ARCHIVED)

    class Risk(models.TextChoices):
        LOW = "low", _("low")
        TOOLS = "tools", _("tools")
        MINORS = "minors", _("minors take part")
        ONE_TO_ONE = "one_to_one", _("one to one")

    class Land(models.TextChoices):
        NONE = "none", _("not needed")
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True, max_length=5000)
    language = models.CharField(max_length=10, default="en", help_text="The language the people wrote in.")
    category = models.CharField(max_length=12, choices=Category, blank=True)
    neighborhood = models.ForeignKey(Neighborhood, null=True, blank=True, on_delete=models.PROTECT)
    place = models.CharField(max_length=250, blank=True, help_text="Where people meet, in words.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL)
    wanted = models.CharField(
        max_length=200, blank=True, help_text="The outcome wanted: “bags of litter out of the creek”."
    )
    wanted_number = models.PositiveIntegerField(null=True, blank=True)
    wanted_unit = models.CharField(max_length=30, blank=True)
    bring = models.CharField(max_length=300, blank=True)
    access = models.CharField(
        max_length=300, blank=True, help_text="Steps, toilet, shade, seats; “not checked” is an answer."
    )
    step_free = models.BooleanField(null=True, blank=True)
    family_friendly = models.BooleanField(default=False)
    risk = models.CharField(max_length=12, choices=Risk, default=Risk.LOW)
    land = models.CharField(max_length=8, choices=Land, default=Land.NONE)
    status = models.CharField(max_length=14, choices=Status, default=Status.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    outcome_number = models.PositiveIntegerField(null=True, blank=True)
    outcome_report = models.TextField(blank=True, max_length=5000)
    outcome_picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "submitted_at"]), models.Index(fields=["neighborhood", "status"])]

    def __str__(self) -> str:
        return self.title or str(_("A project without a name"))

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC


class ProjectRole(models.Model):
    """Who organizes a project. This, and no role of the city, is what "organizer" means."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_LEAD = "co_lead", _("co-lead")
        HELPER = "helper", _("helper")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="organizers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="project_roles")
    role = models.CharField(max_length=8, choices=Role)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="one_role_per_project")]


class ProjectTransition(models.Model):
    """Every move of a project: who, from where, to where, why, when. Shown to the proposer as a timeline."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transitions")
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=14, choices=Project.Status, blank=True)
    to_status = models.CharField(max_length=14, choices=Project.Status)
    reason = models.TextField(blank=True)
    checklist = models.JSONField(default=dict, blank=True, help_text="What the reviewer looked at before deciding.")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(project__status__in=Project.PUBLIC).exclude(status=Event.Status.DRAFT)

    def visible_to(self, person: Person | None):
        return self.filter(project__in=Project.objects.visible_to(person))

    def coming(self):
        """Still ahead or going on, soonest first."""
        return self.filter(status=Event.Status.SCHEDULED, ends_at__gt=clock.now()).order_by("starts_at", "pk")

    def on_offer(self):
        """What everybody can still come to, soonest first, with project and tasks: two queries however many rows."""
        return (
            self.coming()
            .filter(starts_at__gt=clock.now(), project__status__in=(Project.Status.PUBLISHED, Project.Status.ACTIVE))
            .select_related("project")
            .prefetch_related("slots")
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
        return self.annotate(came=Count("attendances", filter=Q(attendances__state__in=Attendance.VERIFIED)))


class Event(models.Model):
    """One date of a project. "In progress" and "ended" follow from the clock and are never stored."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed")

    MOVES = {
        Status.DRAFT: (Status.SCHEDULED, Status.CANCELLED),
        Status.SCHEDULED: (Status.CLOSED, Status.CANCELLED),
    }

    class Why(models.TextChoices):
        WEATHER = "weather", _("the weather")
        ORGANIZER = "organizer", _("the organizer can't come")
        SAFETY = "safety", _("safety")
        LOW_SIGNUPS = "low_signups", _("too few people")
        OTHER = "other", _("another reason")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=120)
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
    ics_sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["status", "starts_at", "id"]), models.Index(fields=["project", "starts_at"])]

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
    def has_started(self) -> bool:
        return clock.now() >= self.starts_at

    @property
    def has_ended(self) -> bool:
        return clock.now() >= self.ends_at

    @property
    def is_full(self) -> bool:
        """No task has a place left; false where no task was named."""
        slots = list(self.slots.all())
        return bool(slots) and all(slot.is_full for slot in slots)

    @property
    def open_slot(self) -> "Slot | None":
        """The task that most people take: the one with the most places left."""
        open_ones = [slot for slot in self.slots.all() if not slot.is_full and not slot.min_age]
        return max(open_ones, key=lambda slot: 10**9 if slot.free is None else slot.free, default=None)

    @property
    def check_in_from(self) -> str:
        return when.hour((self.starts_at - timedelta(minutes=60)).astimezone(self.tz))

    @property
    def check_in_until(self) -> str:
        return when.hour((self.ends_at + timedelta(minutes=30)).astimezone(self.tz))

    @property
    def check_in_open(self) -> bool:
        """From 60 minutes before the start to 30 minutes after the end."""
        return self.starts_at - timedelta(minutes=60) <= clock.now() <= self.ends_at + timedelta(minutes=30)


class Slot(models.Model):
    """A task inside an event with its own places. Capacity null means open to any number.

    `seats_held` is a counter kept by conditional UPDATEs in the same transaction as the sign-up's state; `version` is
    written first by every deed on the slot, so that two of them never look at the queue at the same time.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="slots")
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=250, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    minimum_wanted = models.PositiveIntegerField(default=0)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(default=1)
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
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

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


class SignUpQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=SignUp.LIVE)

    def holding(self):
        return self.filter(state__in=SignUp.HOLDING)

    def queue(self):
        """The waitlist in its order."""
        return self.filter(state=SignUp.State.WAITLISTED).order_by("waitlist_at", "pk")

    def with_place(self):
        """`place`: the number in the queue, 1 for the next one; only means something for those who wait."""
        before = (
            SignUp.objects.filter(slot=OuterRef("slot"), state=SignUp.State.WAITLISTED)
            .filter(
                Q(waitlist_at__lt=OuterRef("waitlist_at"))
                | Q(waitlist_at=OuterRef("waitlist_at"), pk__lt=OuterRef("pk"))
            )
            .order_by()
            .values("slot")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(place=Coalesce(Subquery(before, output_field=models.IntegerField()), 0) + 1)

    def ahead_of(self, person: Person):
        """What somebody said they'd come to, soonest first."""
        return (
            self.live()
            .filter(person=person, slot__event__status=Event.Status.SCHEDULED, slot__event__ends_at__gt=clock.now())
            .select_related("slot__event__project__neighborhood")
            .with_place()
            .order_by("slot__event__starts_at", "pk")
        )


class SignUp(models.Model):
    """Somebody's place, or place in the queue. Nothing is deleted; a new try is a new row."""

    place: int  # only after `with_place()`

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("You're in")
        WAITLISTED = "waitlisted", _("Waitlist")
        OFFERED = "offered", _("A place is held for you")
        PENDING_CONSENT = "pending_consent", _("Waiting for consent")
        PENDING_APPROVAL = "pending_approval", _("Waiting for the organizer")
        CANCELLED = "cancelled", _("Can't make it")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        REMOVED = "removed", _("Removed")

    MOVES = {
        State.PENDING_CONSENT: (State.CONFIRMED, State.EXPIRED, State.CANCELLED),
        State.PENDING_APPROVAL: (State.CONFIRMED, State.WAITLISTED, State.PENDING_CONSENT, State.REFUSED, State.CANCELLED, State.EXPIRED),
        State.WAITLISTED: (State.OFFERED, State.CONFIRMED, State.CANCELLED, State.EXPIRED, State.REMOVED),
        State.OFFERED: (
            State.CONFIRMED, State.PENDING_CONSENT, State.DECLINED, State.WAITLISTED, State.REMOVED, State.CANCELLED, State.EXPIRED,
        ),
        State.CONFIRMED: (State.CANCELLED, State.RELEASED),
    }  # fmt: skip
    HOLDING = (State.CONFIRMED, State.PENDING_CONSENT, State.OFFERED)
    LIVE = (*HOLDING, State.WAITLISTED, State.PENDING_APPROVAL)

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="signups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signups")
    party = models.PositiveSmallIntegerField(default=1, help_text="Heads, the person included.")
    seats = models.PositiveSmallIntegerField(default=1, help_text="Heads that use a seat.")
    state = models.CharField(max_length=16, choices=State)
    waitlist_at = models.DateTimeField(null=True, blank=True)
    offer_token = models.CharField(max_length=43, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    offers_missed = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False, help_text="Cancelled less than 24 h before the start.")
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(state__in=["confirmed", "pending_consent", "offered", "waitlisted", "pending_approval"]),
                name="one_live_signup_per_slot",
            ),
            models.CheckConstraint(condition=Q(seats__lte=F("party")), name="signup_seats_within_party"),
            models.CheckConstraint(condition=Q(party__gte=1), name="signup_party_at_least_one"),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(waitlist_at__isnull=False),
                name="waitlisted_has_a_place_in_the_queue",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | (Q(offer_expires_at__isnull=False) & ~Q(offer_token="")),
                name="offered_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "state", "waitlist_at", "id"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["offer_expires_at"], condition=Q(state="offered"), name="signup_open_offers"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def holds_seats(self) -> bool:
        return self.state in self.HOLDING


class Attendance(models.Model):
    """Whether somebody came, who saw it, and for how long. A sign-up is null for a walk-in.

    `in_at`/`out_at` bound the verified interval; one person's verified intervals never overlap (PostgreSQL: exclusion
    constraint; SQLite: checked under the person's lock row).
    """

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        CHECKED_IN = "checked_in", _("here")
        ATTENDED = "attended", _("came")
        PARTIAL = "partial", _("came for a part")
        NO_SHOW = "no_show", _("did not come")
        EXCUSED = "excused", _("excused")
        UNKNOWN = "unknown", _("not known")

    MOVES = {
        State.EXPECTED: (State.CHECKED_IN, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.CHECKED_IN: (State.EXPECTED, State.ATTENDED, State.PARTIAL),
        State.ATTENDED: (State.PARTIAL, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.PARTIAL: (State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.NO_SHOW: (State.EXPECTED, State.ATTENDED, State.PARTIAL, State.EXCUSED, State.UNKNOWN),
        State.UNKNOWN: (State.ATTENDED, State.PARTIAL, State.NO_SHOW, State.EXCUSED),
        State.EXCUSED: (State.EXPECTED, State.ATTENDED, State.PARTIAL, State.UNKNOWN),
    }
    VERIFIED = (State.ATTENDED, State.PARTIAL)

    class Evidence(models.IntegerChoices):
        CLAIM = 0, _("own claim")
        PLACE = 1, _("printed code or place")
        CODE = 2, _("changing code or kiosk")
        ROSTER = 3, _("organizer's roster")
        OFFICIAL = 4, _("an official")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    signup = models.OneToOneField(SignUp, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=10, choices=State, default=State.EXPECTED)
    evidence = models.PositiveSmallIntegerField(choices=Evidence, null=True, blank=True)
    in_at = models.DateTimeField(null=True, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0, help_text="Verified minutes, in quarter hours; 0 until verified.")
    verified_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_attendance_per_event"),
            models.CheckConstraint(
                condition=~Q(state__in=["attended", "partial"])
                | (Q(verified_by__isnull=False) & ~Q(verified_by=F("person"))),
                name="nobody_verifies_themselves",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=12 * 60), name="at_most_12_hours_an_event"),
        ]
        indexes = [models.Index(fields=["person", "state"])]


class AttendanceRevision(models.Model):
    """A change of verified minutes or state after the close: old, new, who, why."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="revisions")
    n = models.PositiveSmallIntegerField()
    old_state = models.CharField(max_length=10)
    new_state = models.CharField(max_length=10)
    old_minutes = models.PositiveIntegerField()
    new_minutes = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendance", "n"], name="attendance_revisions_count_up")]
