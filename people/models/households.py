"""Who lives with whom, as far as both said so."""

from django.db import models

from core import clock

from .people import Person


class Household(models.Model):
    """People who confirmed to each other that they live together; nobody vouches for their own household."""

    created_at = models.DateTimeField(default=clock.now)


class HouseholdMember(models.Model):
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_memberships")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True, help_text="A party of one sign-up counts for 90 days.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="household_member_once")]
