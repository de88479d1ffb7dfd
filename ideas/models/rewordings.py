"""Other words that the city proposes for an idea while it is looked at. Nothing changes without its author's yes."""

from django.db import models
from django.db.models import Q

from core import clock
from people.models import Person

from .ideas import Idea, IdeaRevision


class RewordingQuerySet(models.QuerySet["Rewording"]):
    def waiting(self):
        return self.filter(answer="", withdrawn_at=None)


class Rewording(models.Model):
    """The whole words as they would be, and why. Not answered when voting opens, it never was."""

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="rewordings")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=4000)
    reason = models.CharField(max_length=500)
    of_version = models.PositiveIntegerField(
        help_text="Of the idea: another one since, and nobody can say yes any more."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=500, blank=True, help_text="What the author says to a no. Officials read it.")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="The city took it back, or the author left.")
    revision = models.OneToOneField(IdeaRevision, null=True, blank=True, on_delete=models.CASCADE)

    objects = RewordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea"], condition=Q(answer="", withdrawn_at=None), name="one_rewording_waits_per_idea"
            ),
            models.CheckConstraint(condition=Q(answer="yes") | Q(revision=None), name="words_change_only_with_consent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return not self.answer and self.withdrawn_at is None

    @property
    def is_overtaken(self) -> bool:
        """The idea says something else by now than when this was proposed."""
        return self.of_version != self.idea.version
