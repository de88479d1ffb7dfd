""" "What we did together": the lead's thanks and numbers, sent to everybody who came within two days of the close."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person
from people.system import SYSTEM
from projects import bells
from projects.models import Event, ProjectRole, Recap
from projects.permissions import can_tell

from .events import locked

WORDS_AT_MOST = 600
BY_ITSELF = timedelta(hours=24)  # after the close, in the day's hours
AT_THE_LATEST = timedelta(hours=44)  # whatever the hour, so that it is there before two days are over
TOO_OLD = timedelta(days=14)
DAY_BEGINS, DAY_ENDS = 8, 21


def save_thanks(*, by: Person, event: Event, words: str) -> Recap:
    """My own words, before or after the letter; they stand in the letter only if they were there when it left."""
    words = words.strip()
    with transaction.atomic():
        event = locked(event)
        if not can_tell(by, event):
            raise NotAllowed
        if len(words) > WORDS_AT_MOST:
            raise RuleBroken(gettext("Keep your thanks under 600 letters."), code="too_long")
        recap, _made = Recap.objects.get_or_create(event=event)
        if recap.shared_at:
            raise RuleBroken(gettext("The letter is on its way already."), code="shared")
        Recap.objects.filter(pk=recap.pk).update(words=words, thanked_by=by)
        recap.words, recap.thanked_by = words, by
        return recap


def share_recap(*, by: Person, event: Event) -> Recap:
    """Send "what we did together" to each who came. Once: a second press is told so."""
    with transaction.atomic():
        event = locked(event)
        if not can_tell(by, event):
            if event.status != Event.Status.CLOSED:
                raise RuleBroken(gettext("Close the list first."), code="not_closed")
            raise NotAllowed
        return _share(by, event, thanked_by=by)


def share_overdue() -> int:
    """Letters that no lead sent within a day leave in the lead's name. Returns how many dates."""
    since, until = now() - TOO_OLD, now() - BY_ITSELF
    waiting = Event.objects.filter(status=Event.Status.CLOSED, closed_at__range=(since, until))
    waiting = waiting.filter(project__department=None).exclude(recap__shared_at__isnull=False)
    done = 0
    for event in waiting.order_by("closed_at", "pk"):
        if is_time(event, now()):
            done += _share_by_itself(event)
    return done


def is_time(event: Event, at: datetime) -> bool:
    """In the day's hours of the place, or before two days are over."""
    if event.closed_at is None or at - event.closed_at < BY_ITSELF:
        return False
    return DAY_BEGINS <= at.astimezone(event.tz).hour < DAY_ENDS or at - event.closed_at >= AT_THE_LATEST


def _share_by_itself(event: Event) -> bool:
    with transaction.atomic():
        event = locked(event)
        lead = event.project.organizers.filter(role=ProjectRole.Role.LEAD).select_related("person").first()
        try:
            _share(SYSTEM(), event, thanked_by=lead.person if lead else None)
        except RuleBroken:  # the lead was faster
            return False
        return True


def _share(by: Person, event: Event, *, thanked_by: Person | None) -> Recap:
    """The guarded UPDATE lets one sender through."""
    recap, _made = Recap.objects.get_or_create(event=event)
    thanks = {} if recap.words and recap.thanked_by_id else {"thanked_by": thanked_by}
    sent = Recap.objects.filter(pk=recap.pk, shared_at=None).update(shared_at=now(), shared_by=by, **thanks)
    if not sent:
        raise RuleBroken(gettext("Everybody who came has this letter already."), code="shared")
    recap.refresh_from_db()
    bells.recap_shared.ring(by=by, on=recap, event=event.pk)
    return recap
