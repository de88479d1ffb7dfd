"""An idea that took the place of a chosen one: a result stands, but not everything that was chosen turns out to be possible."""

from django.db import models
from django.db.models import F, Q

from core import clock
from people.models import Person

from .ideas import Idea


class MovedUp(models.Model):
    """Only where the poll's page said before the vote that the next one moves up. Each place is filled once."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="moved_up")
    instead_of = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="followed_by")
    lot = models.JSONField(
        null=True, blank=True, help_text="Where several were next: members, method, witnesses and at."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(idea=F("instead_of")), name="moves_up_for_another")]
        ordering = ["at", "pk"]
