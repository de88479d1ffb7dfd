"""Another e-mail for an account, and addresses that still lead to one."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q

from core import clock
from core.refs import new_ref

from .logins import Code, User
from .people import Person


class AddressChange(models.Model):
    """Somebody signed in names another address, and types the code that went there.

    If nobody has the address, their account gets it. If it has an account of its own, both are proven to be theirs, and
    `proven_at` lets them join the two.
    """

    STOP_WITHIN = timedelta(days=7)  # whoever reads the old address can take it back so long
    PROVEN_FOR = timedelta(minutes=30)
    ASKS, ASKS_WITHIN = 5, timedelta(hours=1)

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="address_changes")
    code = models.OneToOneField(Code, on_delete=models.CASCADE, related_name="address_change")
    old_email = models.EmailField()
    new_email = models.EmailField()
    asked_at = models.DateTimeField(default=clock.now)
    proven_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(
        null=True, blank=True, help_text="The account of that address is part of this one."
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    @property
    def can_be_stopped(self) -> bool:
        return (
            self.changed_at is not None
            and self.stopped_at is None
            and clock.now() < self.changed_at + AddressChange.STOP_WITHIN
        )

    @property
    def is_proven(self) -> bool:
        """Of late, and for joining two accounts."""
        return (
            self.proven_at is not None
            and self.changed_at is None
            and self.joined_at is None
            and clock.now() < self.proven_at + AddressChange.PROVEN_FOR
        )


class FormerAddressQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(Q(until__isnull=True) | Q(until__gt=clock.now()))

    def for_good(self):
        """Of accounts that were joined."""
        return self.filter(until__isnull=True).order_by("email")


class FormerAddress(models.Model):
    """An address that is nobody's login any more, and that nobody else can take.

    Of an account that was joined with another it leads there for good. One that was given up is held for some days, in
    which its owner may take it back.
    """

    email = models.EmailField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_addresses")
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: it leads to the person for good.")

    objects = FormerAddressQuerySet.as_manager()


def people_at(emails: Iterable[str]) -> dict[str, Person]:
    """Address → whoever it belongs to, by their login or by one they had before; without those of nobody."""
    former = FormerAddress.objects.in_force().select_related("person__user").filter(email__in=emails)
    users = User.objects.select_related("person").filter(email__in=emails, person__isnull=False)
    return {row.email: row.person for row in (*former, *users) if row.person}


def person_at(email: str) -> Person | None:
    return people_at([email]).get(email)
