"""That a date came near, and those who have a place were reminded of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock

from .events import Event


class Reminder(models.Model):
    """Once for each start of a date: moved, people are reminded anew; of the same time never again."""

    class Which(models.TextChoices):
        WEEK = "week", _("a week before")
        SOON = "soon", _("two hours before")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reminders")
    which = models.CharField(max_length=4, choices=Which)
    starts_at = models.DateTimeField(help_text="The start as it was then.")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "which", "starts_at"], name="one_reminder_for_each_start")
        ]
