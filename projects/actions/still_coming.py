"""“Still coming?” Where people wait for a place, those who have one are asked, and their place goes on if they don't say."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person
from people.system import SYSTEM
from projects import bells, offer_time, reliability
from projects.models import Attendance, Event, Project, Series, SignUp, SignUpQuerySet, Slot
from projects.permissions import can_schedule, can_see_signup

from . import queue, series
from .queue import State

ASK = timedelta(hours=48)
REMIND = timedelta(hours=24)
RELEASE = timedelta(hours=18)
JUST_JOINED = timedelta(hours=24)  # who took a place less than a day before the question has just said that they come
TIME_TO_ANSWER = timedelta(hours=6)  # whatever a sleeping worker did: nobody loses a place sooner after the question


def say_still_coming(*, by: Person, signup: SignUp) -> SignUp:
    """Yes. Twice is harmless."""
    with transaction.atomic():
        slot = queue.hold(signup.slot_id)
        mine = queue.fresh(signup, slot)
        if not can_see_signup(by, mine):
            raise NotAllowed
        if mine.state != State.CONFIRMED:
            raise RuleBroken(gettext("You have no place here any more. Below you see how you stand."), code="no_place")
        if mine.answered_at is None:
            SignUp.objects.filter(pk=mine.pk).update(answered_at=now())
            bells.still_coming_said.ring(by=by, on=mine, signup=mine.pk)
        mine.refresh_from_db()
        return mine


@transaction.atomic
def set_release(*, by: Person, event: Event, on: bool, later: bool = False) -> None:
    """The organizer's switch: at 18 hours, places of those who have not answered go to those who wait.

    `later`: on all later dates of its series too, those that are still to be made included.
    """
    if not can_schedule(by, event.project):
        raise NotAllowed
    dates = Q(pk=event.pk)
    if later and event.series_id and event.repeats:
        held = series.hold(event.series_id)
        Series.objects.filter(pk=held.pk).update(releases=on)
        dates |= Q(series=held, starts_at__gt=event.starts_at, detached=False)
    Event.objects.filter(dates, status=Event.Status.SCHEDULED).update(releases=on)


def ask_who_comes() -> int:
    """48 hours before the start, where somebody waits; by day. Returns how many were asked."""
    stayed_away = Attendance.objects.filter(person=OuterRef("person"), state=Attendance.State.NO_SHOW)
    where = Q(slot__waiting__gt=0) | Exists(stayed_away.filter(verified_at__gt=now() - reliability.LASTS))
    seated = _awake(_seated(ASK).filter(where, asked_at__isnull=True, answered_at__isnull=True))
    return sum(_ask(signup) for signup in seated if _concerns(signup))


def remind_who_comes() -> int:
    """24 hours before the start, those who have not answered; by day. Returns how many were reminded."""
    silent = _awake(_seated(REMIND).unanswered().filter(reminded_at__isnull=True, asked_at__lte=now() - TIME_TO_ANSWER))
    done = 0
    for signup in silent:
        with transaction.atomic():
            rows = SignUp.objects.unanswered().filter(pk=signup.pk, reminded_at__isnull=True)
            if rows.update(reminded_at=now()):
                bells.still_coming_reminded.ring(by=SYSTEM(), on=signup, signup=signup.pk)
                done += 1
    return done


def release_unanswered() -> int:
    """18 hours before the start, by day, as long as somebody waits: the newest places first. Returns how many went on."""
    silent = _seated(RELEASE).unanswered().filter(asked_at__lte=now() - TIME_TO_ANSWER, slot__waiting__gt=0)
    return sum(_release(signup) for signup in _awake(silent.order_by("-created_at", "-pk")) if _may_release(signup))


def _seated(within: timedelta) -> SignUpQuerySet:
    """Places in dates that begin within this time, but not in the last hours, when nothing is offered any more.

    The tasks are asked for first: joined with the questions about people, every place there ever was would be read.
    """
    slots = Slot.objects.filter(
        event__status=Event.Status.SCHEDULED,
        event__project__status__in=Project.JOINABLE,
        event__starts_at__lte=now() + within,
        event__starts_at__gt=now() + offer_time.RUSH,
    )
    seated = SignUp.objects.filter(state=State.CONFIRMED, slot__in=list(slots.values_list("pk", flat=True)))
    return seated.select_related("slot__event__project", "person")


def _awake(signups: QuerySet[SignUp]) -> list[SignUp]:
    return [signup for signup in signups if not offer_time.is_quiet(now(), signup.slot.event.tz)]


def _concerns(signup: SignUp) -> bool:
    """Somebody waits, or this person stayed away twice lately; and they did not join a moment ago."""
    if signup.created_at > signup.slot.event.starts_at - ASK - JUST_JOINED:
        return False
    return signup.slot.waiting > 0 or reliability.careful_until(signup.person) is not None


def _may_release(signup: SignUp) -> bool:
    return signup.slot.event.releases or reliability.careful_until(signup.person) is not None


def _ask(signup: SignUp) -> bool:
    with transaction.atomic():
        rows = SignUp.objects.filter(pk=signup.pk, state=State.CONFIRMED, asked_at__isnull=True)
        asked = bool(rows.update(asked_at=now()))
        if asked:
            bells.still_coming_asked.ring(by=SYSTEM(), on=signup, signup=signup.pk)
        return asked


def _release(signup: SignUp) -> bool:
    """Only if somebody who waits could sit in it: a place that helps nobody is kept."""
    with transaction.atomic():
        slots = queue.hold_family(signup)
        slot = slots[signup.slot_id]
        found = queue.fresh(signup, slot)
        room = (slot.free or 0) + found.seats
        helps = queue.able(slot, room).looked_after(slot.event).exists()
        if not found.is_asked or not helps or slot.event.starts_at - now() < offer_time.RUSH:
            return False
        queue.move(slot, found, State.RELEASED, cancelled_at=now(), cancelled_by=SYSTEM())
        bells.seat_released.ring(by=SYSTEM(), on=found, signup=found.pk)
        queue.promote(slot, freed=True)
        queue.free_alone(*slots.values())
        return True
