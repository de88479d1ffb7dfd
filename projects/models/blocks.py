"""Blocks: small places of the city that somebody looks after in a rhythm, for a term."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from city.models import Neighborhood
from core import clock
from core.when import local
from files.models import Picture
from people.models import Person


def today() -> date:
    return local(clock.now()).date()


class BlockQuerySet(models.QuerySet):
    def public(self):
        """Those that may be adopted, and those that are."""
        return self.with_keeper().filter(Q(offered=True) | Q(taken=True))

    def with_keeper(self):
        """Whether somebody looks after it now, as `taken`, and who, without a query for each."""
        live = Adoption.objects.live()
        kept = Prefetch("adoptions", queryset=live.select_related("person").with_care(), to_attr="kept")
        return self.annotate(taken=Exists(live.filter(block=OuterRef("pk")))).prefetch_related(kept)

    def free_first(self):
        return self.order_by("taken", "title", "pk")


class Block(models.Model):
    """A corner, a strip, a street's trees: what is to do there, how often, and for how long somebody takes it on."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=250, help_text="Where it begins and ends, in words.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    care = models.TextField(max_length=1000, help_text="What there is to do.")
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    every_weeks = models.PositiveSmallIntegerField(default=4)
    months = models.PositiveSmallIntegerField(default=12)
    offered = models.BooleanField(default=True, help_text="May be adopted when it is free.")
    listed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every_weeks__range=(1, 26)), name="block_rhythm_of_1_to_26_weeks"),
            models.CheckConstraint(condition=Q(months__range=(1, 36)), name="block_term_of_1_to_36_months"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def keeper(self) -> "Adoption | None":
        """Who looks after it now."""
        kept = getattr(self, "kept", None)
        if kept is None:
            kept = list(self.adoptions.live().select_related("person").with_care()[:1])
        return kept[0] if kept else None

    @property
    def rhythm(self) -> str:
        return rhythm_words(self.every_weeks)

    @property
    def term(self) -> str:
        return ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months}


def rhythm_words(weeks: int) -> str:
    return ngettext("every week", "every %(n)d weeks", weeks) % {"n": weeks}


class AdoptionQuerySet(models.QuerySet):
    def live(self):
        """Going on today. One whose term is over does not, whether the worker has written it down or not."""
        return self.filter(state=Adoption.State.LIVE, until__gt=today())

    def with_care(self):
        """The last day of care, as `cared_on`, without a query for each. What was not counted is none."""
        from .work import WorkLog  # which points to adoptions, so it comes after them

        done = (WorkLog.State.SUBMITTED, *WorkLog.COUNTS)
        return self.annotate(cared_on=Max("work__day", filter=Q(work__state__in=done)))

    def cared_for_by(self, person: Person):
        """Those that somebody adopted, or helps to look after in a team."""
        mates = Teammate.objects.filter(adoption=OuterRef("pk"), person=person, left_at__isnull=True)
        return self.filter(Q(person=person) | Exists(mates))


class Adoption(models.Model):
    """One person, or a team that they answer for, looks after one block. Rhythm and term are those they agreed to."""

    class State(models.TextChoices):
        LIVE = "live", _("goes on")
        GIVEN_UP = "given_up", _("given up")
        SILENT = "silent", _("ended: we heard nothing any more")
        OVER = "over", _("the term is over")
        TAKEN_BACK = "taken_back", _("ended by the city")

    class Told(models.TextChoices):
        NOTHING = "", _("nothing")
        DUE = "due", _("it is time")
        OVERDUE = "overdue", _("it is late")
        ASKED = "asked", _("whether they still look after it")

    MOVES = {State.LIVE: (State.GIVEN_UP, State.SILENT, State.OVER, State.TAKEN_BACK)}
    OVERDUE_AFTER = timedelta(days=7)
    ANSWER_WITHIN = timedelta(days=14)
    RENEW_BEFORE = timedelta(days=30)

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="adoptions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="adoptions")
    team = models.CharField(max_length=60, blank=True, help_text="Shown instead of the person.")
    every_weeks = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(help_text="The first day on which it is free again.")
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    answered_on = models.DateField(null=True, blank=True, help_text="Said that they still look after it.")
    told = models.CharField(max_length=8, choices=Told, default=Told.NOTHING, blank=True)
    told_for = models.DateField(null=True, blank=True, help_text="The due day that the last reminder was about.")
    told_at = models.DateTimeField(null=True, blank=True)
    renewal_asked_for = models.DateField(null=True, blank=True, help_text="The last day they were asked about.")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="The city's words when it ended it.")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["block"], condition=Q(state="live"), name="one_live_adoption_of_a_block"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="adoption_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="live", ended_at__isnull=True) | (~Q(state="live") & Q(ended_at__isnull=False)),
                name="adoption_that_goes_on_has_no_end",
            ),
        ]

    @cached_property
    def cared_on(self) -> date | None:
        return type(self).objects.with_care().get(pk=self.pk).cared_on

    @property
    def goes_on(self) -> bool:
        return self.state == self.State.LIVE and self.until > today()

    @property
    def looked_after_by(self) -> str:
        """As the sign says it; never a young person's name."""
        return self.team or self.person.public_name

    @property
    def rhythm(self) -> str:
        return rhythm_words(self.every_weeks)

    @property
    def due_on(self) -> date:
        """One rhythm after the last care, or after they said that they go on."""
        last = max(day for day in (self.since, self.answered_on, self.cared_on) if day)
        return last + timedelta(weeks=self.every_weeks)

    @property
    def is_due(self) -> bool:
        return self.due_on <= today()

    @property
    def asked_from(self) -> date:
        """When we ask whether they still look after it: a second rhythm without a word, three weeks at least."""
        return self.due_on + max(timedelta(weeks=self.every_weeks), 3 * self.OVERDUE_AFTER)

    @property
    def waits_for_an_answer(self) -> bool:
        """Asked, and neither answered nor cared for since."""
        return self.told == self.Told.ASKED and self.told_for == self.due_on

    @property
    def answer_by(self) -> date | None:
        """After this day without an answer the block is free again."""
        return local(self.told_at).date() + self.ANSWER_WITHIN if self.told_at and self.waits_for_an_answer else None

    @property
    def can_be_renewed(self) -> bool:
        return self.goes_on and self.until - self.RENEW_BEFORE <= today()

    @property
    def teammates(self) -> "models.QuerySet[Teammate]":
        """Who joined the team and is still in it; whoever adopted the block is not among them."""
        return self.mates.filter(left_at__isnull=True).select_related("person").order_by("pk")

    @property
    def verified_minutes(self) -> int:
        return self.work.counted().aggregate(sum=Sum("counted"))["sum"] or 0


class Teammate(models.Model):
    """Somebody of the team that looks after a block: writes down care as whoever adopted it does. Kept when they left."""

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="mates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Themselves, or who took them off the team.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adoption", "person"], name="teammate_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by__isnull=True)
                | Q(left_at__isnull=False, left_by__isnull=False),
                name="teammate_who_left_says_by_whom",
            ),
        ]
