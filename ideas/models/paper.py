"""Ballots that came on paper: one person types a batch, a second one counts the same sheets again."""

from django.db import models
from django.db.models import F, Q

from core import clock
from people.models import Person

from .polls import IdeaPoll

SHEETS_AT_MOST = 50


class PaperBatchQuerySet(models.QuerySet):
    def waiting(self):
        """For the second person."""
        return self.filter(confirmed_at=None, dropped_at=None)

    def counted(self):
        return self.filter(confirmed_at__isnull=False)


class PaperBatch(models.Model):
    """At most fifty sheets, numbered after they were taken out of the box. They become ballots once two people found the same
    totals; until then they lie here as they were typed."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="paper_batches")
    n = models.PositiveIntegerField()
    sheets = models.JSONField(
        default=list, help_text="Each with serial, choices and spoiled; none once they are ballots."
    )
    voters = models.JSONField(
        default=list, help_text="Accounts of people who voted on paper; none once they are marked."
    )
    ballots = models.PositiveSmallIntegerField(help_text="How many sheets, spoiled ones too.")
    spoiled = models.PositiveSmallIntegerField()
    votes = models.PositiveIntegerField(help_text="Votes on all of them; where ideas are put in order, places given.")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Thrown away before it was confirmed.")

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "n"], name="paper_batches_count_up"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")), name="paper_by_two_people"
            ),
        ]
