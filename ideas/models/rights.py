"""Rights to vote that are known by what somebody holds, not by who they are."""

from django.db import models

from core import clock
from people.models import Person

from .polls import IdeaPoll


class RightSheet(models.Model):
    """Codes that were made together, or a register that was taken in. Neither the codes nor the lines are kept anywhere."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="right_sheets")
    n = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "n"], name="one_sheet_of_a_number")]
        ordering = ["n"]


class VotingRight(models.Model):
    """One ballot for whoever holds the code, or stands in the register. `used` says that a ballot stands; which one, nobody can tell from here: the
    mark on the roll bears another fingerprint of the same code. The cut deletes the rows."""

    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="voting_rights")
    sheet = models.ForeignKey(RightSheet, on_delete=models.CASCADE, related_name="rights")
    n = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    born = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of the day of birth that a register asks for."
    )
    area = models.CharField(max_length=60, blank=True, help_text="As the register calls it.")
    used = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "fingerprint"], name="one_right_per_fingerprint"),
            models.UniqueConstraint(fields=["sheet", "n"], name="one_right_of_a_number"),
        ]
