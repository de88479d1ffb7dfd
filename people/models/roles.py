"""What the city trusts somebody with, and who is a Super User."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city.models import Department
from core import clock

from .people import Person


class Role(models.TextChoices):
    """What the city trusts somebody with. "Organizer" is no role: it is projects.ProjectRole."""

    MODERATOR = "moderator", _("moderator")
    OFFICIAL = "official", _("official")
    REVIEWER = "reviewer", _("reviewer")
    CLERK = "clerk", _("clerk")
    AUDITOR = "auditor", _("auditor")
    SAFEGUARDING = "safeguarding", _("safeguarding officer")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


STAFF_ROLES = (
    Role.MODERATOR, Role.OFFICIAL, Role.REVIEWER, Role.CLERK, Role.AUDITOR, Role.SAFEGUARDING, Role.EDITOR, Role.ADMINISTRATOR,
)  # fmt: skip


class RoleGrantQuerySet(models.QuerySet):
    def in_force(self, at: datetime | None = None):
        at = at or clock.now()
        return self.filter(starts_at__lte=at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def holders(self, *roles: str) -> list[Person]:
        """Everybody who has one of these roles now, each once."""
        grants = self.in_force().filter(role__in=roles).select_related("person__user").order_by("pk")
        return list({grant.person_id: grant.person for grant in grants}.values())

    def over(self, at: datetime | None = None):
        return self.filter(ends_at__lte=at or clock.now())


class RoleGrant(models.Model):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "department"],
                condition=Q(ends_at__isnull=True),
                name="one_open_grant_per_department",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(ends_at__isnull=True, department__isnull=True),
                name="one_open_grant_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Standing(models.Model):
    """Whether somebody is a Super User. Never a permission group; only gamification's actions move it."""

    class Status(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        ACTIVE = "active", _("active")
        AT_RISK = "at_risk", _("at risk")
        ALUMNI = "alumni", _("alumni")
        SUSPENDED = "suspended", _("suspended")
        DECLINED = "declined", _("declined")
        REFUSED = "refused", _("refused")
        REVOKED = "revoked", _("revoked")
        STEPPED_DOWN = "stepped_down", _("stepped down")

    MOVES = {
        Status.INVITED: (Status.ACCEPTED, Status.DECLINED),
        Status.ACCEPTED: (Status.ACTIVE, Status.REFUSED),
        Status.ACTIVE: (Status.AT_RISK, Status.SUSPENDED, Status.STEPPED_DOWN),
        Status.AT_RISK: (Status.ACTIVE, Status.ALUMNI, Status.SUSPENDED, Status.STEPPED_DOWN),
        Status.ALUMNI: (Status.ACTIVE, Status.STEPPED_DOWN),
        Status.SUSPENDED: (Status.ACTIVE, Status.REVOKED),
        Status.DECLINED: (Status.INVITED,),
        Status.REFUSED: (Status.INVITED,),
        Status.REVOKED: (Status.INVITED,),
        Status.STEPPED_DOWN: (Status.INVITED,),
    }

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="standing")
    status = models.CharField(max_length=12, choices=Status)
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"


class StandingTransition(models.Model):
    """Every move of a standing: who, when, why."""

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="transitions")
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
