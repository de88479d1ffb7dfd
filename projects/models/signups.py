"""Who has a place, and who waits for one."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refs import new_ref
from people import births
from people.ages import ALONE_WITH_CONSENT, OWN_ACCOUNT
from people.models import Guardianship, Person

from .events import Event, Slot
from .projects import Project, ProjectRole


class SignUpQuerySet(models.QuerySet):
    def update(self, **fields):
        """Every move is dated: calendars ask since when somebody stands as they do."""
        if "state" in fields:
            fields.setdefault("changed_at", clock.now())
        return super().update(**fields)

    def live(self):
        return self.filter(state__in=SignUp.LIVE)

    def holding(self):
        return self.filter(state__in=SignUp.HOLDING)

    def unsettled(self):
        """Live, and not yet a place: few at any time, with an index of their own for what the clock asks each minute."""
        return self.filter(state__in=SignUp.UNSETTLED)

    def queue(self):
        """The waitlist in its order."""
        return self.filter(state=SignUp.State.WAITLISTED).order_by("waitlist_at", "pk")

    def asking(self):
        """Who waits for the organizer's yes, in the order of asking."""
        return self.filter(state=SignUp.State.PENDING_APPROVAL).order_by("waitlist_at", "pk")

    def overdue(self):
        """A place was held for them, and the time is over; `quick.SLOT` says the same in SQL of its own."""
        return self.filter(state__in=SignUp.HELD_FOR_A_TIME, offer_expires_at__lte=clock.now())

    def unanswered(self):
        """Who has a place, was asked whether they still come, and has not said."""
        return self.filter(state=SignUp.State.CONFIRMED, asked_at__isnull=False, answered_at__isnull=True)

    def looked_after(self, event: Event):
        """Of those at this event: old enough to come alone, or with a guardian who holds a seat there or organizes it.

        Not the yes of a guardian, which `terms` asks for besides.
        """
        guards = Guardianship.objects.in_force().filter(dependant=OuterRef("person"))
        seated = SignUp.objects.holding().filter(slot__event=event).values("person")
        organizing = ProjectRole.objects.filter(project=event.project_id).values("person")
        with_guardian = Exists(guards.filter(Q(guardian__in=seated) | Q(guardian__in=organizing)))
        return self.filter(
            births.at_least(event.project.alone_from, event.local_start.date(), "person") | with_guardian
        )

    def seated_alone(self):
        """Coming seats of children too young to come alone, without a guardian who has one there or organizes it.

        Asked each minute. Who is old enough today is so on every day to come, in any zone from tomorrow on; the few others
        are looked at event by event, for a birthday may lie between.
        """
        guards = Guardianship.objects.in_force().filter(dependant=OuterRef("person"))
        seats = SignUp.objects.holding().filter(slot__event=OuterRef(OuterRef("slot__event"))).values("person")
        organizers = ProjectRole.objects.filter(project=OuterRef(OuterRef("slot__event__project"))).values("person")
        sure = clock.now().date() - timedelta(days=1)
        alone = births.at_least(ALONE_WITH_CONSENT, sure, "person")
        alone |= births.at_least(OWN_ACCOUNT, sure, "person") & Q(slot__event__project__risk=Project.Risk.MINORS)
        coming = self.holding().filter(
            slot__event__status=Event.Status.SCHEDULED, slot__event__starts_at__gt=clock.now()
        )
        young = coming.filter(births.minors("person")).exclude(alone)
        young = young.exclude(Exists(guards.filter(Q(guardian__in=seats) | Q(guardian__in=organizers))))
        found = dict(young.values_list("pk", "slot__event"))
        for event in Event.objects.filter(pk__in=set(found.values())).select_related("project"):
            here = SignUp.objects.filter(pk__in=[pk for pk, where in found.items() if where == event.pk])
            for pk in here.looked_after(event).values_list("pk", flat=True):
                del found[pk]
        return self.filter(pk__in=found).order_by("pk")

    def with_place(self):
        """`place`: the number in the queue, 1 for the next one; only means something for those who wait."""
        before = (
            SignUp.objects.filter(slot=OuterRef("slot"), state=SignUp.State.WAITLISTED)
            .filter(
                Q(waitlist_at__lt=OuterRef("waitlist_at"))
                | Q(waitlist_at=OuterRef("waitlist_at"), pk__lt=OuterRef("pk"))
            )
            .order_by()
            .values("slot")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(place=Coalesce(Subquery(before, output_field=models.IntegerField()), 0) + 1)

    def of_family(self, person: Person, signup: "SignUp"):
        """What this person and their children have at the same event, but for this one."""
        children = Person.objects.children_of(person).values("pk")
        theirs = self.live().filter(Q(person=person) | Q(person__in=children), slot__event=signup.slot.event_id)
        return theirs.exclude(pk=signup.pk).select_related("person", "slot__event").with_place().order_by("pk")

    def for_calendar_of(self, person: Person):
        """Places of theirs and of their children: those they have or wait for, and those given up lately."""
        lately = clock.now() - SignUp.IN_CALENDARS
        children = Person.objects.children_of(person).order_by().values("pk")
        return (
            self.filter(Q(person=person) | Q(person__in=children))
            .filter(Q(state__in=SignUp.LIVE) | Q(changed_at__gt=lately))
            .exclude(slot__event__status=Event.Status.CANCELLED, slot__event__changed_at__lte=lately)
            .filter(slot__event__ends_at__gt=clock.now() - SignUp.LOOKING_BACK)
            .select_related("person", "slot__event__project")
            .order_by("slot__event__starts_at", "slot__event", "pk")
        )

    def ahead_of(self, person: Person):
        """What somebody said they'd come to, soonest first."""
        return (
            self.live()
            .filter(person=person, slot__event__status=Event.Status.SCHEDULED, slot__event__ends_at__gt=clock.now())
            .select_related("slot__event__project__neighborhood")
            .with_place()
            .order_by("slot__event__starts_at", "pk")
        )


class SignUp(models.Model):
    """Somebody's place, or place in the queue. Nothing is deleted; a new try is a new row."""

    place: int  # only after `with_place()`

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("You're in")
        WAITLISTED = "waitlisted", _("Waitlist")
        OFFERED = "offered", _("A place is held for you")
        PENDING_CONSENT = "pending_consent", _("Waiting for consent")
        PENDING_APPROVAL = "pending_approval", _("Waiting for the organizer")
        CANCELLED = "cancelled", _("Can't make it")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        REMOVED = "removed", _("Removed")

    MOVES = {
        State.PENDING_CONSENT: (State.CONFIRMED, State.EXPIRED, State.CANCELLED),
        State.PENDING_APPROVAL: (State.CONFIRMED, State.WAITLISTED, State.PENDING_CONSENT, State.REFUSED, State.CANCELLED, State.EXPIRED),
        State.WAITLISTED: (State.OFFERED, State.CONFIRMED, State.CANCELLED, State.EXPIRED, State.REMOVED),
        State.OFFERED: (
            State.CONFIRMED, State.PENDING_CONSENT, State.DECLINED, State.WAITLISTED, State.REMOVED, State.CANCELLED, State.EXPIRED,
        ),
        State.CONFIRMED: (State.CANCELLED, State.RELEASED),
    }  # fmt: skip
    HELD_FOR_A_TIME = (State.OFFERED, State.PENDING_CONSENT)  # until `offer_expires_at`
    HOLDING = (State.CONFIRMED, State.PENDING_CONSENT, State.OFFERED)
    LIVE = (*HOLDING, State.WAITLISTED, State.PENDING_APPROVAL)
    UNSETTLED = (*HELD_FOR_A_TIME, State.WAITLISTED, State.PENDING_APPROVAL)
    IN_CALENDARS = timedelta(days=30)  # a place that was given up says so, then it is gone
    LOOKING_BACK = timedelta(days=366)  # one's own calendar keeps what one did

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="signups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signups")
    party = models.PositiveSmallIntegerField(default=1, help_text="Heads, the person included.")
    seats = models.PositiveSmallIntegerField(default=1, help_text="Heads that use a seat.")
    state = models.CharField(max_length=16, choices=State)
    waitlist_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when they wait, or asked: their place in the queue."
    )
    approved_at = models.DateTimeField(
        null=True, blank=True, help_text="When an organizer said yes, where that is needed."
    )
    age_shown = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="The task's lowest age, which they have shown to reach. Their birth date is not kept.",
    )
    offer_token = models.CharField(max_length=43, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    offers_missed = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When we asked whether they still come.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When they last said that they come.")
    told_free = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How many places were free when we last said that the whole party does not fit.",
    )
    team_name = models.CharField(max_length=60, blank=True, help_text="Of the team that this person leads here.")
    team = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members",
        help_text="The leader's sign-up, whose seat this was before it had a name.",
    )  # fmt: skip
    names_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the leader of a team was reminded of places without a name."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False, help_text="Cancelled less than 24 h before the start.")
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now, help_text="Since when it is in this state.")

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(state__in=["confirmed", "pending_consent", "offered", "waitlisted", "pending_approval"]),
                name="one_live_signup_per_slot",
            ),
            models.CheckConstraint(condition=Q(seats__lte=F("party")), name="signup_seats_within_party"),
            models.CheckConstraint(condition=Q(party__gte=1), name="signup_party_at_least_one"),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(waitlist_at__isnull=False),
                name="waitlisted_has_a_place_in_the_queue",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | (Q(offer_expires_at__isnull=False) & ~Q(offer_token="")),
                name="offered_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "state", "waitlist_at", "id"]),
            models.Index(fields=["person", "state"]),
            models.Index(fields=["offer_expires_at"], condition=Q(state="offered"), name="signup_open_offers"),
            models.Index(
                fields=["offer_expires_at"], condition=Q(state="pending_consent"), name="signup_open_consents"
            ),
            models.Index(
                fields=["slot"],
                condition=Q(state__in=["offered", "pending_consent", "waitlisted", "pending_approval"]),
                name="signup_unsettled",
            ),
        ]

    @property
    def unnamed(self) -> int:
        """Places of a team that nobody has taken by name yet; the leader's own has one."""
        return self.seats - 1 if self.team_name else 0

    @property
    def needs_consent(self) -> bool:
        """Somebody's who is under 18 on the day."""
        young = births.young(self.slot.event.local_start.date(), "person")
        return SignUp.objects.filter(young, pk=self.pk).exists()

    @property
    def is_asked(self) -> bool:
        """We want to know whether they still come."""
        return self.state == self.State.CONFIRMED and self.asked_at is not None and self.answered_at is None

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def holds_seats(self) -> bool:
        return self.state in self.HOLDING


class RosterNote(models.Model):
    """What the lead must know on the day: whom to call, allergies, needs. Deleted seven days after by a task."""

    signup = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="roster_note")
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    needs = models.CharField(max_length=300, blank=True)


class Barring(models.Model):
    """Somebody may not take part in a project any more, or was taken off it once. With a reason, and one appeal."""

    REASON_LETTERS = 20

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="barrings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="barrings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)
    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(lifted_at__isnull=True), name="one_barring_in_force"
            )
        ]


class QueueMove(models.Model):
    """Somebody was put to the front of a queue by hand. Everybody who waits there reads why, not who."""

    signup = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="queue_moves")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    from_place = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
