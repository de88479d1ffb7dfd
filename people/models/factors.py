"""A second factor that somebody lost, and is to be taken off their account."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from core import clock
from core.refs import new_ref

from .people import Person


class FactorResetQuerySet(models.QuerySet):
    def waiting(self):
        """Neither carried out nor stopped."""
        return self.filter(done_at__isnull=True, stopped_at__isnull=True)


class FactorReset(models.Model):
    """An administrator asks for it, for somebody else; it happens a day later, unless it is stopped meanwhile."""

    WAITS = timedelta(hours=24)

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="nobody_resets_their_own_factor"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at__isnull=True, stopped_at__isnull=True), name="one_reset_waits"
            ),
        ]

    @property
    def due_at(self) -> datetime:
        return self.asked_at + FactorReset.WAITS

    @property
    def is_waiting(self) -> bool:
        return self.done_at is None and self.stopped_at is None
