"""The audit trail, and who still has to hear of what was done."""

from django.db import models
from django.db.models import Q

from core import clock

from .people import Person


class Deed(models.Model):
    """Somebody did something: the audit trail. Append only, but for the wiping of names at erasure."""

    bell = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.CharField(max_length=80, help_text="What it was done on, as text: projects.signup:12")
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["on", "at"]), models.Index(fields=["bell", "at"])]

    def __str__(self) -> str:
        return f"{self.bell} on {self.on}"


class Delivery(models.Model):
    """One receiver that has to hear of one deed. Done in the same transaction as the receiver's work."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deed", "receiver"], name="one_delivery_per_receiver")]
        indexes = [models.Index(fields=["done_at"], condition=Q(done_at__isnull=True), name="delivery_pending")]
