"""A count under way: what is counted, how far it is, and what became of it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from core import clock

from .polls import IdeaPoll
from .results import Result

SILENT = timedelta(minutes=10)  # a count tells how far it is every few seconds; after so long nobody counts any more


class CountingQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None)

    def given_up(self):
        """They could not be made; the result before them stands."""
        return self.filter(finished_at__isnull=False, result=None).order_by("pk")

    def waiting(self):
        """Nobody counts, and the rest after a failure is over."""
        at = clock.now()
        alone = Q(beat_at=None) | Q(beat_at__lte=at - SILENT)
        return self.unfinished().filter(alone, Q(retry_at=None) | Q(retry_at__lte=at))


class Counting(models.Model):
    """One count of a poll's ballots, from the frozen files to its Result. The files go over to the result; the ballots of a
    small poll stay here, unpublished, so that a recount reads what was frozen."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="countings")
    after = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Its ballots are counted again. Empty, and no file: the ballot box is read again.",
    )  # fmt: skip
    ballots_csv = models.TextField(blank=True)
    ideas_csv = models.TextField(blank=True)
    rule_json = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Why there is a further count.")
    ballots = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life of whoever counts.")
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.OneToOneField(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="counting")
    recounted_at = models.DateTimeField(null=True, blank=True)
    differs = models.BooleanField(default=False, help_text="The last recount came to something else.")

    objects = CountingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll"], condition=Q(finished_at=None), name="one_count_at_a_time")
        ]
