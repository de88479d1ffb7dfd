"""Addresses under which calendars read somebody's own dates."""

import hashlib

from django.db import models

from core import clock
from core.refs import new_ref
from people.models import Person


class CalendarAddress(models.Model):
    """One secret address, for one calendar. Deleted, it is closed.

    Only a hash of what makes it secret is kept: whoever reads this table can't read anybody's dates. So it is shown once;
    another device gets an address of its own.
    """

    AT_MOST = 10

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    read_on = models.DateField(null=True, blank=True, help_text="The last day on which a calendar asked.")


def secret_hash(token: str) -> str:
    """What the table keeps. The token has 192 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
