"""Whether what the city calls done is done, in the words of those who wanted to hear of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Q

from core import clock

from .answers import OutcomeListener
from .ideas import Idea

OPEN_FOR = timedelta(days=28)
ENOUGH_REPLIES = 8  # fewer would speak of single people, and open nothing again


class DoneCheckQuerySet(models.QuerySet["DoneCheck"]):
    def told_of(self, idea: Idea) -> Mapping[str, object] | None:
        """Of the newest round how many have `said` something, and `yes`, once enough have answered."""
        yes = Count("replies", filter=Q(replies__is_done=True))
        rounds = self.filter(idea=idea, asked_at__isnull=False).annotate(said=Count("replies"), yes=yes)
        newest = rounds.order_by("-pk").values("said", "yes").first()
        return newest if newest and newest["said"] >= ENOUGH_REPLIES else None


class DoneCheck(models.Model):
    """One round of asking about one idea, four weeks after it was called done."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="done_checks")
    due_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True, help_text="When too many had said no.")

    objects = DoneCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea"], condition=Q(asked_at__isnull=True), name="one_check_ahead_for_an_idea"
            ),
        ]

    @property
    def open_until(self) -> datetime | None:
        """None before anybody was asked."""
        return self.asked_at + OPEN_FOR if self.asked_at else None


class DoneReply(models.Model):
    """What one of them answered; it can be changed while the round is open."""

    check_round = models.ForeignKey(DoneCheck, on_delete=models.CASCADE, related_name="replies")
    listener = models.ForeignKey(OutcomeListener, on_delete=models.CASCADE, related_name="+")
    is_done = models.BooleanField()
    again = models.BooleanField(help_text="Whether they would take part again.")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_round", "listener"], name="replies_once_to_a_check")]
