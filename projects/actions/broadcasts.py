"""Organizers write to the people of a date."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from core.locks import lock
from core.refs import new_ref
from people.models import Person
from projects import bells, writing
from projects.models import Broadcast, Event, Recipient
from projects.permissions import can_write_to


@transaction.atomic
def write_to_people(*, by: Person, event: Event, audience: str, words: str, key: str = "") -> Broadcast:
    """To everybody who has a place, waits for one, or was there, as it is at this moment. The same press twice is once."""
    lock(by, field="kind")  # of two presses at once the second finds what the first has written
    if not can_write_to(by, event):
        raise NotAllowed
    said = Broadcast.objects.filter(by=by, key=key).first() if key else None
    if said is not None:
        return said
    words = kept(words, Broadcast.WORDS)
    if not words:
        raise RuleBroken(gettext("Write what they should know."), code="words")
    people = writing.people_of(event, audience, but=by)
    if not people:
        raise RuleBroken(gettext("Nobody is on that list now."), code="audience")
    broadcast = _numbered(by=by, event=event, audience=audience, words=words, key=key[:16] or new_ref())
    Recipient.objects.bulk_create([Recipient(broadcast=broadcast, person=person) for person in people])
    bells.broadcast_sent.ring(by=by, on=broadcast, broadcast=broadcast.pk)
    return broadcast


def _numbered(*, event: Event, **row: object) -> Broadcast:
    """The next number of the day that nobody else has just taken; the database knows only three."""
    day = now().astimezone(event.tz).date()
    taken = Broadcast.objects.filter(event=event, day=day).count()
    for n in range(taken + 1, Broadcast.A_DAY + 1):
        try:
            with transaction.atomic():
                return Broadcast.objects.create(event=event, day=day, n=n, **row)
        except IntegrityError:
            continue
    raise RuleBroken(
        gettext("You wrote to the people of this date three times today. Write again tomorrow."), code="often"
    )
