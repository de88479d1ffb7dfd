"""Idea polls: phases, ideas, support, ballots kept apart from voters, results, answers and what came of them."""

import json
import secrets
import zlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core import clock
from core.refs import new_ref
from files.models import Picture
from people.models import Person
from projects.models import Category, Project

FREEZE_AFTER = timedelta(seconds=60)  # whoever was in time has so long to get through
LARGE_ENOUGH = 10  # ballots; below, only totals are published


class IdeaPollQuerySet(models.QuerySet):
    def visible_to(self, person: Person | None):
        """Drafts are for officials only."""
        if person is not None and person.roles & {"official", "administrator"}:
            return self
        return self.public()

    def public(self):
        return self.filter(published_at__isnull=False)

    def for_pages(self):
        """With all that a page says about a poll: three more rows joined, and its phases."""
        return self.select_related("neighborhood", "department").prefetch_related("phases")

    def open_now(self):
        """Residents can do something there now, the first to close first."""
        at = clock.now()
        here = Phase.objects.filter(poll=OuterRef("pk"), opens_at__lte=at, closes_at__gt=at)
        here = here.filter(kind__in=(Phase.Kind.PROPOSING, Phase.Kind.VOTING))
        until = Subquery(here.order_by("closes_at").values("closes_at")[:1])
        return (
            self.public()
            .filter(suspended_at__isnull=True)
            .annotate(until=until)
            .filter(until__isnull=False)
            .order_by("until", "pk")
        )

    def voting_now(self):
        at = clock.now()
        return self.public().filter(
            phases__kind=Phase.Kind.VOTING, phases__opens_at__lte=at, phases__closes_at__gt=at, suspended_at=None
        )

    def not_over(self):
        """Ahead or going on."""
        return self.public().filter(phases__kind=Phase.Kind.VOTING, phases__closes_at__gt=clock.now())

    def over(self):
        """Voting has ended, the last first."""
        return (
            self.public()
            .filter(phases__kind=Phase.Kind.VOTING, phases__closes_at__lte=clock.now())
            .order_by("-phases__closes_at", "-pk")
        )

    def to_open(self):
        """Voting has begun, and what is on the ballot is not written down yet."""
        return self.public().filter(
            config_locked_at=None, phases__kind=Phase.Kind.VOTING, phases__opens_at__lte=clock.now()
        )

    def to_freeze(self):
        """Closed for a minute, and not frozen."""
        return self.public().filter(
            frozen_at=None, phases__kind=Phase.Kind.VOTING, phases__closes_at__lte=clock.now() - FREEZE_AFTER
        )

    def to_cut(self):
        """30 days after the certification or 90 after the close, whichever is first."""
        at = clock.now()
        certified = Certification.objects.in_force().filter(
            result__poll=OuterRef("pk"), at__lte=at - timedelta(days=30)
        )
        closed = Phase.objects.filter(
            poll=OuterRef("pk"), kind=Phase.Kind.VOTING, closes_at__lte=at - timedelta(days=90)
        )
        return self.filter(Exists(certified) | Exists(closed), frozen_at__isnull=False, cut_at=None)


class IdeaPoll(models.Model):
    """A question the city asks and must answer. Its state follows from the phases' dates when it is read; nothing sets it."""

    class BallotType(models.TextChoices):
        APPROVE = "approve", _("choose up to a number of ideas")
        POINTS = "points", _("spread points")

    class CountRule(models.TextChoices):
        MOST = "most", _("most votes")
        BUDGET_GREEDY = "budget_greedy", _("most votes within the budget")

    class Visibility(models.TextChoices):
        NOBODY = "nobody", _("nobody before the close")
        AFTER_VOTING = "turnout", _("only how many voted")

    slug = models.SlugField(max_length=80, unique=True)
    question = models.CharField(max_length=160)
    intro = models.TextField(blank=True, max_length=2000)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    neighborhood = models.ForeignKey(
        Neighborhood, null=True, blank=True, on_delete=models.PROTECT, help_text="Empty: the whole city."
    )
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    ballot_type = models.CharField(max_length=10, choices=BallotType, default=BallotType.APPROVE)
    count_rule = models.CharField(max_length=16, choices=CountRule, default=CountRule.MOST)
    votes_per_ballot = models.PositiveSmallIntegerField(default=5)
    max_per_idea = models.PositiveSmallIntegerField(default=1)
    min_choices = models.PositiveSmallIntegerField(default=1)
    budget_total = models.PositiveIntegerField(null=True, blank=True, help_text="Whole currency units.")
    stop_at_first_misfit = models.BooleanField(default=False)
    winners_k = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    min_support_to_pass = models.PositiveIntegerField(null=True, blank=True)
    ideas_per_resident = models.PositiveSmallIntegerField(default=3)
    eligibility_level = models.PositiveSmallIntegerField(default=1, help_text="1: e-mail confirmed.")
    results_visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.NOBODY)
    answer_days = models.PositiveSmallIntegerField(default=30)
    next_idea_n = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    config_locked_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    cut_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    late_refusals = models.PositiveIntegerField(default=0, help_text="In time, but not through before the freeze.")
    created_at = models.DateTimeField(default=clock.now)

    objects = IdeaPollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(votes_per_ballot__gte=1), name="poll_at_least_one_vote"),
            models.CheckConstraint(
                condition=Q(max_per_idea__gte=1) & Q(max_per_idea__lte=F("votes_per_ballot")),
                name="poll_max_per_idea_within_votes",
            ),
            models.CheckConstraint(
                condition=~Q(count_rule="budget_greedy") | Q(budget_total__isnull=False),
                name="budget_poll_has_a_budget",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def spends_budget(self) -> bool:
        return self.count_rule == self.CountRule.BUDGET_GREEDY

    def rule(self) -> dict:
        """The rule as the count reads it; settings that don't apply are left out."""
        numbers = {
            "budget_total": self.budget_total if self.spends_budget else None,
            "max_per_idea": self.max_per_idea,
            "min_choices": self.min_choices,
            "min_support_to_pass": self.min_support_to_pass,
            "votes_per_ballot": self.votes_per_ballot,
            "winners_k": self.winners_k,
        }
        return {
            "about": {"question": self.question, "poll": self.slug, "zone": self.zone},
            "ballot_type": self.ballot_type,
            "count_rule": self.count_rule,
            "stop_at_first_misfit": self.stop_at_first_misfit,
            **{name: value for name, value in numbers.items() if value is not None},
        }

    @cached_property
    def phase_by_kind(self) -> dict[str, "Phase"]:
        return {phase.kind: phase for phase in self.phases.all()}

    def phase_at(self, at: datetime | None = None) -> str:
        """The kind of the phase that is open, or "" between phases. Half-open: [opens, closes)."""
        at = at or clock.now()
        for phase in self.phase_by_kind.values():
            if phase.opens_at <= at < phase.closes_at:
                return phase.kind
        return ""

    @property
    def voting(self) -> "Phase | None":
        return self.phase_by_kind.get(Phase.Kind.VOTING)

    @property
    def proposing(self) -> "Phase | None":
        return self.phase_by_kind.get(Phase.Kind.PROPOSING)

    def state_at(self, at: datetime | None = None) -> str:
        """draft, coming, proposing, review, voting or over: from the dates alone. "review" is also any gap before the vote."""
        at = at or clock.now()
        if self.published_at is None:
            return "draft"
        if open_phase := self.phase_at(at):
            return open_phase
        phases = list(self.phase_by_kind.values())
        if not phases or at < min(phase.opens_at for phase in phases):
            return "coming"
        return "review" if self.voting and at < self.voting.opens_at else "over"

    @property
    def state(self) -> str:
        """As `state_at` now; after the vote counting, counted or certified, and "suspended" over everything."""
        now = self.state_at()
        if self.suspended_at is not None and now != "draft":
            return "suspended"
        if now != "over":
            return now
        if self.frozen_at is None:
            return "counting" if self.voting else "over"
        return "certified" if self.certification else "counted"

    @property
    def next_date(self) -> datetime | None:
        """The one date to show in a list: the end of what is open, the beginning of what comes, the close of what was."""
        state = self.state_at()
        if state in self.phase_by_kind:
            return self.phase_by_kind[state].closes_at
        ahead = [phase.opens_at for phase in self.phase_by_kind.values() if phase.opens_at > clock.now()]
        return min(ahead) if ahead else (self.voting.closes_at if self.voting else None)

    @property
    def next_date_word(self) -> str:
        state = self.state_at()
        if state in ("proposing", "review", "voting"):
            return gettext("Until")
        return "" if state == "over" else gettext("From")

    @cached_property
    def newest_result(self) -> "Result | None":
        """Without the ballots: they can be large."""
        return self.results.defer("ballots_csv", "poll_pb", "recount_py").order_by("-n").first()

    @cached_property
    def certification(self) -> "Certification | None":
        found = Certification.objects.in_force().filter(result__poll=self)
        return found.select_related("by", "second_by", "result").order_by("-result__n").first()

    @property
    def voting_has_begun(self) -> bool:
        """From here on the rules of the vote, and what is on the ballot, stand."""
        return self.config_locked_at is not None or (self.voting is not None and clock.now() >= self.voting.opens_at)

    @property
    def day_seed(self) -> int:
        """The order of ideas is random, and the same for everybody on one day of the poll's own clock."""
        day = clock.now().astimezone(self.tz).date().isoformat()
        return zlib.crc32(f"{self.pk}:{day}".encode()) % SHUFFLES


class Phase(models.Model):
    """When something may be done: [opens_at, closes_at)."""

    class Kind(models.TextChoices):
        PROPOSING = "proposing", _("Ideas")
        REVIEW = "review", _("Review")
        VOTING = "voting", _("Voting")

    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=Kind)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "kind"], name="one_phase_of_a_kind"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="phase_closes_after_it_opens"),
        ]
        ordering = ["opens_at"]


SHUFFLES = 2**31


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
        return self.exclude(state__in=(Idea.State.DRAFT, Idea.State.PENDING)).filter(hidden=False)

    def visible_to(self, person: Person | None, poll: "IdeaPoll | None" = None):
        """Public ones; one's own also while they are being read; all for officials. What is on a ballot never vanishes."""
        if person is not None and person.roles & {"official", "administrator", "moderator"}:
            return self.exclude(state=Idea.State.DRAFT)
        seen = ~Q(state__in=(Idea.State.DRAFT, Idea.State.PENDING)) & (Q(hidden=False) | Q(state=Idea.State.ON_BALLOT))
        if person is not None:
            seen |= Q(author=person)
        return self.filter(seen)

    def standing(self):
        """In the list of a poll: neither held back nor hidden, withdrawn or merged away."""
        return self.public().exclude(state__in=(Idea.State.WITHDRAWN, Idea.State.MERGED))

    def by_rule_on_ballot(self, poll: "IdeaPoll"):
        """What voters choose from: open ideas at the moment voting begins, whether or not a worker has written it down yet.

        A budget can only be spent on ideas with a cost.
        """
        if poll.config_locked_at is not None:
            return self.filter(poll=poll, state__in=Idea.BALLOTED)
        found = self.filter(poll=poll, state=Idea.State.OPEN)
        return found.filter(cost__isnull=False) if poll.spends_budget else found

    def page_in_random_order(self, seed: int, after: str = "", size: int = 20) -> "tuple[list[Idea], str]":
        """One page, and where the next one begins ("" at the end). Random order of the day: one fixed circle of ideas,
        entered somewhere else each day; it follows an index, so that 10,000 ideas cost as much as 10."""
        turn, shuffle, pk = read_cursor(after)
        found: list[Idea] = []
        for here, part in ((0, self.filter(shuffle__gte=seed)), (1, self.filter(shuffle__lt=seed))):
            if here < turn or len(found) > size:
                continue
            if here == turn and after:
                part = part.filter(Q(shuffle__gt=shuffle) | Q(shuffle=shuffle, pk__gt=pk))
            found += part.order_by("shuffle", "pk")[: size + 1 - len(found)]
        page = found[:size]
        if len(found) <= size:
            return page, ""
        last = page[-1]
        return page, f"{int(last.shuffle < seed)}-{last.shuffle}-{last.pk}"

    def page_by(self, field: str, after: str = "", size: int = 20) -> "tuple[list[Idea], str]":
        """The largest value of a whole-number field first ("supports", or "pk" for the newest)."""
        _turn, value, pk = read_cursor(after)
        rows = self.filter(Q(**{f"{field}__lt": value}) | Q(**{field: value}, pk__lt=pk)) if after else self
        found: list[Idea] = list(rows.order_by(f"-{field}", "-pk")[: size + 1])
        page = found[:size]
        return page, f"0-{getattr(page[-1], field)}-{page[-1].pk}" if len(found) > size else ""

    def for_lists(self):
        return self.select_related("neighborhood", "author")

    def answered_recently(self):
        """Ideas of published polls whose newest answer is the newest: what the city did."""
        newest = Answer.objects.filter(idea=OuterRef("pk")).order_by("-n").values("published_at")[:1]
        return (
            self.public()
            .filter(poll__published_at__isnull=False)
            .annotate(answered_at=Subquery(newest))
            .filter(answered_at__isnull=False)
            .order_by("-answered_at", "-pk")
        )


class Idea(models.Model):
    """One idea of a poll. `hidden` (by a moderator) and `suspended_at` stand beside the state, so that undoing restores it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("being read")
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
        State.DRAFT: (State.PENDING, State.OPEN, State.WITHDRAWN),
        State.PENDING: (State.OPEN, State.NOT_ELIGIBLE, State.WITHDRAWN),
        State.OPEN: (State.WITHDRAWN, State.MERGED, State.NOT_ELIGIBLE, State.ON_BALLOT),
        State.MERGED: (State.OPEN,),
        State.NOT_ELIGIBLE: (State.OPEN,),
        State.ON_BALLOT: (State.SELECTED, State.NOT_SELECTED, State.TIE_PENDING),
        State.TIE_PENDING: (State.SELECTED, State.NOT_SELECTED),
        State.SELECTED: (State.PLANNED, State.IN_PROGRESS, State.DONE, State.DROPPED),
        State.NOT_SELECTED: (State.PLANNED, State.IN_PROGRESS, State.DROPPED),
        State.PLANNED: (State.IN_PROGRESS, State.DONE, State.DROPPED),
        State.IN_PROGRESS: (State.PLANNED, State.DONE, State.DROPPED),
        State.DONE: (State.IN_PROGRESS,),
        State.DROPPED: (State.PLANNED, State.IN_PROGRESS),
    }
    BALLOTED = (
        State.ON_BALLOT, State.SELECTED, State.NOT_SELECTED, State.TIE_PENDING,
        State.PLANNED, State.IN_PROGRESS, State.DONE, State.DROPPED,
    )  # fmt: skip
    CHOSEN = (State.SELECTED, State.PLANNED, State.IN_PROGRESS)

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
    hidden = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    supports = models.PositiveIntegerField(default=0, help_text="Counter kept in the transaction of each support.")
    submitted_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    shuffle = models.PositiveIntegerField(default=shuffled, editable=False, help_text="Its place in the random order.")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "ref"], name="idea_ref_once_per_poll")]
        indexes = [
            models.Index(fields=["poll", "state"]),
            models.Index(fields=["poll", "shuffle"], name="idea_in_random_order"),
            models.Index(fields=["poll", "supports"], name="idea_by_support"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by_whom(self) -> str:
        """Whose idea it is, as all may read it."""
        if self.by_the_city:
            return gettext("Proposed by the city")
        if self.on_behalf_of:
            return self.on_behalf_of
        if self.author is None or self.author.kind == Person.Kind.ERASED:
            return gettext("Former member")
        return self.author.public_name

    @property
    def shown_title(self) -> str:
        """What is on a ballot stays there, but hidden words are not shown."""
        return gettext("This text is being checked") if self.hidden else self.title

    @property
    def shown_body(self) -> str:
        return "" if self.hidden else self.body

    @property
    def is_gone(self) -> bool:
        """Its page is a tombstone."""
        return self.state in (self.State.WITHDRAWN, self.State.MERGED)

    @cached_property
    def newest_answer(self) -> "Answer | None":
        return max(self.answers.all(), key=lambda answer: answer.n, default=None)


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


class PollVoter(models.Model):
    """The voter roll: who took part, never how. Person and times are wiped at the cut."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("paper")

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    eligibility_hash = models.CharField(max_length=64, null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    wants_outcome = models.BooleanField(default=True)
    at = models.DateTimeField(null=True, default=clock.now)
    cut = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="one_voter_per_person"),
            models.UniqueConstraint(fields=["poll", "eligibility_hash"], name="one_voter_per_key"),
            models.CheckConstraint(
                condition=Q(cut=True, person__isnull=True, eligibility_hash__isnull=True, at__isnull=True)
                | Q(cut=False, person__isnull=False, eligibility_hash__isnull=True)
                | Q(cut=False, person__isnull=True, eligibility_hash__isnull=False),
                name="voter_has_one_key_until_the_cut",
            ),
        ]


class Ballot(models.Model):
    """One ballot. It never points to a person; `voter` is null for paper."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="ballots")
    voter = models.OneToOneField(PollVoter, null=True, blank=True, on_delete=models.PROTECT, related_name="ballot")
    revision = models.PositiveIntegerField(default=0)
    client_key = models.CharField(max_length=36, blank=True)
    cast_at = models.DateTimeField(null=True)
    batch = models.CharField(max_length=40, blank=True)
    spoiled = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["poll"])]


class BallotLine(models.Model):
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="lines")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "idea"], name="one_line_per_idea"),
            models.CheckConstraint(
                condition=Q(value__gte=1) & Q(value__lte=100), name="ballot_value_between_1_and_100"
            ),
        ]


class Result(models.Model):
    """A count. Never updated: a correction or a recorded lot is a new row with the next n. The files are kept as text."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="results")
    n = models.PositiveSmallIntegerField()
    ballots_csv = models.TextField(blank=True, help_text="Empty under 10 ballots: totals only.")
    ballots_sha256 = models.CharField(max_length=64, blank=True)
    ideas_csv = models.TextField()
    rule_json = models.TextField()
    poll_pb = models.TextField(blank=True)
    outcome_json = models.TextField()
    engine_version = models.CharField(max_length=80)
    note = models.CharField(
        max_length=500, blank=True, help_text="Why there is a further row: the lot, or the correction."
    )
    recount_py = models.TextField(
        blank=True, help_text="The script of that day, so that it can still be run years later."
    )
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "n"], name="results_count_up")]

    @cached_property
    def outcome(self) -> dict:
        return json.loads(self.outcome_json)

    @property
    def ballots_csv_published(self) -> bool:
        """Not read from the file itself, which can be large."""
        return bool(self.ballots_sha256)

    @property
    def open_ties(self) -> list[dict]:
        """Tied groups that still wait for their lot."""
        return [tie for tie in self.outcome["ties"] if tie["state"] == "tie_pending"]


class CertificationQuerySet(models.QuerySet):
    def in_force(self):
        """An override counts only once a second official has signed it."""
        return self.filter(Q(override_reason="") | Q(second_by__isnull=False))


class Certification(models.Model):
    """An official stands for a result. Against an open tie it needs a reason for all to read, and a second official."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="certification")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    override_reason = models.TextField(blank=True)
    second_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CertificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("by")), name="override_signed_by_two_people"
            )
        ]


class SuspensionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at=None, lifted_at=None)


class Suspension(models.Model):
    """An idea or a whole poll set aside, with a reason for all to read. During voting it takes two: one asks, one confirms."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="suspensions")
    idea = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="suspensions", help_text="Empty: the poll."
    )
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_note = models.CharField(max_length=500, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]


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


class DutyQuerySet(models.QuerySet):
    def unanswered(self):
        """The one that is due first comes first."""
        return self.filter(done_at__isnull=True).order_by("due_at", "pk")


class Duty(models.Model):
    """The city owes an answer by a date."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="duty")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reopened_n = models.PositiveSmallIntegerField(default=0)

    objects = DutyQuerySet.as_manager()

    class Meta:
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
