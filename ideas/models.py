"""Idea polls: phases, ideas, support, ballots kept apart from voters, results, answers and what came of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core import clock
from core.refs import new_ref
from files.models import Picture
from people.models import Person
from projects.models import Category, Project


class IdeaPollQuerySet(models.QuerySet):
    def visible_to(self, person: Person | None):
        """Drafts are for officials only."""
        if person is not None and person.roles & {"official", "administrator"}:
            return self
        return self.filter(published_at__isnull=False)


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


class IdeaQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state__in=(Idea.State.DRAFT, Idea.State.PENDING)).filter(hidden=False)

    def on_ballot(self):
        """Ideas whose lines count, and can be chosen."""
        return self.filter(state=Idea.State.ON_BALLOT, suspended_at__isnull=True)


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

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "ref"], name="idea_ref_once_per_poll")]
        indexes = [models.Index(fields=["poll", "state"])]

    def __str__(self) -> str:
        return self.title


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
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "n"], name="results_count_up")]


class Certification(models.Model):
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="certification")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    override_reason = models.TextField(blank=True)
    second_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


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


class Duty(models.Model):
    """The city owes an answer by a date."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="duty")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reopened_n = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["done_at", "due_at"])]


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
