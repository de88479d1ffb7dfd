"""Who took part, and apart from that what was chosen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from people.models import Person

from .ideas import Idea
from .paper import PaperBatch
from .polls import IdeaPoll


class PollVoter(models.Model):
    """The voter roll: who took part, never how. Person and times are wiped at the cut."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("paper")

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    eligibility_hash = models.CharField(max_length=64, null=True, blank=True)
    proof = models.CharField(
        max_length=64, null=True, blank=True, help_text="Fingerprint of what a person proved besides; once in a poll."
    )
    level = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    wants_outcome = models.BooleanField(default=True)
    at = models.DateTimeField(null=True, default=clock.now)
    cut = models.BooleanField(default=False)

    class Meta:
        constraints = [
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


class PollKey(models.Model):
    """What the fingerprints of a poll's voters are made with. The cut deletes it: then nobody can make one again."""

    poll = models.OneToOneField(IdeaPoll, primary_key=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)


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
