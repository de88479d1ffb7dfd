"""Who came, who saw it, for how long, and what was put right later."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from people.models import Person

from .events import Event
from .signups import SignUp


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
        PRESENT = "present", _("was there")

    MOVES = {
        State.EXPECTED: (State.CHECKED_IN, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.CHECKED_IN: (State.EXPECTED, State.ATTENDED, State.PARTIAL, State.PRESENT),
        State.ATTENDED: (State.PARTIAL, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.PARTIAL: (State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.UNKNOWN),
        State.NO_SHOW: (State.EXPECTED, State.ATTENDED, State.PARTIAL, State.EXCUSED, State.UNKNOWN),
        State.UNKNOWN: (State.ATTENDED, State.PARTIAL, State.NO_SHOW, State.EXCUSED),
        State.EXCUSED: (State.EXPECTED, State.ATTENDED, State.PARTIAL, State.UNKNOWN),
    }
    VERIFIED = (State.ATTENDED, State.PARTIAL)  # what hours, points and badges come from
    CAME = (*VERIFIED, State.PRESENT)  # at a meeting with the city one is there, and earns nothing
    HERE = (State.CHECKED_IN, *CAME)
    ABSENT = (State.NO_SHOW, State.EXCUSED)

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
            models.CheckConstraint(
                condition=Q(minutes=0) | Q(state__in=["attended", "partial"], evidence__isnull=False, evidence__gte=2),
                name="hours_were_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="no_show") | Q(verified_by__isnull=False), name="absence_says_who_wrote_it_down"
            ),
        ]
        indexes = [models.Index(fields=["person", "state"])]

    @property
    def has_gone(self) -> bool:
        """Was here, and went home before the list is closed."""
        return self.state == self.State.CHECKED_IN and self.out_at is not None


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
