"""What must reach a person is a row first; the queue only hurries it."""

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from ideas.models import IdeaPoll
from people.models import Person


class LetterQuerySet(models.QuerySet):
    def unsent(self):
        """Still to be sent: not those nobody needs any more, nor those given up after two weeks of trying."""
        return self.filter(sent_at__isnull=True, created_at__gt=clock.now() - Letter.GIVE_UP).filter(
            Q(good_until__isnull=True) | Q(good_until__gt=clock.now())
        )

    def due(self):
        """May be sent now; codes first, then the oldest. What waits for a digest is sent by nobody."""
        letters = self.unsent().exclude(lane=Letter.Lane.DIGEST)
        return letters.filter(due_at__lte=clock.now()).order_by("lane", "due_at", "pk")

    def failing(self):
        """Tried, and still in the outbox."""
        return self.unsent().filter(attempts__gt=0).exclude(problem="")

    def put_away(self):
        """Never left and never will: its address sends letters back, or its time is over."""
        return self.filter(sent_at__isnull=True, good_until__lte=clock.now()).exclude(lane=Letter.Lane.DIGEST)

    def given_up(self):
        """Two weeks of trying were in vain."""
        return self.filter(sent_at__isnull=True, attempts__gt=0, created_at__lte=clock.now() - Letter.GIVE_UP)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class How(models.TextChoices):
    """The way in which somebody hears of a category of letters (see kinds.py)."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the digest")
    OFF = "off", _("Not at all")


class PreferenceQuerySet(models.QuerySet):
    def chosen(self, category, people) -> dict[int, str]:
        """What these people chose for a category, by their keys; whoever chose nothing is missing."""
        return dict(self.filter(category=category.key, person__in=people).values_list("person", "how"))


class Preference(models.Model):
    """What a person chose for one category; without a row its default holds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20)
    how = models.CharField(max_length=10, choices=How)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "category"], name="one_choice_per_category")]


class Muted(models.Model):
    """A poll about which somebody wants no more letters, whatever they chose for its category."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    poll = models.ForeignKey(IdeaPoll, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "poll"], name="poll_muted_once")]


class Letter(models.Model):
    """One letter in the outbox. `event_key` says which happening it is about: nobody gets a second letter for the same one.

    In the lane DIGEST it is a line that waits for the person's next digest: a subject, a link, and as its text the
    reason why they get it.

    Whoever sends it claims it by a guarded UPDATE that counts `attempts` up and moves `due_at` behind the time that
    sending can take; a crash while sending therefore brings it back by itself.
    """

    GIVE_UP = timedelta(days=14)

    class Lane(models.IntegerChoices):
        FAST = 0, "codes and links somebody waits for"
        NORMAL = 1, "letters"
        DIGEST = 2, "lines of the next digest"

    class Channel(models.TextChoices):
        MAIL = "mail", "e-mail"
        TEXT = "text", "text message"

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    address = models.EmailField()
    event_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.NORMAL)
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True, help_text="Where a line of a digest leads.")
    about = models.CharField(
        max_length=40, blank=True, help_text="The one thing that a link in it stops (stopping.py)."
    )
    attachments = models.JSONField(default=list, blank=True, help_text="[[name, media type, text], …]")
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    good_until = models.DateTimeField(null=True, blank=True, help_text="Nobody needs it later: a code, an offer.")
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "event_key"], name="one_letter_per_happening")]
        indexes = [models.Index(fields=["lane", "due_at"], condition=Q(sent_at__isnull=True), name="letter_waiting")]

    def __str__(self) -> str:
        return self.subject


class DigestQuerySet(models.QuerySet):
    def due(self):
        return self.filter(next_at__lte=clock.now()).order_by("next_at", "pk")


class Digest(models.Model):
    """When somebody gets their digest, and up to when they have heard of what they follow.

    The row is made when there may be something to tell for the first time, with the usual day and hour.
    """

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Once a week")

    HOURS = range(8, 21)  # by day

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="digest")
    every = models.CharField(max_length=4, choices=Every, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(default=3, help_text="Monday is 0. Only for the weekly one.")
    hour = models.PositiveSmallIntegerField(default=17, help_text="By the clock on the town hall.")
    next_at = models.DateTimeField(db_index=True)
    heard_until = models.DateTimeField()

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="digest_on_a_day_of_the_week"),
            models.CheckConstraint(condition=Q(hour__gte=8, hour__lte=20), name="digest_by_day"),
        ]

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The next hour and day they chose, on this clock; never that moment itself."""
        local = moment.astimezone(zone)
        for days in range(9):
            day = local.date() + timedelta(days=days)
            found = datetime.combine(day, time(self.hour), zone).astimezone(ZoneInfo("UTC"))
            if found > moment and (self.every == self.Every.DAY or day.weekday() == self.weekday):
                return found
        raise AssertionError("every day of the week comes within eight days")


class BounceQuerySet(models.QuerySet):
    def standing(self):
        """Nobody has asked to try again since."""
        return self.filter(lifted_at__isnull=True)

    def stop(self, address: str) -> bool:
        """Whether letters to this address are not tried any more: one that came back for good, or three in a week."""
        found = self.standing().filter(letter__address=address.strip().lower())
        return (
            found.filter(hard=True).exists() or found.filter(at__gt=clock.now() - Bounce.WITHIN).count() >= Bounce.SOFT
        )

    def unwanted(self, address: str) -> bool:
        """Whether somebody at this address called our letters junk."""
        said = Q(why__startswith="complained") | Q(why__startswith="rejected spam")
        return self.standing().filter(said, letter__address=address.strip().lower()).exists()


class Bounce(models.Model):
    """A letter came back. Hard: nobody reads letters at its address; soft: this time it did not work."""

    SOFT, WITHIN = 3, timedelta(days=7)

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="bounce")
    at = models.DateTimeField(default=clock.now)
    hard = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BounceQuerySet.as_manager()


class Instants(models.Model):
    """How many letters about what somebody follows or talks in left at once on a day; the rest waits for the digest."""

    AT_MOST = 3

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    count = models.PositiveSmallIntegerField(default=0)


def six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


class Phone(models.Model):
    """Where somebody's text messages go, once a code has shown that it is theirs."""

    GUESSES, LIFE = 5, timedelta(minutes=15)

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=16)
    digits = models.CharField(max_length=6, default=six_digits)
    guesses = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
