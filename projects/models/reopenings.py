"""A settled list that was opened again."""

from django.db import models

from core import clock
from people.models import Person

from .events import Event


class Reopening(models.Model):
    """Who of the city opened a list again after its close, and why."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reopenings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
