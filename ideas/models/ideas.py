"""Ideas of a poll, what they said before, and who likes them."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from conversations.models import Comment, Subject
from core import clock
from files.models import Picture
from people.models import Person
from projects.models import Category

from .polls import SHUFFLES, IdeaPoll

if TYPE_CHECKING:
    from .answers import Answer


ADOPTION = timedelta(days=7)


def shuffled() -> int:
    return secrets.randbelow(SHUFFLES)


def read_cursor(text: str) -> tuple[int, int, int]:
    """Three whole numbers from a link; nonsense begins at the beginning."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return 0, 0, 0
    return int(parts[0]), int(parts[1]), int(parts[2])


class IdeaQuerySet(models.QuerySet["Idea"]):
    def public(self):
        return self.filter(hidden=False)

    def visible_to(self, person: Person | None, poll: "IdeaPoll | None" = None):
        """Public ones; one's own also while they are held or hidden; all for officials. What is on a ballot never vanishes."""
        if person is not None and person.roles & {"official", "administrator", "moderator", "safeguarding"}:
            return self.all()
        seen = Q(hidden=False) | Q(state=Idea.State.ON_BALLOT)
        if person is not None:
            seen |= Q(author=person)
        return self.filter(seen)

    def standing(self):
        """In the list of a poll: neither held or hidden, nor withdrawn or merged away."""
        return self.public().exclude(state__in=(Idea.State.WITHDRAWN, Idea.State.MERGED))

    def by_rule_on_ballot(self, poll: "IdeaPoll"):
        """What voters choose from: open ideas at the moment voting begins, whether or not a worker has written it down yet.
        It may do so after `poll` was read and before the ideas are.

        A budget can only be spent on ideas with a cost.
        """
        written = Q(state__in=Idea.BALLOTED)
        if poll.config_locked_at is not None:
            return self.filter(written, poll=poll)
        ready = Q(state=Idea.State.OPEN)
        if poll.spends_budget:
            ready &= Q(cost__isnull=False)
        return self.filter(ready | written, poll=poll)

    def up_to_the_votes(self, poll: "IdeaPoll") -> int:
        """How many of these a voter can choose, with a vote for each. What is suspended takes none."""
        return self.filter(suspended_at=None)[: poll.votes_per_ballot].count()

    def votes_that_find_one(self, poll: "IdeaPoll") -> int:
        """How many of a voter's votes find one of these ideas."""
        return poll.usable_votes(self.up_to_the_votes(poll))

    def page_in_random_order(self, seed: int, after: str = "", size: int = 20) -> "tuple[list[Idea], str]":
        """One page, and where the next one begins ("" at the end). Random order of the day: one fixed circle of ideas,
        entered somewhere else each day; it follows an index, so that 10,000 ideas cost as much as 10."""
        turn, shuffle, pk = read_cursor(after)
        found: list[Idea] = []
        for here, part in ((0, self.filter(shuffle__gte=seed)), (1, self.filter(shuffle__lt=seed))):
            if here < turn or len(found) > size:
                continue
            if here == turn and after:
                part = part.filter(
                    Q(shuffle__gt=shuffle) | Q(pk__gt=pk), shuffle__gte=shuffle
                )  # where the index goes on
            found += part.order_by("shuffle", "pk")[: size + 1 - len(found)]
        page = found[:size]
        if len(found) <= size:
            return page, ""
        last = page[-1]
        return page, f"{int(last.shuffle < seed)}-{last.shuffle}-{last.pk}"

    def page_by(self, field: str, after: str = "", size: int = 20) -> "tuple[list[Idea], str]":
        """The largest value of a whole-number field first ("supports", "said", or "pk" for the newest). Behind a cursor come
        the rest of those with its value, and then the smaller ones: each part begins in the middle of an index, so that
        the last page costs as much as the first."""
        _turn, value, pk = read_cursor(after)
        parts = [self]
        if after:
            parts = [self.filter(**{field: value}, pk__lt=pk), self.filter(**{f"{field}__lt": value})]
        found: list[Idea] = []
        for part in parts[1:] if after and field == "pk" else parts:
            if len(found) <= size:
                found += part.order_by(f"-{field}", "-pk")[: size + 1 - len(found)]
        page = found[:size]
        return page, f"0-{getattr(page[-1], field)}-{page[-1].pk}" if len(found) > size else ""

    def with_words(self):
        """`words`: how many first words everybody may read about it, counted anew."""
        comments = Comment.objects.published().filter(subject=OuterRef("subject"), parent=None).order_by()
        number = comments.values("subject").annotate(n=Count("pk")).values("n")
        return self.annotate(words=Coalesce(Subquery(number), 0))

    def by_place(self):
        """With a point on the map first, then by neighborhood."""
        return self.order_by(F("latitude").asc(nulls_last=True), "neighborhood", "pk")

    def for_lists(self):
        """With who and where; never the boundary of a neighborhood, which is long."""
        return self.select_related("neighborhood", "author").defer("neighborhood__boundary")

    def real_in(self, hood: Neighborhood):
        """What became of ideas for a neighborhood: done, or under way, the newest first."""
        became = (Idea.State.DONE, Idea.State.IN_PROGRESS)
        return (
            self.public().filter(neighborhood=hood, state__in=became, poll__published_at__isnull=False).order_by("-pk")
        )

    def answered_recently(self):
        """Ideas of published polls whose newest answer is the newest: what the city did."""
        from .answers import Answer  # which points to ideas, so it comes after them

        newer = Answer.objects.filter(idea=OuterRef("pk"), n__gt=OuterRef("answers__n"))
        return (
            self.public()
            .filter(poll__published_at__isnull=False, answers__isnull=False)
            .filter(~Exists(newer))
            .annotate(answered_at=F("answers__published_at"))
            .order_by("-answered_at", "-pk")
        )


class Idea(models.Model):
    """One idea of a poll. `hidden` and `suspended_at` stand beside the state, so that undoing restores it. What is hidden
    without a `hold_reason` is so by a moderator's decision; with one, nobody has looked yet.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged")
        NOT_ELIGIBLE = "not_eligible", _("not possible")
        ON_BALLOT = "on_ballot", _("on the ballot")
        SELECTED = "selected", _("chosen")
        NOT_SELECTED = "not_selected", _("not chosen")
        TIE_PENDING = "tie_pending", _("tie")
        PLANNED = "planned", _("planned")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")
        DROPPED = "dropped", _("not possible")

    MOVES = {
        State.OPEN: (State.WITHDRAWN, State.MERGED, State.NOT_ELIGIBLE, State.ON_BALLOT),
        State.MERGED: (State.OPEN,),
        State.NOT_ELIGIBLE: (State.OPEN,),
        State.ON_BALLOT: (State.SELECTED, State.NOT_SELECTED, State.TIE_PENDING),
        State.TIE_PENDING: (State.ON_BALLOT, State.SELECTED, State.NOT_SELECTED, State.PLANNED, State.IN_PROGRESS, State.DROPPED),
        State.SELECTED: (State.NOT_SELECTED, State.TIE_PENDING, State.PLANNED, State.IN_PROGRESS, State.DONE, State.DROPPED),
        State.NOT_SELECTED: (State.SELECTED, State.TIE_PENDING, State.PLANNED, State.IN_PROGRESS, State.DROPPED),
        State.PLANNED: (State.IN_PROGRESS, State.DONE, State.DROPPED),
        State.IN_PROGRESS: (State.PLANNED, State.DONE, State.DROPPED),
        State.DONE: (State.IN_PROGRESS,),
        State.DROPPED: (State.PLANNED, State.IN_PROGRESS),
    }  # fmt: skip
    COUNTED = (State.ON_BALLOT, State.TIE_PENDING, State.SELECTED, State.NOT_SELECTED)  # a certified count may say anew
    BALLOTED = (
        State.ON_BALLOT, State.SELECTED, State.NOT_SELECTED, State.TIE_PENDING,
        State.PLANNED, State.IN_PROGRESS, State.DONE, State.DROPPED,
    )  # fmt: skip
    CHOSEN = (State.SELECTED, State.PLANNED, State.IN_PROGRESS)

    class Hold(models.TextChoices):
        """Why nobody else reads it until a moderator has looked."""

        FIRST = "first", _("Your account is new, and this is your first idea.")
        REPORTS = "reports", Comment.Hold.REPORTS.label

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="ideas")
    ref = models.CharField(max_length=12, help_text="2026-014: shown, and unique in its poll.")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=4000)
    language = models.CharField(max_length=10, default="en")
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    on_behalf_of = models.CharField(max_length=120, blank=True)
    by_the_city = models.BooleanField(
        default=False, help_text="Entered by an official: shown as “Proposed by the city”."
    )
    category = models.CharField(max_length=12, choices=Category, default=Category.OTHER)
    neighborhood = models.ForeignKey(Neighborhood, null=True, blank=True, on_delete=models.PROTECT)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    cost = models.PositiveIntegerField(null=True, blank=True, help_text="Whole currency units.")
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=14, choices=State, default=State.OPEN)
    state_reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose matter it is, where that is not the poll's own.",
    )  # fmt: skip
    hidden = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=10, choices=Hold, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    supports = models.PositiveIntegerField(default=0, help_text="Counter kept in the transaction of each support.")
    said = models.PositiveIntegerField(
        default=0, help_text="Counter: how many first words about it everybody may read, a moment after they were said."
    )
    submitted_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    subject = models.OneToOneField(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="idea")
    shuffle = models.PositiveIntegerField(default=shuffled, editable=False, help_text="Its place in the random order.")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "ref"], name="idea_ref_once_per_poll"),
            models.CheckConstraint(condition=Q(hold_reason="") | Q(hidden=True), name="held_idea_is_hidden"),
        ]
        indexes = [
            models.Index(fields=["poll", "state"]),
            models.Index(fields=["poll", "shuffle"], name="idea_in_random_order"),
            models.Index(fields=["poll", "id"], name="idea_newest"),
            models.Index(fields=["poll", "supports", "id"], name="idea_most_supported"),
            models.Index(fields=["poll", "said", "id"], name="idea_most_discussed"),
            models.Index(fields=["poll"], condition=Q(suspended_at__isnull=False), name="idea_suspended"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_whom(self) -> str:
        """Whose idea it is, as all may read it; where somebody entered it for others, both."""
        if self.by_the_city:
            name = gettext("the city") if self.on_behalf_of else gettext("Proposed by the city")
        elif self.author is None or self.author.kind == Person.Kind.ERASED:
            name = gettext("Former member")
        else:
            name = self.author.public_name
        if not self.on_behalf_of:
            return name
        return gettext("%(group)s, entered by %(name)s") % {"group": self.on_behalf_of, "name": name}

    @property
    def shown_title(self) -> str:
        """What is on a ballot stays there, but hidden words are not shown."""
        return gettext("This text is being checked") if self.hidden else self.title

    @property
    def shown_body(self) -> str:
        return "" if self.hidden else self.body

    @property
    def adoption_until(self) -> datetime | None:
        """Until when somebody else may take it up, once its author has taken it back."""
        return self.withdrawn_at + ADOPTION if self.withdrawn_at is not None else None

    @property
    def is_up_for_adoption(self) -> bool:
        if self.state != self.State.WITHDRAWN or self.hidden or self.adoption_until is None:
            return False
        return clock.now() < self.adoption_until and self.poll.state == "proposing"

    @property
    def is_gone(self) -> bool:
        """Its page is a tombstone."""
        return self.state in (self.State.WITHDRAWN, self.State.MERGED)

    @cached_property
    def newest_answer(self) -> "Answer | None":
        return max(self.answers.all(), key=lambda answer: answer.n, default=None)

    @property
    def done_at(self) -> datetime | None:
        """When the city said so, or when its project was brought to an end. Reads the answers and, without one, the project."""
        if self.state != self.State.DONE:
            return None
        if (answer := self.newest_answer) and answer.status == answer.Status.DONE:
            return answer.published_at
        return self.idea_project.project.completed_at if hasattr(self, "idea_project") else None

    @property
    def promise(self) -> "Answer | None":
        """The newest answer, as long as its next step and its day are still ahead: once it is done or given up, nothing is."""
        return None if self.state in (self.State.DONE, self.State.DROPPED) else self.newest_answer

    @property
    def promise_is_late(self) -> bool:
        """The city named a day, and it has passed."""
        promise = self.promise
        if promise is None or promise.due_on is None:
            return False
        return promise.due_on < clock.now().astimezone(self.poll.tz).date()


class IdeaRevision(models.Model):
    """What an idea said before; append only."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="revisions")
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "n"], name="idea_revisions_count_up")]


class Support(models.Model):
    """“I like this” while ideas are collected. Only the number is public."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="support_rows")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="supports")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_support_per_person")]
