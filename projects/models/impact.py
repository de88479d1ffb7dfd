"""What came of a date: numbers by what was counted, pairs of pictures, and the letter that tells everybody."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from files.models import Picture
from people import births
from people.models import Person

from .attendance import Attendance
from .events import Event
from .projects import Category, Project

# The names that every city starts with, and those of the demo, so that they are translated; what officials add is shown as they typed it.
LAID = (
    _("Bags of litter"), _("bags"), _("Litter by weight"), _("kg"), _("Trees planted"), _("trees"), _("Path mended"), _("m"),
    _("Mentoring sessions"), _("sessions"), _("Meals served"), _("meals"),
    _("Things repaired"), _("things"),
)  # fmt: skip


class MetricQuerySet(models.QuerySet):
    def asked_for(self, project: Project):
        """What is counted in projects of this kind, in the city's order."""
        return self.filter(Q(category=project.category) | Q(category=""), offered=True)


class MetricDefinition(models.Model):
    """Something that is counted: bags, trees, meals. An empty category means every kind of project."""

    category = models.CharField(max_length=12, choices=Category, blank=True)
    key = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    min = models.PositiveIntegerField(default=1, help_text="The smallest number that one person can report.")
    max_per_person = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="More than this has to be confirmed with a note."
    )
    position = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True, help_text="Asked for from now on; old numbers stay either way.")

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="one_metric_per_key"),
            models.CheckConstraint(condition=Q(max_per_person__gte=F("min")), name="metric_max_not_below_min"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return gettext(self.name) if self.name else self.key

    @property
    def unit_words(self) -> str:
        return gettext(self.unit) if self.unit else ""


class ImpactEntry(models.Model):
    """What one person says they did at a date, and what the lead counts of it."""

    class State(models.TextChoices):
        REPORTED = "reported", _("waits for the lead")
        APPROVED = "approved", _("counted")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="impact_entries")
    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="impact_entries")
    amount = models.PositiveIntegerField(help_text="As reported.")
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    counted = models.PositiveIntegerField(null=True, blank=True, help_text="As approved; 0 when it was a mistake.")
    note = models.CharField(max_length=300, blank=True, help_text="Why an unusual number is right.")
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "metric", "person"], name="one_entry_per_person_and_metric"),
            models.CheckConstraint(
                condition=Q(state="reported", counted__isnull=True)
                | Q(state="approved", counted__isnull=False, decided_by__isnull=False),
                name="approved_entry_has_a_number",
            ),
        ]

    @property
    def is_high(self) -> bool:
        """More than one person usually does: the lead says in a note why it is right."""
        return self.amount > self.metric.max_per_person


class ImpactTotalQuerySet(models.QuerySet):
    def confirmed(self):
        """What may be shown: nothing unusual that nobody explained, and no zero."""
        return self.filter(Q(unusual=False) | ~Q(note=""), total__gt=0)

    def public(self):
        return self.confirmed().filter(event__project__status__in=Project.PUBLIC, event__project__hidden=False)


class ImpactTotal(models.Model):
    """The one approved number of a date for a metric: what people reported and the lead approved, and the rest."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="impact_totals")
    metric = models.ForeignKey(MetricDefinition, on_delete=models.PROTECT, related_name="totals")
    from_entries = models.PositiveIntegerField(default=0)
    unattributed = models.PositiveIntegerField(default=0, help_text="What nobody wrote down by name.")
    total = models.PositiveIntegerField(default=0)
    unusual = models.BooleanField(default=False, help_text="Far more than usual: shown once a note says why.")
    note = models.CharField(max_length=300, blank=True, help_text="Why an unusual number is right.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = ImpactTotalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "metric"], name="one_total_per_event_and_metric"),
            models.CheckConstraint(
                condition=Q(total=F("from_entries") + F("unattributed")), name="total_is_entries_and_the_rest"
            ),
        ]


def young_without_yes(event: Any):
    """Who was there, is under 18, and whose guardian has not said (or says no more) that pictures may be public."""
    there = Attendance.objects.filter(event=event, state__in=Attendance.HERE)
    return there.filter(births.minors("person")).exclude(person__in=Person.objects.fine_with_pictures())


class PairQuerySet(models.QuerySet):
    def public(self):
        """Seen by the city, whole, and of a project that everybody may see."""
        shown = self.filter(
            state=BeforeAfter.State.PUBLISHED, event__project__status__in=Project.PUBLIC, event__project__hidden=False
        )
        shown = shown.filter(~Q(young_face=True) | ~Exists(young_without_yes(OuterRef("event"))))
        return shown.exclude(Q(before=None) | Q(after=None)).select_related("before", "after")

    def waiting(self):
        return self.filter(state=BeforeAfter.State.WAITING).order_by("added_at", "pk")


class BeforeAfter(models.Model):
    """Two pictures from the same spot. Public only after somebody of the city looked; with a child's face only as long as
    the guardians of all young people who were there say that pictures may be."""

    class State(models.TextChoices):
        WAITING = "waiting", _("somebody of the city looks at it")
        PUBLISHED = "published", _("public")
        REFUSED = "refused", _("not shown")

    MOVES = {
        State.WAITING: (State.PUBLISHED, State.REFUSED),
        State.PUBLISHED: (State.REFUSED,),
    }

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="pairs")
    before = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    after = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    young_face = models.BooleanField(default=False, help_text="A young person's face can be recognised.")
    cleared_at = models.DateTimeField(
        null=True, blank=True, help_text="When every guardian of the young people who were there had said yes."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(young_face=False) | Q(cleared_at__isnull=False),
                name="public_young_face_was_allowed_by_guardians",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("added_by"))),
                name="public_pair_was_seen_by_somebody_else",
            ),
        ]
        indexes = [models.Index(fields=["state", "added_at"])]

    @property
    def is_whole(self) -> bool:
        return self.before_id is not None and self.after_id is not None


class Recap(models.Model):
    """The lead's own words of thanks for a date, and when "what we did together" left for everybody."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="recap")
    words = models.TextField(max_length=600, blank=True)
    thanked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(shared_by__isnull=False), name="shared_recap_has_a_sender"
            )
        ]
