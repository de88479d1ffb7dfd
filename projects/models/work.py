"""Work that somebody did between the dates, and wrote down themselves: preparation, or care for a place."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from files.models import Picture
from people.models import Person

from .blocks import Adoption, Block
from .projects import Project


class WorkLogQuerySet(models.QuerySet):
    def counted(self):
        """Verified, with the time written down or another."""
        return self.filter(state__in=WorkLog.COUNTS)

    def for_page(self):
        """With what it was done for and who looked at it."""
        return self.select_related("project", "adoption__block", "person", "decided_by", "picture")


class WorkLog(models.Model):
    """Claimed `minutes` on one day, for a project or for an adopted block; `counted` are the verified ones, in quarter hours."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("waits for an organizer")
        VERIFIED = "verified", _("verified")
        ADJUSTED = "adjusted", _("verified with another time")
        REJECTED = "rejected", _("not counted")

    MOVES = {State.SUBMITTED: (State.VERIFIED, State.ADJUSTED, State.REJECTED)}
    COUNTS = (State.VERIFIED, State.ADJUSTED)
    DAY_AT_MOST = 4 * 60

    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="work")
    adoption = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="work")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    counted = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = WorkLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, adoption__isnull=True)
                | Q(project__isnull=True, adoption__isnull=False),
                name="work_for_a_project_or_a_block",
            ),
            models.CheckConstraint(condition=Q(minutes__lte=240, counted__lte=240), name="work_at_most_4_hours"),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "rejected"], counted=0) | Q(state__in=["verified", "adjusted"]),
                name="work_counts_only_when_verified",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("person"))),
                name="nobody_verifies_their_own_work",
            ),
        ]
        indexes = [models.Index(fields=["person", "day"]), models.Index(fields=["project", "state"])]

    @property
    def where(self) -> Project | Block:
        """What it was done for; both have a title and a slug."""
        return self.adoption.block if self.adoption else self.project  # type: ignore[return-value]
