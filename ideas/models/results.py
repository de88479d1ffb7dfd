"""Counts, and who stands for them."""

import json
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.utils.functional import cached_property

from core import clock
from people.models import Person

from .polls import IdeaPoll

if TYPE_CHECKING:
    from .countings import Counting


def length(field: str) -> models.GeneratedField:
    """How long a file is, known without reading it: the ballots of a city are many megabytes."""
    return models.GeneratedField(expression=Length(field), output_field=models.IntegerField(), db_persist=True)


class ResultQuerySet(models.QuerySet):
    def without_files(self):
        """The files that nobody shows can be large."""
        return self.defer("ballots_csv", "ideas_csv", "rule_json", "poll_pb", "recount_py")

    def newest(self):
        """Of each poll the count that holds."""
        newer = Result.objects.filter(poll=OuterRef("poll"), n__gt=OuterRef("n"))
        return self.filter(~Exists(newer))


class Result(models.Model):
    """A count. Never updated: a correction or a recorded lot is a new row with the next n. The files are kept as text."""

    FILES = ("ballots.csv", "ideas.csv", "rule.json", "outcome.json", "recount.py", "poll.pb")

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
    ballots_csv_length = length("ballots_csv")
    ideas_csv_length = length("ideas_csv")
    rule_json_length = length("rule_json")
    outcome_json_length = length("outcome_json")
    recount_py_length = length("recount_py")
    poll_pb_length = length("poll_pb")

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "n"], name="results_count_up")]

    @cached_property
    def outcome(self) -> dict:
        return json.loads(self.outcome_json)

    @cached_property
    def count_given_up(self) -> "Counting | None":
        """A count that was begun after this one and could not be made: of late paper, of a lot, or of a correction."""
        return self.poll.countings.given_up().filter(begun_at__gt=self.computed_at).last()

    @property
    def ballots_csv_published(self) -> bool:
        """Not read from the file itself, which can be large."""
        return bool(self.ballots_sha256)

    @property
    def file_sizes(self) -> dict[str, int]:
        """Name and size of what anybody may download."""
        sizes = {name: getattr(self, f"{name.replace('.', '_')}_length") for name in self.FILES}
        return {name: size for name, size in sizes.items() if size}

    @property
    def open_ties(self) -> list[dict]:
        """Tied groups that still wait for their lot."""
        return [tie for tie in self.outcome["ties"] if tie["state"] == "tie_pending"]


class CertificationQuerySet(models.QuerySet):
    def in_force(self):
        """An override counts only once a second official has signed it."""
        return self.filter(Q(override_reason="") | Q(second_by__isnull=False))

    def unsigned(self):
        """Against the count, and waiting for the second official."""
        return self.of_the_newest_count().filter(second_by=None).exclude(override_reason="")

    def of_the_newest_count(self):
        """A certificate holds for its own result only; of what was counted since, nobody has said anything."""
        newer = Result.objects.filter(poll=OuterRef("result__poll"), n__gt=OuterRef("result__n"))
        return self.filter(~Exists(newer))


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
