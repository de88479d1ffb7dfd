"""That somebody was checked or trained: what for, and until when. Never the report."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock

from .people import Person


class CredentialQuerySet(models.QuerySet):
    def current(self, on: date):
        """In force on that day."""
        return self.filter(withdrawn_at__isnull=True, issued_on__lte=on, expires_on__gte=on)


class Credential(models.Model):
    """Kind, dates and who looked at the paper. The paper itself is never kept."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("Background check")
        FIRST_AID = "first_aid", _("First aid")
        TOOLS = "tools", _("Power tools")
        WATER = "water", _("Water rescue")
        DRIVING = "driving", _("Driving others")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=12, choices=Kind)
    issued_on = models.DateField()
    expires_on = models.DateField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="credential_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["kind", "expires_on"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @classmethod
    def in_words(cls, kinds: Iterable[str]) -> str:
        """One that the city no longer knows stays as it was written."""
        labels = dict(cls.Kind.choices)
        return ", ".join(str(labels.get(kind, kind)) for kind in kinds)

    @property
    def status(self) -> str:
        """withdrawn, expired, coming or current, as of today."""
        today = clock.now().date()
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_on < today:
            return "expired"
        return "current" if self.issued_on <= today else "coming"
