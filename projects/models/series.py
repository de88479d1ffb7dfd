"""Dates that repeat: the rule on the wall clock, from which single dates are made some weeks ahead."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from core import clock

from .projects import Project


class SeriesQuerySet(models.QuerySet):
    def running(self):
        """Those that may still bring dates: not past their last day, of projects that people can join and nobody has hidden."""
        ahead = self.filter(until__gte=(clock.now() - timedelta(days=1)).date())
        return ahead.filter(project__status__in=Project.JOINABLE, project__hidden=False)


class Series(models.Model):
    """The pattern of dates that repeat. The dates themselves are events, each with its own places.

    `rule` is an RRULE text of days only; `first_day`, `begins` and `until` are what calendar and clock on the wall show in
    `zone`. `version` counts the changes, so that a page read before the last one is noticed.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=120)
    rule = models.CharField(max_length=120, help_text="RRULE without start and end, such as FREQ=WEEKLY;BYDAY=SA.")
    first_day = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField(help_text="How long each date lasts.")
    until = models.DateField(help_text="The last day on which there may be a date.")
    zone = models.CharField(max_length=40, help_text="IANA name; the wall clock people live by.")
    meeting_point = models.CharField(max_length=250)
    closes_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Hours before each date after which nobody joins."
    )
    releases = models.BooleanField(
        default=False, help_text="On each new date, places of people who don't say that they still come go on."
    )
    tasks = models.JSONField(
        default=list, help_text="The tasks of each new date: name, places, and what else is known."
    )
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("first_day")), name="series_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=24 * 60), name="series_date_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends(self) -> "datetime":
        """The clock at the end of a date; the day means nothing."""
        return datetime.combine(self.first_day, self.begins) + timedelta(minutes=self.minutes)
