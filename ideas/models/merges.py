"""Two ideas that ask for the same: one leads to the other, or a note on both says so."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q

from core import clock
from people.models import Person

from .ideas import Idea, Support


class MergeLinkQuerySet(models.QuerySet["MergeLink"]):
    def in_force(self):
        return self.filter(undone_at=None)

    def leading(self):
        """Where one idea leads to the other: merged with it, or taken up anew; not mere notes."""
        return self.in_force().filter(only_noted=False)

    def merges(self):
        return self.leading().filter(adopted=False)

    def about(self, idea: Idea):
        """What its page says of it and others, in the order of time."""
        named = self.in_force().filter(Q(duplicate=idea) | Q(kept=idea))
        return named.select_related("duplicate__author", "kept").order_by("at", "pk")


class MergeLink(models.Model):
    """`duplicate` asks for the same as `kept`. Supports stay where they are: each supporter is asked."""

    UNDO = timedelta(days=14)
    GOOD_FOR = timedelta(days=30)  # the link in the letter to a supporter

    duplicate = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="leads_to")
    kept = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="led_here")
    reason = models.CharField(
        max_length=500, blank=True, help_text="Why they are the same; empty where one was adopted."
    )
    only_noted = models.BooleanField(default=False, help_text="Found while people vote: a note, and both stay.")
    adopted = models.BooleanField(
        default=False, help_text="The one was withdrawn, and somebody else took it up as the other."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    co_author_at = models.DateTimeField(
        null=True, blank=True, help_text="When the author of the duplicate wanted to be named beside the other."
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None, only_noted=False), name="idea_leads_to_one_other"
            ),
            models.UniqueConstraint(
                fields=["duplicate", "kept"], condition=Q(undone_at=None, only_noted=True), name="ideas_noted_once"
            ),
            models.CheckConstraint(condition=~Q(duplicate=models.F("kept")), name="idea_leads_elsewhere"),
            models.CheckConstraint(condition=~Q(reason="") | Q(adopted=True), name="merge_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.kept_id}"

    def offers_co_authorship(self, person: Person) -> bool:
        """To the author of the duplicate, unless both are theirs or it is the city's own."""
        mine = self.duplicate.author_id == person.pk and not (self.duplicate.by_the_city or self.adopted)
        return mine and self.kept.author_id != person.pk

    @property
    def can_be_undone(self) -> bool:
        return (
            self.undone_at is None
            and not self.adopted
            and clock.now() < self.at + self.UNDO
            and not self.kept.poll.voting_has_begun
        )


class MergeSuggestionQuerySet(models.QuerySet["MergeSuggestion"]):
    def waiting(self):
        """For an answer that still makes sense: neither has gone its own way meanwhile."""
        gone = (Idea.State.WITHDRAWN, Idea.State.MERGED)
        return self.filter(answer="").exclude(idea__state__in=gone).exclude(other__state=Idea.State.WITHDRAWN)

    def of_pair(self, one: Iterable[int], other: Iterable[int]):
        """Whichever of the two authors said it."""
        return self.filter(Q(idea__in=one, other__in=other) | Q(idea__in=other, other__in=one))


class MergeSuggestion(models.Model):
    """An author says that theirs asks for the same as another. Who runs the poll merges them, or says no."""

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="said_alike")
    other = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="said_like_it")
    words = models.CharField(max_length=500, blank=True, help_text="Why, if its author said so. Officials read it.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    said = models.CharField(max_length=500, blank=True, help_text="What the city says to its author with a no.")
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MergeSuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "other", "by"], name="two_ideas_suggested_once"),
            models.CheckConstraint(condition=~Q(idea=models.F("other")), name="suggestion_names_another_idea"),
            models.CheckConstraint(condition=~Q(answer="no") | ~Q(said=""), name="no_to_a_suggestion_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} = {self.other_id}"


def last_kept(idea: Idea) -> tuple[Idea, int]:
    """Where a chain of merges ends, and after how many; the idea itself after none, if it leads nowhere."""
    ways = dict(
        MergeLink.objects.leading().filter(duplicate__poll=idea.poll_id).values_list("duplicate", "kept").order_by()
    )
    at, depth = idea.pk, 0
    while at in ways and depth <= len(ways):
        at, depth = ways[at], depth + 1
    return (idea if not depth else Idea.objects.get(pk=at)), depth


def all_that_lead_to(idea: Idea) -> list[MergeLink]:
    """Every merge that ends at this idea, over however many others."""
    links = list(
        MergeLink.objects.merges()
        .filter(duplicate__poll=idea.poll_id)
        .select_related("duplicate__author")
        .order_by("pk")
    )
    found: list[MergeLink] = []
    heads = {idea.pk}
    while heads:
        here = [link for link in links if link.kept_id in heads]
        found += here
        heads = {link.duplicate_id for link in here}
    return found


def distinct_supporters(idea: Idea, links: list[MergeLink]) -> int:
    """How many people support it or one of those that lead to it, each once. Who has left is a number of their own."""
    rows = Support.objects.filter(idea__in=[idea.pk, *(link.duplicate_id for link in links)])
    people = rows.filter(person__isnull=False).values("person").distinct().count()
    return people + rows.filter(person=None).count()
