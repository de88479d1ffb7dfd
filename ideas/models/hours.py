"""Live hours: residents ask before and during, support each other's questions, and officials answer in that order."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Count, F, Max, Q, Sum, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from conversations.models import Comment, Subject
from core import clock
from core.refs import new_ref
from people.models import Person

if TYPE_CHECKING:
    from .answers import Duty


FACTORS = (40_503, 9_973)  # see `weight`


class LiveHourQuerySet(models.QuerySet["LiveHour"]):
    def for_pages(self):
        return self.select_related("department", "neighborhood").defer("neighborhood__boundary")

    def ahead(self):
        """Going on or coming, the next one first."""
        return self.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")

    def over(self):
        """The last one first."""
        return self.filter(ends_at__lte=clock.now()).order_by("-ends_at", "-pk")

    def to_close(self):
        """Over, and what is unanswered is not owed yet."""
        return self.filter(closed_at=None, ends_at__lte=clock.now()).order_by("ends_at", "pk")


class LiveHour(models.Model):
    """An hour in which an office answers. How it stands follows from its dates when it is read; nothing sets it."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True, max_length=1000)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    officials = models.ManyToManyField(Person, through="HourOfficial", related_name="live_hours")
    neighborhood = models.ForeignKey(
        Neighborhood, null=True, blank=True, on_delete=models.PROTECT, help_text="Empty: the whole city."
    )
    place = models.CharField(max_length=120, blank=True, help_text="Empty: only on the site.")
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    opens_at = models.DateTimeField(help_text="From here on people ask and support.")
    starts_at = models.DateTimeField(help_text="From here on officials answer.")
    ends_at = models.DateTimeField(help_text="Nobody asks from here on.")
    answer_days = models.PositiveSmallIntegerField(default=14)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the unanswered became duties.")
    changed_at = models.DateTimeField(default=clock.now)
    sequence = models.PositiveIntegerField(default=0, help_text="How often its dates changed, for calendars.")
    created_at = models.DateTimeField(default=clock.now)

    objects = LiveHourQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lte=F("starts_at")) & Q(starts_at__lt=F("ends_at")), name="hour_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="hour_by_end")]

    def __str__(self) -> str:
        return self.title

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def state_at(self, at: datetime | None = None) -> str:
        """coming, asking, live or over: half-open, [begin, end)."""
        at = at or clock.now()
        if at >= self.ends_at:
            return "over"
        if at >= self.starts_at:
            return "live"
        return "asking" if at >= self.opens_at else "coming"

    @property
    def state(self) -> str:
        return self.state_at()

    @property
    def takes_questions(self) -> bool:
        return self.state_at() in ("asking", "live")


class HourOfficial(models.Model):
    """Who answers in an hour, named on its page."""

    hour = models.ForeignKey(LiveHour, on_delete=models.CASCADE, related_name="official_rows")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "person"], name="answers_once_in_an_hour")]
        ordering = ["pk"]


def weight(factor: int) -> CombinedExpression:
    """A number that looks drawn by lot, from a row's key: keys that follow each other have nothing in common."""
    scattered = (F("pk") * factor) % 65_521
    return (scattered * scattered) % 65_519


class QuestionQuerySet(models.QuerySet["Question"]):
    def standing(self):
        """Everybody may read them. What was answered keeps its place although its words are hidden."""
        return self.exclude(state=Question.State.WITHDRAWN).exclude(state=Question.State.ASKED, hidden=True)

    def public(self):
        return self.exclude(state=Question.State.WITHDRAWN).filter(hidden=False)

    def visible_to(self, person: Person | None):
        """Public ones, one's own, and all for those of the city who decide about them."""
        rows = self.exclude(state=Question.State.WITHDRAWN)
        if person is not None and person.roles & {"official", "administrator", "moderator", "safeguarding"}:
            return rows
        return rows.filter(Q(hidden=False) | Q(person=person)) if person is not None else rows.filter(hidden=False)

    def open(self):
        """Waiting for an answer, where everybody reads them."""
        return self.filter(state=Question.State.ASKED, hidden=False)

    def digest(self) -> dict[str, Any]:
        """A few sums that change whenever one of them changes. Each fact is weighed by whose it is, twice, so that what one
        question gains and another loses doesn't cancel out."""
        states = [When(state=state, then=n) for n, state in enumerate(Question.State.values, 1)]
        flags = (
            Case(*states, default=0)
            + 8 * Cast("hidden", models.IntegerField())
            + 16 * Cast("out_of_order", models.IntegerField())
        )
        facts: dict[str, Any] = {
            "supports": F("supports"),
            "flags": flags,
            "taken": Coalesce(F("taken_by"), 0),
            "person": Coalesce(F("person"), 0),
        }
        sums = {
            f"{name}_{n}": Sum(fact * weight(factor), output_field=models.BigIntegerField())
            for name, fact in facts.items()
            for n, factor in enumerate(FACTORS)
        }
        return self.aggregate(n=Count("pk"), last=Max("pk"), answered=Max("answered_at"), **sums)

    def in_turn(self):
        """Most supported first, then the one that was asked first."""
        return self.order_by("-supports", "pk")

    def before(self, question: "Question"):
        """Open questions of the same hour whose turn comes first."""
        same = self.open().filter(hour=question.hour_id).exclude(pk=question.pk)
        return same.filter(Q(supports__gt=question.supports) | Q(supports=question.supports, pk__lt=question.pk))


class Question(models.Model):
    """What a resident asks in a live hour. Hidden (by a case) stands beside the state, so that undoing restores it."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    MOVES = {State.ASKED: (State.ANSWERED, State.DECLINED, State.WITHDRAWN)}
    SETTLED = (State.ANSWERED, State.DECLINED)
    WORDS, ANSWER, IN_AN_HOUR = 500, 2000, 10

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    hour = models.ForeignKey(LiveHour, on_delete=models.PROTECT, related_name="questions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(max_length=WORDS)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    supports = models.PositiveIntegerField(default=0, help_text="Counter kept in the transaction of each support.")
    hidden = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=10, choices=Comment.Hold, blank=True)
    subject = models.OneToOneField(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="question"
    )  # fmt: skip
    taken_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    out_of_order = models.BooleanField(default=False, help_text="Taken while others had the turn.")
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(max_length=ANSWER, blank=True, help_text="Of a declined one the reason.")
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "person"], condition=Q(state="asked"), name="one_open_question_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "withdrawn"), answer="", answered_at=None, answered_by=None)
                | Q(state__in=("answered", "declined"), answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
                name="settled_question_says_what",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(condition=Q(hidden=True) | Q(hold_reason=""), name="held_question_is_hidden"),
        ]
        indexes = [models.Index(fields=["hour", "state", "supports"], name="question_in_turn")]

    def __str__(self) -> str:
        return self.text

    @property
    def by_whom(self) -> str:
        if self.person is None or self.person.kind == Person.Kind.ERASED:
            return gettext("Former member")
        return self.person.public_name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED and not self.hidden

    @property
    def owed(self) -> "Duty | None":
        """What the city owes since the hour ended."""
        return getattr(self, "duty", None)


class QuestionSupport(models.Model):
    """“I want to know this, too.” Only the number is public."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="support_rows")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="one_question_support_per_person")]
