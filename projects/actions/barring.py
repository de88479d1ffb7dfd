"""Take somebody out of a project, with a reason that they read, and one appeal that the city decides."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from people.models import Person
from projects import bells
from projects.models import Attendance, Barring, Event, Project, SignUp
from projects.permissions import can_appeal_barring, can_bar, can_decide_barring

from . import queue
from .events import locked
from .roster import go

WORDS_AT_MOST = {"reason": 500, "appeal": 1000}


def bar_person(*, by: Person, project: Project, person: Person, reason: str) -> Barring:
    """From now on they can't join. Coming places are free again; who is checked in right now goes home with their time,
    and with small children whose last guardian here they are.
    """
    reason = reason.strip()
    with transaction.atomic():
        going_on = [
            locked(event) for event in _open_lists(project)
        ]  # before the person: a close takes them in this order
        lock(person, field="kind")
        if not can_bar(by, project, person):
            raise NotAllowed
        if not Barring.REASON_LETTERS <= len(reason) <= WORDS_AT_MOST["reason"]:
            raise RuleBroken(
                gettext("Say why in a sentence or two. They read it, and can ask the city to look at it."),
                code="reason",
            )
        try:
            with transaction.atomic():
                barring = Barring.objects.create(project=project, person=person, by=by, reason=reason)
        except IntegrityError:
            raise RuleBroken(gettext("They were taken out of this project already."), code="already") from None
        _free_places(by, project, person, reason)
        for event in going_on:
            here = event.attendances.filter(person=person, state=Attendance.State.CHECKED_IN, out_at__isnull=True)
            for row in here.select_related("person"):
                go(row, event, at=now())
        bells.person_barred.ring(by=by, on=barring, barring=barring.pk)
        return barring


def appeal_barring(*, by: Person, barring: Barring, words: str) -> Barring:
    """Ask the city to look at it, once."""
    words = words.strip()
    with transaction.atomic():
        if not can_appeal_barring(by, barring):
            raise NotAllowed
        if not Barring.REASON_LETTERS <= len(words) <= WORDS_AT_MOST["appeal"]:
            raise RuleBroken(gettext("Say in a sentence or two how you see it."), code="words")
        still = Barring.objects.filter(pk=barring.pk, appealed_at__isnull=True, lifted_at__isnull=True)
        if not still.update(appeal=words, appealed_at=now()):
            raise RuleBroken(gettext("You have asked already."), code="already")
        barring.refresh_from_db()
        bells.barring_appealed.ring(by=by, on=barring, barring=barring.pk)
        return barring


def decide_barring(*, by: Person, barring: Barring, lift: bool, words: str) -> Barring:
    """An official who has no part in the project says whether it stays, and why."""
    words = words.strip()
    with transaction.atomic():
        if not can_decide_barring(by, barring):
            raise NotAllowed
        if not Barring.REASON_LETTERS <= len(words) <= WORDS_AT_MOST["reason"]:
            raise RuleBroken(gettext("Say why in a sentence or two. Both sides read it."), code="words")
        still = Barring.objects.filter(pk=barring.pk, decided_at__isnull=True, appealed_at__isnull=False)
        if not still.update(decided_by=by, decided_at=now(), decision=words, lifted_at=now() if lift else None):
            raise RuleBroken(gettext("A colleague has decided already."), code="already")
        barring.refresh_from_db()
        bells.barring_decided.ring(by=by, on=barring, barring=barring.pk)
        return barring


def _open_lists(project: Project) -> list[Event]:
    """Dates on which somebody could be checked in now."""
    opened = project.events.filter(status=Event.Status.SCHEDULED, starts_at__lte=now() + timedelta(minutes=60))
    return list(opened.order_by("pk"))


def _free_places(by: Person, project: Project, person: Person, reason: str) -> None:
    ahead = SignUp.objects.live().filter(person=person, slot__event__project=project, slot__event__starts_at__gt=now())
    for left in ahead.order_by("slot_id"):
        slots = queue.hold_family(left)
        signup = SignUp.objects.select_related("person").get(pk=left.pk)
        if signup.is_live:
            queue.end(slot=slots[left.slot_id], signup=signup, by=by, reason=reason)
            queue.free_alone(*slots.values(), by=by)
