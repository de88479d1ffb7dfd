"""Person and login, households, roles, standing; the deeds that were done and who still has to hear of them."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core import clock
from core.refs import new_ref


class PersonQuerySet(models.QuerySet):
    def real(self):
        """Everybody but the system itself and those erased."""
        return self.exclude(kind__in=(Person.Kind.SYSTEM, Person.Kind.ERASED))


class Person(models.Model):
    """Anybody the city knows: a resident, a walk-in without e-mail, the system, or what is left after erasure."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("resident")
        DEPENDANT = "dependant", _("dependant")
        WALK_IN = "walk_in", _("walk-in")
        SYSTEM = "system", _("the system")
        ERASED = "erased", _("former member")

    class Thanks(models.TextChoices):
        PRIVATE = "private", _("A private note")
        IN_PERSON = "in_person", _("In person")
        PUBLIC = "public", _("In public")
        NOT_AT_ALL = "not_at_all", _("Not at all")

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.RESIDENT)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=80, blank=True)
    neighborhood = models.ForeignKey(Neighborhood, null=True, blank=True, on_delete=models.SET_NULL)
    language = models.CharField(max_length=10, default="en")
    adult = models.BooleanField(default=False, help_text="Said “18 or older”, or the birth date shows it.")
    thanks = models.CharField(max_length=12, choices=Thanks, default=Thanks.PRIVATE)
    created_at = models.DateTimeField(default=clock.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["neighborhood"])]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def public_name(self) -> str:
        """What others see: first name and initial."""
        return f"{self.first_name} {self.last_name[0].upper()}." if self.last_name else self.first_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles in force, read once for each loaded person (so: once a request)."""
        return frozenset(self.role_grants.in_force().values_list("role", flat=True))

    @property
    def email(self) -> str:
        """The address of the login, or nothing for people without one."""
        user = getattr(self, "user", None)
        return user.email if user and user.is_active else ""


class BirthDate(models.Model):
    """A table of its own, so that reading it is a deed of its own."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="birth_date")
    day = models.DateField()

    def age_on(self, when: date) -> int:
        """Full years on a local date."""
        return when.year - self.day.year - ((when.month, when.day) < (self.day.month, self.day.day))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, person: Person | None = None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), person=person, **extra)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A login: an e-mail address that answers to codes. Belongs to at most one Person."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_above_the_rules"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Django's admin is not installed; nothing may ask for it."""
        return False

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person else ""

    @property
    def last_name(self) -> str:
        return self.person.last_name if self.person else ""

    def get_full_name(self) -> str:
        return self.person.full_name if self.person else self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email


class Code(models.Model):
    """A sign-in code sent to an address, with what the person wanted to do once it is typed.

    The digits are never stored: they follow from `nonce` and the site's key. Guesses are counted here by a conditional
    UPDATE, because a counter in the session is raced by parallel tries.
    """

    GUESSES, LIFE = 5, timedelta(minutes=15)

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    email = models.EmailField()
    nonce = models.CharField(max_length=43, default=secrets.token_urlsafe)
    first_name = models.CharField(max_length=60, blank=True)
    adult = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")
    intent = models.CharField(max_length=40, blank=True, help_text="What happens with the code; see people.intents.")
    intent_data = models.JSONField(default=dict, blank=True)
    next_url = models.CharField(max_length=500, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(guesses__lte=5), name="code_at_most_5_guesses"),
        ]
        indexes = [models.Index(fields=["email", "created_at"])]

    @property
    def digits(self) -> str:
        """Six digits, 10^6 possibilities."""
        mac = hmac.new(settings.SECRET_KEY.encode(), f"code:{self.ref}:{self.nonce}".encode(), hashlib.sha256)
        return f"{int.from_bytes(mac.digest()[:8], 'big') % 1_000_000:06d}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at and self.guesses < self.GUESSES


class Guesses(models.Model):
    """How often codes of one address were guessed, whatever is asked anew: at most 5 within any 5 minutes.

    Counted from guess to guess: the count starts anew when the last one is 5 minutes old. (Windows that follow each
    other by the clock would let 10 guesses through where they meet.)
    """

    LIMIT, PAUSE = 5, timedelta(minutes=5)

    email = models.EmailField(unique=True)
    last_at = models.DateTimeField(default=clock.now)
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__lte=5), name="guesses_at_most_5_in_a_row")]


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


class Deed(models.Model):
    """Somebody did something: the audit trail. Append only, but for the wiping of names at erasure."""

    bell = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.CharField(max_length=80, help_text="What it was done on, as text: projects.signup:12")
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["on", "at"]), models.Index(fields=["bell", "at"])]

    def __str__(self) -> str:
        return f"{self.bell} on {self.on}"


class Delivery(models.Model):
    """One receiver that has to hear of one deed. Done in the same transaction as the receiver's work."""

    deed = models.ForeignKey(Deed, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deed", "receiver"], name="one_delivery_per_receiver")]
        indexes = [models.Index(fields=["done_at"], condition=Q(done_at__isnull=True), name="delivery_pending")]
