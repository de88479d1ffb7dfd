"""How people come in: an e-mail address, and the codes that were sent to it."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q

from core import clock
from core.refs import new_ref

from .people import Person


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
