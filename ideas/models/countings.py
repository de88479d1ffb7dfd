"""A count under way: what is counted, how far it is, and what became of it; and why there is a further one."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from core import clock
from people.models import Person

from .ideas import Idea
from .polls import IdeaPoll
from .results import Result

SILENT = timedelta(minutes=10)  # a count tells how far it is every few seconds; after so long nobody counts any more


class CountingQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None)

    def given_up(self):
        """They could not be made, so the result before them may lack ballots."""
        return (
            self.filter(finished_at__isnull=False, result=None)
            .order_by("pk")
            .defer("ballots_csv", "ideas_csv", "rule_json")
        )

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
    hoods = models.JSONField(default=dict, blank=True, help_text="Support by neighborhood, of the first count.")
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


class CorrectionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at=None, dropped_at=None)


class Correction(models.Model):
    """Why a result is counted anew, for everybody to read: one official asks, a second one confirms. The result before it
    stays as it was. Either one idea's cost was wrong, or the ballot box is read again."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="corrections")
    after = models.ForeignKey(
        Result, on_delete=models.PROTECT, related_name="+", help_text="The result that was wrong."
    )
    reason = models.CharField(max_length=500)
    idea = models.ForeignKey(
        Idea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the box is read again.",
    )
    cost = models.PositiveIntegerField(null=True, blank=True, help_text="What the idea costs.")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Taken back before anybody confirmed it.")
    counting = models.OneToOneField(
        Counting, null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("asked_by")), name="corrected_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(idea=None, cost=None) | Q(idea__isnull=False, cost__isnull=False),
                name="a_cost_has_its_idea",
            ),
            models.UniqueConstraint(
                fields=["poll"], condition=Q(confirmed_at=None, dropped_at=None), name="one_correction_waits"
            ),
        ]
