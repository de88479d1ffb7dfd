"""A poll, its phases, and the state that follows from their dates."""

import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from conversations.models import Subject
from core import clock
from people.models import Person

if TYPE_CHECKING:
    from .countings import Counting
    from .results import Certification, CertificationQuerySet, Result

FREEZE_AFTER = timedelta(seconds=60)  # whoever was in time has so long to get through
STOPPED_FOR = timedelta(days=30)  # suspended so long after its close, a poll is void

LARGE_ENOUGH = 10  # ballots; below, only totals are published

RANKED_AT_MOST = 50  # ideas: they stand on one page to be put in order, and each is compared with each other one

SHUFFLES = 2**31


class IdeaPollQuerySet(models.QuerySet):
    def visible_to(self, person: Person | None):
        """Drafts are for officials only."""
        if person is not None and person.roles & {"official", "administrator"}:
            return self
        return self.public()

    def public(self):
        return self.filter(published_at__isnull=False)

    def for_pages(self):
        """With all that a page says about a poll: two more rows joined (never a boundary, which is long), and its phases."""
        joined = self.select_related("neighborhood", "department").defer("neighborhood__boundary")
        return joined.prefetch_related("phases")

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
        """Closed for a minute, and not frozen. What is suspended waits until it goes on, or is declared void."""
        return self._unfrozen(FREEZE_AFTER).filter(suspended_at=None)

    def stopped(self, ago: timedelta = timedelta()):
        """Suspended, and the voting has closed meanwhile: people of the city must decide what becomes of it."""
        return self._unfrozen(ago).filter(suspended_at__isnull=False)

    def _unfrozen(self, ago: timedelta):
        return self.public().filter(
            frozen_at=None, phases__kind=Phase.Kind.VOTING, phases__closes_at__lte=clock.now() - ago
        )

    def to_certify(self):
        """Nobody stands for the newest count, nor has asked a second official to."""
        from .results import Certification

        said = Certification.objects.of_the_newest_count().filter(result__poll=OuterRef("pk"))
        return self.filter(~Exists(said), results__n=1)

    def with_suggestions(self):
        """An author said that two ideas ask for the same, and nobody has looked."""
        from .merges import MergeSuggestion  # which points to polls, so it comes after them

        return self.not_over().filter(Exists(MergeSuggestion.objects.waiting().filter(idea__poll=OuterRef("pk"))))

    def with_doubles(self):
        """A second ballot of one person waits for a second official, or an objection for its answer: nobody can certify."""
        from .doubles import DoubleVote  # which points to polls, so it comes after them

        both = DoubleVote.objects.waiting() | DoubleVote.objects.objected()
        return self.filter(Exists(both.filter(poll=OuterRef("pk"))), cut_at=None)

    def to_cut(self):
        """30 days after the certification or 90 after the close, whichever is first."""
        from .results import Certification  # which points to polls, so it comes after them

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
        RANK = "rank", _("put ideas in order")

    class CountRule(models.TextChoices):
        MOST = "most", _("most votes")
        BUDGET_GREEDY = "budget_greedy", _("most votes within the budget")
        EQUAL_SHARES = "equal_shares", _("equal shares of the budget")
        IRV = "irv", _("instant run-off: one winner")
        SCHULZE = "schulze", _("two by two: several winners (Schulze)")

    class Visibility(models.TextChoices):
        NOBODY = "nobody", _("nobody before the close")
        AFTER_VOTING = "turnout", _("only how many voted")

    slug = models.SlugField(max_length=80, unique=True)
    subject = models.OneToOneField(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="poll")
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
    share_test = models.BooleanField(default=False, help_text="Equal shares: large ideas need more support.")
    next_moves_up = models.BooleanField(
        default=False, help_text="Where a chosen idea turns out not to be possible, the next one takes its place."
    )
    winners_k = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    min_support_to_pass = models.PositiveIntegerField(null=True, blank=True)
    eligible_total = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many people may vote, where it is known."
    )
    ideas_per_resident = models.PositiveSmallIntegerField(default=3)
    first_ideas_wait = models.BooleanField(default=False)
    eligibility_level = models.PositiveSmallIntegerField(default=1, help_text="1: e-mail confirmed.")
    talk_rests = models.BooleanField(default=False, help_text="Nobody discusses the ideas while people vote.")
    results_visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.NOBODY)
    answer_days = models.PositiveSmallIntegerField(default=30)
    next_idea_n = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    config_locked_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(
        null=True, blank=True, help_text="The first result stood; or there were no ideas."
    )
    cut_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True, help_text="The voting is void: nothing is counted, ever.")
    voided_reason = models.CharField(max_length=500, blank=True)
    extensions = models.JSONField(default=list, blank=True, help_text="Each with at, was, until and note.")
    raises = models.JSONField(default=list, blank=True, help_text="Of the level: each with at, was, level and note.")
    lot_announced = models.CharField(
        max_length=200, blank=True, help_text="When and where the lot of an open tie is drawn, in a line for everybody."
    )
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
                condition=~Q(count_rule__in=("budget_greedy", "equal_shares")) | Q(budget_total__isnull=False),
                name="budget_poll_has_a_budget",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def language(self) -> str:
        """What question and introduction are written in: officials write in the city's own language."""
        return settings.LANGUAGE_CODE

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def spends_budget(self) -> bool:
        return self.count_rule in (self.CountRule.BUDGET_GREEDY, self.CountRule.EQUAL_SHARES)

    @property
    def ranks(self) -> bool:
        """The value of a ballot's line is a place then, not an amount."""
        return self.ballot_type == self.BallotType.RANK

    def usable_votes(self, ideas: int) -> int:
        """How many of a voter's votes find an idea: three ideas leave nothing for a fourth and a fifth place."""
        most = self.max_per_idea if self.ballot_type == self.BallotType.POINTS else 1
        return min(self.votes_per_ballot, ideas * most) or self.votes_per_ballot

    def least_choices(self, ideas: int) -> int:
        """What the poll asks for, or all ideas where they are fewer: else nobody could vote."""
        return min(self.min_choices, ideas)

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
            **self._of_equal_shares(),
            **{name: value for name, value in numbers.items() if value is not None},
        }

    def _of_equal_shares(self) -> dict:
        if self.count_rule != self.CountRule.EQUAL_SHARES:
            return {}
        return {"completion": "add1", "compare_with_greedy": True, "share_test": self.share_test}

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
        """As `state_at` now; after the vote counting, counted or certified; "suspended" and "void" over everything."""
        now = self.state_at()
        if self.voided_at is not None:
            return "void"
        if self.suspended_at is not None and now != "draft":
            return "suspended"
        if now != "over":
            return now
        if self.counted_at is None:
            return "counting" if self.voting else "over"
        return "certified" if self.certification else "counted"

    @property
    def tells_supports(self) -> bool:
        """How many people support an idea is told to nobody while people vote, wherever it would stand: they shall read the
        ideas, and not follow a number."""
        return self.state_at() != Phase.Kind.VOTING

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
        """Without the files that nobody shows: they can be large."""
        return self.results.without_files().order_by("-n").first()

    @cached_property
    def counting(self) -> "Counting | None":
        """The count under way, without its files."""
        return self.countings.unfinished().defer("ballots_csv", "ideas_csv", "rule_json", "hoods").first()

    @cached_property
    def certification(self) -> "Certification | None":
        """Of the newest count."""
        from .results import Certification

        return self._read(Certification.objects.of_the_newest_count().filter(result__poll=self))

    def certification_of(self, result: "Result") -> "Certification | None":
        from .results import Certification

        return self._read(Certification.objects.filter(result=result))

    def _read(self, certifications: "CertificationQuerySet") -> "Certification | None":
        names = [f"{who}__{name}" for who in ("by", "second_by") for name in ("first_name", "last_name")]
        read = (
            certifications.in_force().select_related("by", "second_by").only("at", "override_reason", "result", *names)
        )
        return read.first()

    @property
    def longer(self) -> list[dict[str, Any]]:
        """Each time voting was made longer: from when to when, and the public note."""
        return [row for row in self._ends_moved if "phase" not in row]

    @property
    def moved(self) -> list[dict[str, Any]]:
        """Each time another phase than voting was given another end while it was open: its kind, and as above."""
        return [row for row in self._ends_moved if "phase" in row]

    @property
    def _ends_moved(self) -> list[dict[str, Any]]:
        moments = ("at", "was", "until")
        return [{**row, **{name: datetime.fromisoformat(row[name]) for name in moments}} for row in self.extensions]

    @property
    def raised(self) -> list[dict[str, Any]]:
        """Each time voters were asked for more while they voted: when, from which level to which, and the public note."""
        return [{**row, "at": datetime.fromisoformat(row["at"])} for row in self.raises]

    @property
    def voting_has_begun(self) -> bool:
        """From here on the rules of the vote, and what is on the ballot, stand. Of a draft nobody knows, so it can change."""
        if self.published_at is None:
            return False
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
