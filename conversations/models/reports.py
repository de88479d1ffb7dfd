"""Reports, the case that they become, what was decided, and the log of it all."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from people.models import Person

from .comments import Comment
from .subjects import Subject


class Rule(models.TextChoices):
    """What a report says is wrong, and which rule of the house a decision says was broken."""

    INSULT = "insult", _("It insults or threatens somebody")
    HATE = "hate", _("It is against a group of people")
    PRIVATE = "private", _("It tells something private of somebody")
    SPAM = "spam", _("It is advertising, or a trick")
    DANGER = "danger", _("It is dangerous or against the law")
    OFF_TOPIC = "off_topic", _("It does not belong here")
    SAFEGUARDING = "safeguarding", _("A child or somebody who needs protection may be in danger")
    OTHER = "other", _("Something else")


class CaseQuerySet(models.QuerySet["Case"]):
    def waiting(self):
        """The oldest first."""
        return self.filter(state=Case.State.OPEN).order_by("opened_at", "pk")

    def appealed(self):
        return self.filter(state=Case.State.APPEALED).order_by("appealed_at", "pk")

    def decided(self):
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")

    def hiding(self):
        """Decisions that keep what they are about out of sight, and were not taken back."""
        return self.filter(decided_at__isnull=False, outcome__in=Case.HIDES).exclude(overturned=True)

    def for_lists(self):
        rows = self.select_related("subject__person", "comment__by", "comment__parent", "about", "decided_by")
        return rows.prefetch_related("reports")


class Case(models.Model):
    """Something that somebody of the city has to look at: reported, or held because its author is new."""

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        DECIDED = "decided", _("decided")
        APPEALED = "appealed", _("appealed")
        CLOSED = "closed", _("decided for good")

    class Outcome(models.TextChoices):
        KEEP = "keep", _("Leave it")
        HIDE = "hide", _("Hide it")
        WARN = "warn", _("Leave it, and warn")
        BLOCK = "block", _("No writing for 30 days, and words are hidden")

    DONE: ClassVar[dict[str, Any]] = {
        Outcome.KEEP: _("left as it is"),
        Outcome.HIDE: _("hidden"),
        Outcome.WARN: _("left, with a warning"),
        Outcome.BLOCK: _("hidden, and no writing for 30 days"),
    }
    MOVES = {State.OPEN: (State.DECIDED,), State.DECIDED: (State.APPEALED,), State.APPEALED: (State.CLOSED,)}
    MODERATORS = frozenset(("moderator", "administrator"))
    HIDES = (Outcome.HIDE, Outcome.BLOCK)
    BLOCKED_FOR = timedelta(days=30)
    REASON_LETTERS, WORDS = 20, 1000

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    about = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="cases_about",
        help_text="Whose words, project or conduct it is: told of the decision, and never the one who decides.",
    )  # fmt: skip
    safeguarding = models.BooleanField(default=False, help_text="For the officers of that name only.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    rule = models.CharField(max_length=14, choices=Rule, blank=True)
    words = models.TextField(max_length=WORDS, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(max_length=WORDS, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    overturned = models.BooleanField(null=True, blank=True)
    appeal_words = models.TextField(max_length=WORDS, blank=True)
    appeal_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appeal_decided_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "safeguarding"],
                condition=Q(state="open", comment__isnull=False),
                name="one_open_case_for_words",
            ),
            models.UniqueConstraint(
                fields=["subject", "safeguarding"],
                condition=Q(state="open", comment__isnull=True),
                name="one_open_case_for_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True) | ~Q(state="open") & ~Q(outcome=""),
                name="decided_case_says_what",
            ),
            models.CheckConstraint(
                condition=Q(appeal_by__isnull=True) | ~Q(appeal_by=F("decided_by")),
                name="appeal_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(about__isnull=True) | ~Q(decided_by=F("about")),
                name="nobody_decides_their_own_case",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="cases_by_age")]

    @property
    def stands(self) -> bool:
        """A decision that was not taken back."""
        return self.decided_at is not None and not self.overturned

    @property
    def outcome_words(self) -> str:
        """What was done, once it is decided; the choices of the form say what to do."""
        return str(self.DONE.get(self.outcome, ""))

    @property
    def can_be_appealed(self) -> bool:
        return self.state == self.State.DECIDED and self.outcome != self.Outcome.KEEP


class Report(models.Model):
    """Somebody says that something is wrong. What the reported person never learns is who said so."""

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        UPHELD = "upheld", _("was right")
        REFUSED = "refused", _("was not right")

    WORDS = 1000

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="reports")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=14, choices=Rule)
    words = models.TextField(max_length=WORDS, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            # Whoever reported an insult can still say that somebody may be in danger: that is a case of its own.
            models.UniqueConstraint(fields=["by", "case"], name="one_report_in_a_case"),
        ]


class CaseMove(models.Model):
    """What happened to a case: the log that auditors read. Rows are only added."""

    class What(models.TextChoices):
        OPENED = "opened", _("opened")
        REPORTED = "reported", _("reported")
        DECIDED = "decided", _("decided")
        APPEALED = "appealed", _("appealed")
        UPHELD = "upheld", _("the decision stands")
        OVERTURNED = "overturned", _("the decision was taken back")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    outcome = models.CharField(max_length=8, choices=Case.Outcome, blank=True)
    rule = models.CharField(max_length=14, choices=Rule, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    @property
    def outcome_words(self) -> str:
        return str(Case.DONE.get(self.outcome, ""))


class Muting(models.Model):
    """Somebody writes nothing here until then, because of a case."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mutings")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="muting")
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="mutings_of_a_person")]
