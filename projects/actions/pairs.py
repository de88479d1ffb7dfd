"""Two pictures from one spot, before and after. Nobody sees them before somebody of the city has."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from files.actions import remove_picture
from files.models import Picture
from people import births
from people.models import Person
from people.system import SYSTEM
from projects import bells
from projects.models import Attendance, BeforeAfter, Event
from projects.models.impact import young_without_yes
from projects.permissions import can_decide_pair, can_tell

from .events import locked

State = BeforeAfter.State
PAIRS_AT_MOST = 4
ALT_LETTERS = 5
REASON_LETTERS = 10


def add_pair(*, by: Person, event: Event, before: Picture, after: Picture, young_face: bool) -> BeforeAfter:
    """Show what was and what is now. Both pictures say in words what can be seen; the city looks at them first."""
    with transaction.atomic():
        event = locked(event)
        if not can_tell(by, event):
            raise NotAllowed
        if min(len(before.alt.strip()), len(after.alt.strip())) < ALT_LETTERS:
            raise RuleBroken(gettext("Say in a few words what can be seen on each picture."), code="alt")
        if event.pairs.exclude(state=State.REFUSED).count() >= PAIRS_AT_MOST:
            raise RuleBroken(gettext("Four pairs are enough for one date. Take one away first."), code="too_many")
        return BeforeAfter.objects.create(event=event, before=before, after=after, young_face=young_face, added_by=by)


def publish_pair(*, by: Person, pair: BeforeAfter) -> BeforeAfter:
    """Looked at, and fine for everybody to see. With a young face only if the guardians of all young people who were there
    have said yes: nobody has to tell a child from its picture."""
    with transaction.atomic():
        pair = _decided(by, pair)
        if pair.young_face and not may_show_faces(pair.event):
            raise RuleBroken(
                gettext(
                    "A young person can be recognised on it. Without their guardian’s consent it is never public; "
                    "refuse it, and ask for another picture."
                ),
                code="young_face",
            )
        if not pair.is_whole:
            raise RuleBroken(gettext("One of the two pictures is gone."), code="not_whole")
        cleared = now() if pair.young_face else None
        advance(pair, State.PUBLISHED, field="state", decided_by=by, decided_at=now(), cleared_at=cleared)
        bells.pair_published.ring(by=by, on=pair, pair=pair.pk)
        return pair


def refuse_pair(*, by: Person, pair: BeforeAfter, reason: str) -> BeforeAfter:
    """Not for everybody's eyes: the pictures are removed, the reason stays for whoever added them."""
    reason = reason.strip()
    with transaction.atomic():
        pair = _decided(by, pair)
        if not REASON_LETTERS <= len(reason) <= 300:
            raise RuleBroken(gettext("Say why in a sentence. The organizers read it."), code="reason_needed")
        advance(pair, State.REFUSED, field="state", decided_by=by, decided_at=now(), reason=reason)
        _burn(pair)
        bells.pair_refused.ring(by=by, on=pair, pair=pair.pk)
        return pair


def remove_pair(*, by: Person, pair: BeforeAfter) -> None:
    """The organizers take their pictures back, public or not."""
    with transaction.atomic():
        event = locked(pair.event)
        if not can_tell(by, event):
            raise NotAllowed
        pair = BeforeAfter.objects.select_related("before", "after").get(pk=pair.pk)
        _burn(pair)
        pair.delete()
        bells.pair_removed.ring(by=by, on=event, event=event.pk)


def may_show_faces(event: Event) -> bool:
    """Young people were there, and for each of them a guardian says that pictures may be public."""
    there = event.attendances.filter(births.minors("person"), state__in=Attendance.HERE)
    return there.exists() and not young_without_yes(event).exists()


def said_no_to_pictures(event: Event) -> QuerySet[Attendance]:
    """Whoever was there and does not want to be recognised on a public picture; of young people all without a yes."""
    there = event.attendances.filter(state__in=Attendance.HERE).select_related("person")
    return there.filter(person__in=Person.objects.not_on_pictures()).order_by("pk")


@transaction.atomic
def hide_faces_of(*, person: Person) -> int:
    """A guardian took the yes to pictures back: public pairs with young faces of dates where the child was are removed."""
    if Person.objects.filter(pk=person.pk).fine_with_pictures().exists():
        return 0
    dates = Attendance.objects.filter(person=person, state__in=Attendance.HERE).values("event")
    shown = BeforeAfter.objects.filter(event__in=dates, young_face=True, state=State.PUBLISHED)
    gone = 0
    for pair in shown.select_related("event", "before", "after").order_by("pk"):
        if not may_show_faces(pair.event):
            reason = gettext("A parent or guardian does not want public pictures of their child.")
            advance(pair, State.REFUSED, field="state", decided_at=now(), reason=reason)
            _burn(pair)
            bells.pair_refused.ring(by=SYSTEM(), on=pair, pair=pair.pk)
            gone += 1
    return gone


def _decided(by: Person, pair: BeforeAfter) -> BeforeAfter:
    """As it is now, if this person may decide about it."""
    pair = BeforeAfter.objects.select_related("event__project", "before", "after").get(pk=pair.pk)
    if not can_decide_pair(by, pair):
        raise NotAllowed(gettext("Somebody else has to look at it: you take part in this project."))
    return pair


def _burn(pair: BeforeAfter) -> None:
    pictures = [picture for picture in (pair.before, pair.after) if picture is not None]
    BeforeAfter.objects.filter(pk=pair.pk).update(before=None, after=None)
    pair.before = pair.after = None
    for picture in pictures:
        remove_picture(picture=picture)
