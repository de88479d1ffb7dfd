"""Who lives with whom, as far as both said so, and which grown-up answers for which child."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from core import clock
from core.refs import new_ref

from .people import Person


class Household(models.Model):
    """People who confirmed to each other that they live together; nobody vouches for their own household."""

    created_at = models.DateTimeField(default=clock.now)


class HouseholdMemberQuerySet(models.QuerySet):
    def in_force(self, at: datetime | None = None):
        """Confirmed, and not over."""
        at = at or clock.now()
        return self.filter(confirmed_at__isnull=False).filter(Q(until__isnull=True) | Q(until__gt=at))

    def homes(self):
        """Where people live; not the ties of a party, which end by themselves."""
        return self.in_force().filter(until__isnull=True)


class HouseholdMember(models.Model):
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_memberships")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True, help_text="A party of one sign-up counts for 90 days.")

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="household_member_once")]


class HouseholdAsk(models.Model):
    """ "Do we live together?", sent to an address, whether anybody here has it or not. Answered once, by POST."""

    LIFE, OPEN_AT_MOST = timedelta(days=14), 5

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_asks")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and clock.now() < self.expires_at


class GuardianshipQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at__isnull=True)


class Guardianship(models.Model):
    """A grown-up who answers for a child. It ends by their wish; that a child has grown up shows on the day of an event."""

    AT_MOST = 10

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    dependant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "dependant"], condition=Q(ended_at__isnull=True), name="one_guardianship_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(guardian=models.F("dependant")), name="nobody_is_their_own_guardian"),
        ]
