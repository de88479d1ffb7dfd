"""What was set aside, by whom and why."""

from django.db import models
from django.db.models import Q

from core import clock
from people.models import Person

from .ideas import Idea
from .polls import IdeaPoll


class SuspensionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at=None, lifted_at=None)


class Suspension(models.Model):
    """An idea or a whole poll set aside, with a reason for all to read. From the vote on it takes two: one asks, one confirms."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="suspensions")
    idea = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="suspensions", help_text="Empty: the poll."
    )
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_note = models.CharField(max_length=500, blank=True)
    ends = models.BooleanField(default=False, help_text="Of a suspended poll that has closed: the voting is void.")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends=False) | Q(idea__isnull=True), name="only_a_poll_is_void")
        ]
