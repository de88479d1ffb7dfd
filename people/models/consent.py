"""What people agree to, in which words, and what a guardian allows a child."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref

from .people import Person


def hash_of(text: str) -> str:
    """What a signature holds of the words that were signed."""
    return hashlib.sha256(text.encode()).hexdigest()


class AgreementVersionQuerySet(models.QuerySet):
    def about(self, things: Mapping[str, Any]):
        """Those of the whole site, and those of a category or a project: `{"category": "cleanup", "project": "12"}`."""
        wanted = Q(scope=AgreementVersion.Scope.SITE)
        for scope, thing in things.items():
            wanted |= Q(scope=scope, about=thing)
        return self.filter(wanted)

    def in_force(self, at: datetime | None = None):
        """Of each agreement the newest version that has begun, unless that one is over."""
        at = at or clock.now()
        newest = (
            AgreementVersion.objects.filter(scope=OuterRef("scope"), about=OuterRef("about"), valid_from__lte=at)
            .order_by("-valid_from", "-pk")
            .values("pk")[:1]
        )
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at), pk=Subquery(newest))

    def unsigned_by(self, person: Person):
        return self.exclude(Exists(Signature.objects.filter(version=OuterRef("pk"), person=person)))


class AgreementVersion(models.Model):
    """One wording of an agreement. A new wording is a new row, which is asked for again from its first moment on."""

    class Scope(models.TextChoices):
        SITE = "site", _("everything on this site")
        CATEGORY = "category", _("one kind of project")
        PROJECT = "project", _("one project")

    scope = models.CharField(max_length=8, choices=Scope)
    about = models.CharField(max_length=80, blank=True, help_text="The category's key, or the project's number.")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=20_000)
    hash = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    needs_guardian = models.BooleanField(default=True, help_text="For somebody under 18 a guardian signs.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="site", about="") | (~Q(scope="site") & ~Q(about="")),
                name="agreement_says_about_what",
            ),
            models.UniqueConstraint(
                fields=["scope", "about", "valid_from"], name="agreement_versions_follow_each_other"
            ),
        ]
        indexes = [models.Index(fields=["scope", "about", "valid_from"])]

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """That somebody agreed to exactly these words. The database lets nobody change or remove one."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    text_hash = models.CharField(max_length=64)
    seen_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Signed on paper, and this organizer saw it. Empty: signed on this site.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_signature_per_version"),
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True) | ~Q(seen_by=models.F("signed_by")),
                name="nobody_witnesses_their_own_signature",
            ),
        ]

    @property
    def on_paper(self) -> bool:
        return self.seen_by_id is not None


class ConsentQuerySet(models.QuerySet):
    def in_force(self, at: datetime | None = None):
        at = at or clock.now()
        return self.filter(revoked_at__isnull=True, until__gt=at)

    def covering(self, project: int, at: datetime):
        """A yes for the year, or for this project, that still holds then."""
        return self.in_force(at).filter(Q(project="") | Q(project=str(project)))


class Consent(models.Model):
    """A guardian's yes for somebody under 18: to one project, or to all of them for a year. Taken back at any time."""

    YEAR, PROJECT = timedelta(days=365), timedelta(days=2 * 366)  # dates can be planned two years ahead

    minor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_given")
    project = models.CharField(max_length=20, blank=True, help_text="The project's number; empty means all for a year.")
    given_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minor", "guardian", "project"],
                condition=Q(revoked_at__isnull=True),
                name="one_open_consent_per_guardian",
            ),
        ]


class PhotoConsent(models.Model):
    """Whether pictures in which somebody can be recognised may be public: their own word, or (under 18) a guardian's.

    One row with the newest answer; the deeds say who answered what before. No answer is no.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="photo_consent")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    at = models.DateTimeField(default=clock.now)


class ConsentAsk(models.Model):
    """A young person asks a guardian's address for their yes. The token in the letter is spent with one POST."""

    LIFE, OPEN_AT_MOST = timedelta(days=14), 5

    token = models.CharField(max_length=40, unique=True)
    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    minor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_asks")
    email = models.EmailField()
    project = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    allowed = models.BooleanField(null=True, blank=True)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and clock.now() < self.expires_at
