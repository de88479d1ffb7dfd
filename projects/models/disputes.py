"""Somebody says that they did come after all, or had told before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from people.models import Person

from .attendance import Attendance


class Dispute(models.Model):
    """Asked once for each no-show, within 14 days; decided by an organizer or an official. While it is open, nothing counts."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("asked")
        PUT_RIGHT = "put_right", _("put right")
        KEPT = "kept", _("stays as it is")

    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="dispute")
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    MOVES = {Outcome.OPEN: (Outcome.PUT_RIGHT, Outcome.KEPT)}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_dispute_says_by_whom",
            )
        ]
