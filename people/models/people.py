"""Anybody the city knows, and when they were born."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from city.models import Neighborhood
from core import clock
from core.refs import new_ref


class PersonQuerySet(models.QuerySet):
    def real(self):
        """Everybody but the system itself and those erased."""
        return self.exclude(kind__in=(Person.Kind.SYSTEM, Person.Kind.ERASED))

    def not_minors(self):
        """Without those who have an account or a guardian and have not shown to be grown up."""
        return self.exclude(adult=False, kind__in=Person.WITH_AGE)

    def fine_with_pictures(self):
        """Who said that pictures of them may be public; of somebody under 18 a guardian who answers for them now."""
        own = Q(adult=True, photo_consent__by=F("pk"))
        guardian = Q(guardians__guardian=F("photo_consent__by"), guardians__ended_at__isnull=True)
        return self.filter(own | Q(adult=False) & guardian, photo_consent__allowed=True).distinct()

    def not_on_pictures(self):
        """Who said no, and everybody under 18 without a guardian's yes."""
        young = Q(adult=False, kind__in=Person.WITH_AGE)
        fine = Person.objects.fine_with_pictures().values("pk")
        return self.filter(Q(photo_consent__allowed=False) | young & ~Q(pk__in=fine))

    def children_of(self, guardian: "Person"):
        """Those a guardian answers for now."""
        mine = self.filter(guardians__guardian=guardian, guardians__ended_at__isnull=True)
        return mine.order_by("first_name", "pk")

    def living_with(self, person: "Person"):
        """The household, as far as all confirmed it, and those of one sign-up; whoever lives alone with nobody."""
        from .households import HouseholdMember  # which points to people, so it comes after them

        homes = HouseholdMember.objects.in_force().filter(person=person).values("household")
        return self.filter(household_memberships__in=HouseholdMember.objects.in_force().filter(household__in=homes))


class Person(models.Model):
    """Anybody the city knows: a resident, a walk-in without e-mail, the system, or what is left after erasure."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", _("resident")
        DEPENDANT = "dependant", _("dependant")
        WALK_IN = "walk_in", _("walk-in")
        SYSTEM = "system", _("the system")
        ERASED = "erased", _("former member")

    WITH_AGE = (Kind.RESIDENT, Kind.DEPENDANT)  # a minor until shown to be grown up

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
        """What others see: first name and initial. Of somebody under 18, nothing that tells who it is."""
        if self.is_minor:
            return gettext("A young person")
        return f"{self.first_name} {self.last_name[0].upper()}." if self.last_name else self.first_name

    @property
    def is_minor(self) -> bool:
        """Has not shown to be grown up: a child on a list, or a young person with an account."""
        return not self.adult and self.kind in self.WITH_AGE

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


class BirthDateReading(models.Model):
    """That somebody's birth date was read: by whom, what for; once a day for each reader and purpose."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="birth_date_readings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "by", "why", "day"], name="birth_date_read_once_a_day_for_each")
        ]
