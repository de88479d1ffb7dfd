"""What organizers wrote to the people of a date, and who got it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.models import Subject
from core import clock
from core.refs import new_ref
from people.models import Guardianship, Person

from .events import Event
from .projects import ProjectRole


class BroadcastQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """Those it went to, guardians of young people among them, and who leads the project."""
        children = Guardianship.objects.in_force().filter(guardian=person).values("dependant")
        got = Recipient.objects.filter(Q(person=person) | Q(person__in=children))
        leads = ProjectRole.objects.filter(person=person, role__in=ProjectRole.LEADS)
        mine = Q(pk__in=got.values("broadcast")) | Q(event__project__in=leads.values("project"))
        return self.filter(mine).select_related("event__project", "by", "subject")


class Broadcast(models.Model):
    """One letter to many. At most three for a date on one day of its own clock: each takes a number, and there are three."""

    WORDS, A_DAY = 1500, 3

    class Audience(models.TextChoices):
        COMING = "coming", _("Those who have a place")
        WAITING = "waiting", _("Those on the waitlist")
        CAME = "came", _("Those who were there")

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="broadcasts")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience)
    words = models.TextField(max_length=WORDS)
    day = models.DateField()
    n = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16, default=new_ref, help_text="From the form, so that two presses write once.")
    at = models.DateTimeField(default=clock.now)
    subject = models.OneToOneField(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="broadcast")

    objects = BroadcastQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "day", "n"], name="broadcasts_of_a_day_count_up"),
            models.CheckConstraint(condition=Q(n__gte=1, n__lte=3), name="three_broadcasts_a_day"),
            models.UniqueConstraint(fields=["by", "key"], name="broadcast_written_once"),
        ]


class Recipient(models.Model):
    """Somebody it went to; of a young person the guardians get a copy, and stand nowhere."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["broadcast", "person"], name="broadcast_got_once")]
