"""What the city owes and says, the project that came of it, and who wants to hear of it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city.models import Department
from core import clock
from core.refs import new_ref
from people.models import Person
from projects.models import Project

from .hours import Question
from .ideas import Idea
from .polls import IdeaPoll


class Answer(models.Model):
    """What the city says to an idea; append only, the newest counts."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", _("We will do it")
        PARTLY = "partly", _("We will do a part of it")
        CHECKING = "checking", _("We are checking")
        IN_PROGRESS = "in_progress", _("Work has begun")
        DONE = "done", _("Done")
        NOT_POSSIBLE = "not_possible", _("Not possible")

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="answers")
    n = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status)
    reason = models.TextField(max_length=4000)
    next_step = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "n"], name="answers_count_up")]
        ordering = ["n"]


class AnswerDraft(models.Model):
    """What somebody of the city has begun to answer, for colleagues to read; nothing of it is public. Anything may be missing."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="answer_draft")
    status = models.CharField(max_length=12, choices=Answer.Status, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.now)


class DutyQuerySet(models.QuerySet):
    def unanswered(self):
        """The one that is due first comes first. A question that is out of sight can't be answered meanwhile."""
        return self.filter(done_at__isnull=True).exclude(question__hidden=True).order_by("due_at", "pk")

    def with_what(self):
        """With what is owed an answer, for lists."""
        return self.select_related("idea__poll", "question__hour", "department")


class Duty(models.Model):
    """The city owes an answer by a date: to an idea, or to a question that a live hour left open."""

    idea = models.OneToOneField(Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="duty")
    question = models.OneToOneField(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="duty")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reopened_n = models.PositiveSmallIntegerField(default=0)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, question__isnull=True) | Q(idea__isnull=True, question__isnull=False),
                name="duty_is_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["done_at", "due_at"])]

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and self.due_at < clock.now()

    @property
    def is_publicly_late(self) -> bool:
        """21 days over: the idea's page says so."""
        return self.done_at is None and self.due_at + timedelta(days=21) < clock.now()


class IdeaProject(models.Model):
    """The idea became a project; the project does not know."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="idea_project")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)


class OutcomeListener(models.Model):
    """Asked to hear what becomes of this poll's ideas. A list per poll, written at the freeze in shuffled order: not by idea,
    so that it says nothing about anybody's ballot."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="listeners")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="listens_once_per_poll")]


class OutcomeRefusal(models.Model):
    """Does not want to hear what becomes of this poll, and said so with a ballot that a code holds since: the mark on the roll,
    which says it for others, names nobody any more. Goes at the freeze, once the list of listeners is written, or at the cut."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="refuses_once_per_poll")]
