"""Presses on the roster, from a phone that may have been without network for hours."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects.models import Attendance, Event, Tick
from projects.permissions import can_keep_roster

from .events import locked
from .roster import check_in, check_out, mark_absent, nobody_knows, undo_check_in

Deed, Outcome = Tick.Deed, Tick.Outcome


def tick(
    *, by: Person, event: Event, person: Person, deed: str, at: datetime | None = None, uuid: UUID | None = None
) -> Tick:
    """Do what was pressed, once. What does not fit any more is kept with the reason, for the organizer to see.

    `at` is when it was pressed, `uuid` the phone's own name for the press. A replay changes nothing.
    """
    with transaction.atomic():
        event = locked(event)
        if not can_keep_roster(by, event):
            raise NotAllowed
        if uuid and (known := Tick.objects.filter(uuid=uuid).first()):
            if (known.event_id, known.person_id) != (event.pk, person.pk):
                raise RuleBroken(gettext("This press belongs to another list."), code="another_list")
            return known
        pressed = min(max(at or now(), event.opens_at), now())
        outcome, words = _do(by, event, person, deed, pressed)
        try:
            with transaction.atomic():
                done = Tick.objects.create(
                    uuid=uuid or uuid4(), event=event, person=person, by=by, deed=deed,
                    pressed_at=pressed, outcome=outcome, words=words[:300],
                )  # fmt: skip
        except IntegrityError:
            raise RuleBroken(gettext("This press belongs to another list."), code="another_list") from None
        if event.status == Event.Status.CLOSED:
            nobody_knows(event)  # who was ticked in vain has a line that can be put right
        return done


def _do(by: Person, event: Event, person: Person, deed: str, pressed: datetime) -> tuple[Tick.Outcome, str]:
    later = Tick.objects.filter(event=event, person=person, outcome=Outcome.DONE, pressed_at__gt=pressed)
    if newer := later.select_related("by").order_by("-pressed_at").first():
        words = gettext("%(name)s pressed later: “%(deed)s”. That stands.")
        return Outcome.OVERTAKEN, words % {"name": newer.by.public_name, "deed": newer.get_deed_display()}
    if deed not in (Deed.IN, Deed.OUT) and _came_since(event, person, pressed):
        return Outcome.OVERTAKEN, gettext("They checked in after that. That stands.")
    try:
        with transaction.atomic():
            _deeds(by, event, person, pressed)[Deed(deed)]()
    except RuleBroken as refusal:
        return Outcome.REFUSED, str(refusal)
    return Outcome.DONE, ""


def _came_since(event: Event, person: Person, pressed: datetime) -> bool:
    """By the code on an organizer's screen, or at a tablet: that is no press on the roster."""
    return event.attendances.filter(person=person, state=Attendance.State.CHECKED_IN, in_at__gt=pressed).exists()


def _deeds(by: Person, event: Event, person: Person, at: datetime) -> dict[Tick.Deed, Callable[[], object]]:
    return {
        Deed.IN: lambda: check_in(by=by, event=event, person=person, at=at),
        Deed.UNDO: lambda: undo_check_in(by=by, event=event, person=person),
        Deed.OUT: lambda: check_out(by=by, event=event, person=person, at=at),
        Deed.ABSENT: lambda: mark_absent(by=by, event=event, person=person),
        Deed.EXCUSED: lambda: mark_absent(by=by, event=event, person=person, excused=True),
    }
