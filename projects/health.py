"""Seats are counted twice: as a counter that guards, and as sign-ups. Both must agree."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Window
from django.db.models.functions import Coalesce, Lag

from core.clock import now
from core.health import checkup
from people import births
from people.models import Consent

from . import recurrence
from .models import (
    Adoption,
    Attendance,
    BeforeAfter,
    Event,
    ImpactEntry,
    ImpactTotal,
    Project,
    ProjectRole,
    RosterNote,
    Series,
    SignUp,
    Slot,
    Teammate,
    TranscriptLine,
    WorkLog,
)

LATE = timedelta(minutes=15)


@checkup("seats", "The seats held in each slot are the sum of the sign-ups that hold them.")
def seats() -> Iterator[str]:
    counted = dict(SignUp.objects.holding().order_by().values_list("slot").annotate(held=Sum("seats")))
    for pk, written in Slot.objects.values_list("pk", "seats_held").order_by("pk").iterator(chunk_size=5000):
        if written != counted.get(pk, 0):
            yield f"Slot {pk} says {written} seats are held; its sign-ups hold {counted.get(pk, 0)}."


@checkup("capacity", "No slot is oversold, and none holds less than nothing.")
def capacity() -> Iterator[str]:
    wrong = Slot.objects.filter(Q(seats_held__gt=F("capacity")) | Q(seats_held__lt=0))
    for pk, held, most in wrong.values_list("pk", "seats_held", "capacity"):
        yield f"Slot {pk} holds {held} seats of {most}."


@checkup("waitlists", "The number of people waiting is what the lists show.")
def waitlists() -> Iterator[str]:
    waiting = SignUp.objects.filter(state=SignUp.State.WAITLISTED).order_by()
    counted = dict(waiting.values_list("slot").annotate(n=Count("pk")))
    for pk, written in Slot.objects.values_list("pk", "waiting").order_by("pk").iterator(chunk_size=5000):
        if written != counted.get(pk, 0):
            yield f"Slot {pk} says {written} wait; {counted.get(pk, 0)} do."


@checkup("names", "A date is marked as having a name of its own where it is not called like its project.")
def names() -> Iterator[str]:
    same = Q(title=F("project__title"))
    wrong = Event.objects.filter(Q(same, own_name=True) | Q(~same, own_name=False)).order_by("pk")
    for pk, title in wrong.values_list("pk", "title"):
        yield f"Event {pk}, “{title}”, has the wrong mark."


@checkup("offers", "No offer is held longer than it was promised.")
def offers() -> Iterator[str]:
    late = SignUp.objects.filter(state=SignUp.State.OFFERED, offer_expires_at__lt=now() - LATE)
    late = late.filter(slot__event__status=Event.Status.SCHEDULED)
    if n := late.count():
        yield f"{n} offers ended more than 15 minutes ago and still hold a seat. Does the worker run?"


@checkup("attendance", "Nobody was in two places at the same time.")
def attendance() -> Iterator[str]:
    verified = Attendance.objects.filter(state__in=Attendance.VERIFIED, in_at__isnull=False, out_at__isnull=False)
    before = Window(Lag("out_at"), partition_by=F("person"), order_by=("in_at", "pk"))
    for person, event in (
        verified.annotate(left_before=Coalesce(before, F("in_at")))
        .filter(in_at__lt=F("left_before"))
        .values_list("person", "event")
    ):
        yield f"Person {person} was at event {event} before leaving another one."


@checkup("impact", "Each date's total is what its approved entries say and the rest.")
def impact() -> Iterator[str]:
    counted = ImpactEntry.objects.filter(state=ImpactEntry.State.APPROVED, counted__gt=0).order_by()
    sums = {row[:2]: row[2] for row in counted.values_list("event", "metric").annotate(sum=Sum("counted"))}
    for event, metric, written in ImpactTotal.objects.values_list("event", "metric", "from_entries").order_by("pk"):
        said = sums.pop((event, metric), 0)
        if said != written:
            yield f"Event {event} says {written} of metric {metric} come from people; their entries say {said}."
    for event, metric in sums:
        yield f"Event {event} has approved entries of metric {metric} and no total."


@checkup(
    "pairs",
    "A young face is public only where guardians allow it, and every public pair was seen by somebody of the city.",
)
def pairs() -> Iterator[str]:
    public = BeforeAfter.objects.filter(state=BeforeAfter.State.PUBLISHED)
    for pk in public.filter(
        Q(young_face=True, cleared_at=None) | Q(decided_by=None) | Q(decided_by=F("added_by"))
    ).values_list("pk"):
        yield f"Pair {pk[0]} must not be public."


@checkup("recaps", "Who came hears within two days of the close what was done together.")
def recaps() -> Iterator[str]:
    closed = Event.objects.filter(status=Event.Status.CLOSED)
    late = closed.filter(closed_at__range=(now() - timedelta(days=14), now() - timedelta(hours=48)))
    if n := late.exclude(recap__shared_at__isnull=False).count():
        yield f"{n} dates closed more than 48 hours ago have not been thanked for. Does the worker run?"


@checkup("transcripts", "Every valid proof of hours says what the lists say.")
def transcripts() -> Iterator[str]:
    valid = TranscriptLine.objects.filter(transcript__withdrawn_at=None, transcript__replaced_at=None)
    comings = valid.filter(work=None)
    wrong = comings.exclude(
        minutes=F("attendance__minutes"),
        attendance__state__in=Attendance.VERIFIED,
        attendance__event__status=Event.Status.CLOSED,
    )
    for number in wrong.order_by("transcript").values_list("transcript__number", flat=True).distinct():
        yield f"Transcript {number} is called valid, but a line of it was corrected or opened again since."
    sums = valid.order_by().values("transcript__number", "transcript__minutes").annotate(sum=Sum("minutes"))
    for one in sums.exclude(sum=F("transcript__minutes")):
        yield f"Transcript {one['transcript__number']} says {one['transcript__minutes']} minutes; its lines say {one['sum']}."


@checkup("consent", "Nobody under 18 has a coming place without a guardian's yes.")
def consent() -> Iterator[str]:
    coming = SignUp.objects.filter(
        births.minors("person"), state=SignUp.State.CONFIRMED,
        slot__event__starts_at__gt=now(), slot__event__status=Event.Status.SCHEDULED,
    )  # fmt: skip
    for signup in coming.select_related("slot__event").order_by("pk"):
        event = signup.slot.event
        allowed = Consent.objects.covering(event.project_id, event.starts_at).filter(minor=signup.person_id)
        if signup.needs_consent and not allowed.exists():
            yield f"Sign-up {signup.pk} of somebody under 18 is confirmed, and no guardian allows it."


@checkup("guardians", "No child too young to come alone has a coming place without a guardian who comes.")
def guardians() -> Iterator[str]:
    for signup in SignUp.objects.seated_alone():
        yield f"Sign-up {signup.pk} is a child's, and no guardian has a seat at that event. Does the worker run?"


@checkup("roster-notes", "Emergency contacts and notes are gone a week after their date.")
def roster_notes() -> Iterator[str]:
    if n := RosterNote.objects.filter(signup__slot__event__ends_at__lt=now() - timedelta(days=8)).count():
        yield f"{n} notes for the roster are older than a week. Does the worker run?"


@checkup("series", "Every series has its dates for the next seven weeks.")
def series() -> Iterator[str]:
    horizon = now() + timedelta(weeks=7)
    for each in Series.objects.running().order_by("pk"):
        there = set(each.events.exclude(recurrence_id=None).values_list("recurrence_id", flat=True))
        for day in recurrence.days(each.rule, each.first_day, each.until):
            starts, _ = recurrence.moments(day, each.begins, each.minutes, each.zone)
            if now() < starts < horizon and day not in there:
                yield f"Series {each.pk} has no date for {day}. Does the worker run?"
                break


@checkup("leads", "Every project that people can join has a lead.")
def leads() -> Iterator[str]:
    led = ProjectRole.objects.filter(role=ProjectRole.Role.LEAD).values("project")
    opened = Project.objects.filter(status__in=Project.JOINABLE)
    for pk in opened.exclude(pk__in=led).values_list("pk", flat=True):
        yield f"Project {pk} has no lead."


@checkup("blocks", "Grown-ups look after blocks, care is theirs, and what is over has ended.")
def blocks() -> Iterator[str]:
    live = Adoption.objects.filter(state=Adoption.State.LIVE)
    for pk in live.filter(births.minors("person")).order_by("pk").values_list("pk", flat=True):
        yield f"Adoption {pk} is by somebody under 18."
    work = WorkLog.objects.filter(adoption__isnull=False)
    mates = Teammate.objects.filter(adoption=OuterRef("adoption"), person=OuterRef("person"))
    for pk in (
        work.exclude(person=F("adoption__person")).exclude(Exists(mates)).order_by("pk").values_list("pk", flat=True)
    ):
        yield f"Work {pk} is for a block that its person did not adopt."
    if n := live.filter(until__lt=(now() - timedelta(days=2)).date()).count():
        yield f"{n} adoptions are over and have not ended. Does the worker run?"
