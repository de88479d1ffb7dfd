"""What people say about a subject, two levels deep: a question or a view, and what is answered to it."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from city.models import Department
from core import clock
from core.refs import new_ref
from people.models import Person

from .subjects import Subject


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self):
        return self.filter(state=Comment.State.PUBLISHED)

    def shown_to(self, person: Person | None):
        """What everybody may read, and one's own words while they wait or are hidden."""
        seen = Q(state=Comment.State.PUBLISHED)
        if person is not None:
            seen |= Q(by=person) & ~Q(state=Comment.State.REMOVED)
        return self.filter(seen)

    def with_people(self):
        """With who wrote it, for whom, and whether they have said anything else that stands: only then their links show."""
        other = Comment.objects.published().filter(by=OuterRef("by")).exclude(pk=OuterRef("pk"))
        return self.select_related("by", "department").annotate(known=Exists(other))

    def begun(self, subject: Subject, person: Person | None):
        """First words on a subject that this reader sees. Where words are gone but others answered, their place stays."""
        answered = Comment.objects.published().filter(parent=OuterRef("pk"))
        mine = Q(by=person) & ~Q(state=Comment.State.REMOVED) if person is not None else Q(pk=None)
        seen = Q(state=Comment.State.PUBLISHED) | mine | Q(Exists(answered))
        return self.filter(seen, subject=subject, parent=None).with_people()

    def unanswered(self):
        """First words of residents that neither the organizers nor the city have answered."""
        answered = Comment.objects.published().filter(parent=OuterRef("pk")).exclude(voice=Comment.Voice.RESIDENT)
        return self.published().filter(~Exists(answered), parent=None, voice=Comment.Voice.RESIDENT)

    def in_order(self):
        """Answers below their question: the city's first, then the organizers', then everybody's, the oldest first."""
        rank = Case(When(voice=Comment.Voice.OFFICIAL, then=0), When(voice=Comment.Voice.ORGANIZER, then=1), default=2)
        return self.alias(rank=rank).order_by("rank", "pk")

    def first_of_each(self, parents: "list[Comment]", most: int):
        """Answers to several, at most so many below each; what the city and the organizers say is never left out."""
        place = Window(RowNumber(), partition_by=[F("parent"), F("voice")], order_by="pk")
        rows = self.filter(parent__in=parents).annotate(place=place)
        return rows.filter(Q(place__lte=most) | ~Q(voice=Comment.Voice.RESIDENT))

    def newest(self, after: int = 0, size: int = 20) -> "list[Comment]":
        """One page and one more, if there is one, the newest first; `after` is the key of the last one before."""
        rows = self.filter(pk__lt=after) if after else self
        return list(rows.order_by("-pk")[: size + 1])

    def most_helpful(self, after: tuple[int, int] | None = None, size: int = 20) -> "list[Comment]":
        """One page and one more: what most people found helpful first; `after` are count and key of the last one before."""
        rows = self
        if after is not None:
            rows = self.filter(Q(helpful__lt=after[0]) | Q(helpful=after[0], pk__lt=after[1]))
        return list(rows.order_by("-helpful", "-pk")[: size + 1])


class Comment(models.Model):
    """A question, a view, or an answer to one. As what somebody speaks is written down with their words."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("everybody can read it")
        HELD = "held", _("waits until somebody has looked")
        HIDDEN = "hidden", _("hidden by a moderator")
        REMOVED = "removed", _("taken back")

    MOVES = {
        State.PUBLISHED: (State.HELD, State.HIDDEN, State.REMOVED),
        State.HELD: (State.PUBLISHED, State.HIDDEN, State.REMOVED),
        State.HIDDEN: (State.PUBLISHED, State.REMOVED),
    }

    class Label(models.TextChoices):
        QUESTION = "question", _("Question")
        FOR = "for", _("In favor")
        AGAINST = "against", _("Against")

    class Voice(models.TextChoices):
        RESIDENT = "", _("resident")
        ORGANIZER = "organizer", _("organizer")
        OFFICIAL = "official", _("the city")

    class Hold(models.TextChoices):
        NEW_WITH_LINK = "link", _("Your account is new and there is a link in it.")
        REPORTS = "reports", _("Several people reported it.")

    WORDS = 2000
    NEW_FOR = timedelta(days=3)

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comments")
    words = models.TextField(max_length=WORDS)
    label = models.CharField(max_length=10, choices=Label, blank=True)
    voice = models.CharField(max_length=10, choices=Voice, blank=True, default="")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="For which an official spoke.",
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    hold_reason = models.CharField(max_length=10, choices=Hold, blank=True)
    helpful = models.PositiveIntegerField(default=0, help_text="Counter kept in the transaction of each press.")
    key = models.CharField(max_length=16, default=new_ref, help_text="From the form, so that two presses write once.")
    created_at = models.DateTimeField(default=clock.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="comment_written_once"),
            models.CheckConstraint(condition=Q(parent__isnull=True) | Q(label=""), name="answer_has_no_label"),
            models.CheckConstraint(
                condition=~Q(voice="official") | Q(helpful=0), name="officials_words_are_not_liked_up"
            ),
            models.CheckConstraint(
                condition=Q(voice="official") | Q(department__isnull=True), name="only_officials_speak_for_an_office"
            ),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(hold_reason=""), name="held_comment_says_why"),
        ]
        indexes = [
            models.Index(fields=["subject", "helpful"], condition=Q(parent__isnull=True), name="comment_begun"),
            models.Index(fields=["by", "created_at"], name="comments_of_a_person"),
        ]

    @property
    def is_shown(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def begins(self) -> "Comment":
        """Where its thread begins: itself, or what it answers."""
        return self if self.parent is None else self.parent

    @property
    def may_be_liked(self) -> bool:
        """What officials say is neither better nor worse for it."""
        return self.is_shown and self.voice != self.Voice.OFFICIAL


class Helpful(models.Model):
    """Somebody found it helpful, once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="helpfuls")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="helpful_once")]


class Mention(models.Model):
    """“@Ana”, found when it was written: who was meant."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]
