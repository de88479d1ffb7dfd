"""Points as an append-only ledger that explains itself, badges from facts, and thanks written by officials."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from people.models import Person


class Rule(models.TextChoices):
    """What earns; the values stand in gamification.rules."""

    ATT = "ATT", _("verified attendance")
    NEW = "NEW", _("first time out")
    LEAD = "LEAD", _("led an event")
    REP = "REP", _("showed before and after")
    STEW = "STEW", _("verified work between the dates")
    PROP = "PROP", _("project published")
    DONE = "DONE", _("project completed")
    POLL = "POLL", _("took part in an idea poll")
    IDEA = "IDEA", _("idea adopted")
    COMM = "COMM", _("commendation")


class PointsAccount(models.Model):
    """The person's lock row, and a cached total that is verified nightly and never clamped."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="points_account")
    balance = models.IntegerField(default=0)
    last_entry_id = models.BigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="balance_not_negative")]


class PointCause(models.Model):
    """One fact that may earn points, once: the natural key is (person, rule, subject)."""

    class State(models.TextChoices):
        PROVISIONAL = "provisional", _("on its way")
        LIVE = "live", _("counts")
        VOID = "void", _("does not count")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="point_causes")
    rule = models.CharField(max_length=4, choices=Rule)
    rule_version = models.PositiveSmallIntegerField(default=1)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    window = models.CharField(
        max_length=10, blank=True, help_text="What the cap is counted over: the local day for ATT."
    )
    eligible = models.PositiveIntegerField(help_text="Points before caps.")
    state = models.CharField(max_length=12, choices=State, default=State.LIVE)
    counts_for_points = models.BooleanField(
        default=True, help_text="False for officials and staff: recorded for impact only."
    )
    params = models.JSONField(default=dict, help_text="What the sentence needs: event, minutes, who verified.")
    void_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "rule", "subject_type", "subject_id"], name="once_per_cause"),
        ]
        indexes = [
            models.Index(fields=["person", "rule", "window", "occurred_at", "id"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]


class LedgerEntry(models.Model):
    """Points given or taken back exactly. Append only, by the model and by database triggers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ledger")
    cause = models.ForeignKey(PointCause, on_delete=models.PROTECT, related_name="entries")
    revision = models.PositiveSmallIntegerField()
    amount = models.IntegerField()
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    posted_at = models.DateTimeField(default=clock.now)
    posted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_amount_not_zero"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="ledger_originals_positive_reversals_negative",
            ),
            models.UniqueConstraint(
                fields=["cause", "revision"], condition=Q(reverses__isnull=True), name="ledger_one_entry_per_revision"
            ),
        ]
        indexes = [models.Index(fields=["person", "id"])]

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("The ledger is append-only: post a reversal.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The ledger is append-only: post a reversal.")


class Award(models.Model):
    """A badge somebody holds. Badges are evaluated from facts; `period` is "" or a year or season."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    badge = models.CharField(max_length=30, help_text="Key in gamification.badges.")
    period = models.CharField(max_length=20, blank=True)
    params = models.JSONField(default=dict, blank=True)
    awarded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "badge", "period"], name="one_award_per_badge_and_period")
        ]


class Commendation(models.Model):
    """An official's written thanks to one person, shown as that person chose."""

    class Consent(models.TextChoices):
        ASKED = "asked", _("asked")
        PRIVATE = "private", _("private")
        PUBLIC = "public", _("public")
        DECLINED = "declined", _("declined")

    MOVES = {
        Consent.ASKED: (Consent.PRIVATE, Consent.PUBLIC, Consent.DECLINED),
        Consent.PUBLIC: (Consent.PRIVATE,),
        Consent.PRIVATE: (Consent.PUBLIC,),
    }

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commendations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    citation = models.TextField(max_length=2000)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.ASKED)
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=F("person")), name="nobody_commends_themselves")]
        ordering = ["-at", "-pk"]
