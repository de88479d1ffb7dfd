"""Proof of hours for a school, a court or an employer: what stood on the lists when it was issued, line by line."""

from functools import partial

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from people.models import Person

from .attendance import Attendance
from .work import WorkLog


def new_number() -> str:
    """Two groups of four, easy to read out: 7K4M-P2WX."""
    ref = new_ref(8).upper()
    return f"{ref[:4]}-{ref[4:]}"


class Transcript(models.Model):
    """Verified minutes of one person between two days. Its lines never change; whatever changes later makes it replaced.

    `token` opens the public page that says how it stands, and is on the paper only; `number` is its name.
    """

    class Standing(models.TextChoices):
        VALID = "valid", _("valid")
        REPLACED = "replaced", _("replaced")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(max_length=9, unique=True, default=new_number)
    token = models.CharField(max_length=24, unique=True, default=partial(new_ref, 24))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transcripts")
    since = models.DateField()
    until = models.DateField()
    minutes = models.PositiveIntegerField()
    initials = models.CharField(max_length=10)
    full_name = models.CharField(max_length=150, blank=True, help_text="Only if the holder ticked it.")
    issued_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="When a line of it was corrected.")
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="transcript_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> str:
        if self.withdrawn_at:
            return self.Standing.WITHDRAWN
        return self.Standing.REPLACED if self.replaced_at else self.Standing.VALID


class TranscriptLine(models.Model):
    """One coming, or work of one day between the dates, as it stood when the transcript was issued."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="lines")
    attendance = models.ForeignKey(Attendance, null=True, on_delete=models.PROTECT, related_name="+")
    work = models.ForeignKey(WorkLog, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=150)
    minutes = models.PositiveIntegerField()
    verified_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "attendance"], name="a_coming_once_in_a_transcript"),
            models.UniqueConstraint(fields=["transcript", "work"], name="work_once_in_a_transcript"),
            models.CheckConstraint(
                condition=Q(attendance__isnull=False, work__isnull=True)
                | Q(attendance__isnull=True, work__isnull=False),
                name="transcript_line_of_one_thing",
            ),
        ]
