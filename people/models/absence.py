"""When somebody who works for the city is away, and who does their duties meanwhile."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from core import clock

from .people import Person


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date):
        """In force on that day."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def coming(self, day: date):
        """In force on that day or after it, the nearest first."""
        return self.filter(last_day__gte=day).order_by("first_day", "pk")


class Absence(models.Model):
    """Days in the city's calendar, both included. Coming back early moves the last day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["last_day"])]
