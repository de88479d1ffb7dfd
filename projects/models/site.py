"""What stands at the site while a date goes on: tablets at which people check themselves in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from people.models import Person

from .events import Event


class KioskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None, event__status=Event.Status.SCHEDULED)


class Kiosk(models.Model):
    """A tablet at the site. `by` opened it, and is the witness of everybody who checks in there.

    Its PIN is never stored (it follows from `ref` and the site's key). Wrong PINs are counted for good, wrong codes of
    people until one is right: both by conditional UPDATEs, so that parallel tries gain nothing.
    """

    GUESSES, MISSES = 5, 10

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="kiosks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    guesses = models.PositiveSmallIntegerField(default=0, help_text="Wrong PINs.")
    misses = models.PositiveSmallIntegerField(default=0, help_text="Wrong codes since the last right one.")
    rests_until = models.DateTimeField(null=True, blank=True, help_text="After too many wrong codes.")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = KioskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(guesses__lte=5), name="kiosk_at_most_5_guesses"),
            models.CheckConstraint(condition=Q(misses__lte=10), name="kiosk_at_most_10_misses"),
        ]

    @property
    def is_resting(self) -> bool:
        return self.rests_until is not None and clock.now() < self.rests_until


class Tick(models.Model):
    """One press on the roster, as a phone in the park sent it, perhaps days later and perhaps twice.

    `uuid` is the phone's own name for the press: a second arrival finds it here and does nothing. Of two presses about
    one person the later one counts, whichever arrives first.
    """

    class Deed(models.TextChoices):
        IN = "in", _("here")
        UNDO = "undo", _("not here")
        OUT = "out", _("went home")
        ABSENT = "absent", _("did not come")
        EXCUSED = "excused", _("excused")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        OVERTAKEN = "overtaken", _("somebody pressed later")
        REFUSED = "refused", _("did not fit")

    uuid = models.UUIDField(unique=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ticks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=8, choices=Deed)
    pressed_at = models.DateTimeField(help_text="By the phone's clock, within check-in and not in the future.")
    arrived_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.CharField(max_length=300, blank=True, help_text="Why it did not fit, for the organizer.")

    class Meta:
        indexes = [models.Index(fields=["event", "person", "pressed_at"])]
