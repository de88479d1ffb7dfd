"""What a date needs besides people: who brings the wheelbarrows."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from people.models import Person

from .events import Event
from .projects import ProjectRole
from .signups import SignUp


class Need(models.Model):
    """So many of one thing for one date. Taken off the list it keeps its row, because people may have promised it."""

    AT_MOST = 999

    class Source(models.TextChoices):
        BRING = "bring", _("people bring it")
        PROJECT = "project", _("the project has it")
        CITY = "city", _("the city brings it")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="needs")
    item = models.CharField(max_length=80)
    wanted = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, choices=Source, default=Source.BRING)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=999), name="need_wants_1_to_999"),
            models.UniqueConstraint(
                "event", Lower("item"), condition=Q(dropped_at=None), name="a_thing_is_needed_once_for_each_date"
            ),
        ]

    def __str__(self) -> str:
        return self.item


class ClaimQuerySet(models.QuerySet):
    def counted(self):
        """Promised by somebody who comes: the promise of who gave the place back counts no more, without another deed."""
        comes = SignUp.objects.filter(
            slot__event=OuterRef("need__event"), person=OuterRef("person"), state=SignUp.State.CONFIRMED
        )
        organizes = ProjectRole.objects.filter(project=OuterRef("need__event__project"), person=OuterRef("person"))
        return self.filter(Exists(comes) | Exists(organizes), given_back_at=None)


class Claim(models.Model):
    """Somebody's promise to bring `amount` of it."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    amount = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="claim_is_for_something"),
            models.UniqueConstraint(
                fields=["need", "person"], condition=Q(given_back_at=None), name="one_claim_per_need_and_person"
            ),
        ]
