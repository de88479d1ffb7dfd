"""Who took part, and apart from that what was chosen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from people.models import Person

from .ideas import Idea
from .paper import PaperBatch
from .polls import IdeaPoll


class PollVoterQuerySet(models.QuerySet):
    def who_count(self):
        """Whose vote stands by what the poll asks for now. A vote on paper was looked at when it was cast."""
        return self.filter(Q(channel=PollVoter.Channel.PAPER) | Q(level__gte=F("poll__eligibility_level")))

    def unconfirmed(self):
        """The poll asks for more since they voted, and they have not shown it."""
        return self.filter(channel=PollVoter.Channel.ONLINE, level__lt=F("poll__eligibility_level"))


class PollVoter(models.Model):
    """The voter roll: who took part, never how."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("paper")

    NO_SIGNS = {"network": "", "device": ""}
    # A mark that names nobody; a key tells it from others still.
    NAMELESS = {**NO_SIGNS, "person": None, "wants_outcome": False}
    # What the cut of the poll leaves of it, or an account that ends.
    CUT = {**NAMELESS, "eligibility_hash": None, "proof": None, "at": None, "cut": True}

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    eligibility_hash = models.CharField(max_length=64, null=True, blank=True)
    proof = models.CharField(
        max_length=64, null=True, blank=True, help_text="Fingerprint of what a person proved besides; once in a poll."
    )
    level = models.PositiveSmallIntegerField(
        default=1, help_text="What was shown; below the poll's it is not confirmed."
    )
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    wants_outcome = models.BooleanField(default=True)
    at = models.DateTimeField(null=True, default=clock.now)
    cut = models.BooleanField(default=False)
    network = models.CharField(
        max_length=32, blank=True, help_text="Keyed fingerprint of where the first ballot came from; wiped early."
    )
    device = models.CharField(max_length=32, blank=True, help_text="The same of the kind of device.")

    objects = PollVoterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cut=False) | Q(network="", device=""), name="no_signs_after_the_cut"),
            models.UniqueConstraint(fields=["poll", "person"], name="one_voter_per_person"),
            models.UniqueConstraint(fields=["poll", "eligibility_hash"], name="one_voter_per_key"),
            models.UniqueConstraint(fields=["poll", "proof"], name="one_voter_per_proof"),
            models.CheckConstraint(condition=Q(cut=False) | Q(proof=None), name="no_proof_after_the_cut"),
            models.CheckConstraint(
                condition=Q(cut=True, person__isnull=True, eligibility_hash__isnull=True, at__isnull=True)
                | Q(cut=False, person__isnull=False, eligibility_hash__isnull=True)
                | Q(cut=False, person__isnull=True, eligibility_hash__isnull=False),
                name="voter_has_one_key_until_the_cut",
            ),
        ]

    def counts_in(self, poll: IdeaPoll) -> bool:
        return self.channel == self.Channel.PAPER or self.level >= poll.eligibility_level


class PollKey(models.Model):
    """What the fingerprints of a poll's voters are made with. The cut deletes it: then nobody can make one again."""

    poll = models.OneToOneField(IdeaPoll, primary_key=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)


class BallotQuerySet(models.QuerySet):
    def counting(self):
        """Every ballot that counts: not void, not spoiled, and of nobody who has yet to show what the poll asks for."""
        confirmed = Q(voter=None) | Q(voter__level__gte=F("poll__eligibility_level"))
        return self.filter(confirmed, spoiled=False, void_reason="")

    def unconfirmed(self):
        """Cast before the poll asked for more, and not confirmed since."""
        return self.filter(void_reason="", voter__level__lt=F("poll__eligibility_level"))


class Ballot(models.Model):
    """One ballot. It never points to a person; `voter` is null for paper."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="ballots")
    voter = models.OneToOneField(PollVoter, null=True, blank=True, on_delete=models.PROTECT, related_name="ballot")
    revision = models.PositiveIntegerField(default=0)
    client_key = models.CharField(max_length=36, blank=True)
    cast_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(
        PaperBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="made", help_text="Of a paper ballot."
    )
    serial = models.CharField(max_length=12, blank=True, help_text="As it stands on the sheet of paper.")
    spoiled = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["poll"])]
        constraints = [
            models.UniqueConstraint(fields=["poll", "serial"], condition=~Q(serial=""), name="one_ballot_per_sheet"),
            models.CheckConstraint(
                condition=Q(batch=None, serial="") | (Q(batch__isnull=False, voter=None) & ~Q(serial="")),
                name="paper_has_a_batch_and_no_voter",
            ),
        ]


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
