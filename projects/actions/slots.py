"""Change a task: of one date, or of all later dates of its series too."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from core.when import day_words
from people.models import Person
from projects.models import Event, Series, SignUp, Slot
from projects.permissions import can_schedule

from . import queue
from .events import SlotWords, check_places, checked, detach, must_be_small, too_small, words_of
from .series import hold
from .series_later import Step


@transaction.atomic
def change_slot(*, by: Person, slot: Slot, words: SlotWords, later: bool = False) -> Slot:
    """Name, places, and whom it suits. `later`: the task of that name on all later dates of the series too.

    Changed for one date only, that date counts as changed by hand.
    Fewer places than are taken is refused with the names of who came last, on whichever date it is. Who has a place keeps
    it, also when they would not get one under the new words.
    """
    known = _words(by, slot, words)
    series = hold(slot.event.series_id) if later and slot.event.series_id else None
    for each in [slot, *(_later_ones(slot) if series else [])]:
        _rewrite(each, known, named=each.pk != slot.pk)
    if series:
        _write_pattern(series, slot.name, known)
    else:
        detach(slot.event)
    return Slot.objects.get(pk=slot.pk)


def plan_slot(*, by: Person, slot: Slot, words: SlotWords) -> list[Step]:
    """What a change of this task does to this date and all later ones, for the page that asks whether it shall."""
    _words(by, slot, words)
    changes = {each.event_id for each in [slot, *_later_ones(slot)]}
    rows = Event.objects.filter(series=slot.event.series_id, starts_at__gte=slot.event.starts_at)
    live = Count("slots__signups", filter=Q(slots__signups__state__in=SignUp.LIVE))
    return [
        Step(row, "task" if row.pk in changes else "by_hand", row.starts_at, row.ends_at, row.recurrence_id, row.people)
        for row in rows.select_related("project").annotate(people=live).order_by("starts_at", "pk")
    ]


def _words(by: Person, slot: Slot, words: SlotWords) -> SlotWords:
    known = checked(words)
    if not can_schedule(by, slot.event.project):
        raise NotAllowed
    return known


def _later_ones(slot: Slot) -> list[Slot]:
    """The same task on later dates that nobody changed by hand."""
    event = slot.event
    rows = Slot.objects.filter(
        event__series=event.series_id, event__starts_at__gt=event.starts_at, event__status=Event.Status.SCHEDULED,
        event__detached=False, name=slot.name,
    )  # fmt: skip
    return list(rows.select_related("event").order_by("event__starts_at", "pk"))


def _rewrite(slot: Slot, words: SlotWords, *, named: bool) -> None:
    held = queue.hold(slot.pk)
    if not held.event.can_change:
        raise RuleBroken(gettext("Only a date that is still ahead can be changed."), code="not_ahead")
    whole: SlotWords = {**words_of(held), **words}
    check_places(whole)
    must_be_small(held.event.project, whole["capacity"])
    rows, capacity = Slot.objects.filter(pk=held.pk), whole["capacity"]
    if capacity is not None:
        rows = rows.filter(seats_held__lte=capacity)
    if not rows.update(**words):
        refusal = too_small(held, capacity or 0)
        day = f"{day_words(held.event.local_start.date())}: " if named else ""
        raise RuleBroken(f"{day}{refusal}", code="below_seats_held")
    held.capacity = capacity
    queue.promote(held, freed=True)


def _write_pattern(series: Series, name: str, words: SlotWords) -> None:
    series.tasks = [{**task, **words} if task["name"] == name else task for task in series.tasks]
    series.save(update_fields=["tasks"])
