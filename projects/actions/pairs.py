"""Two pictures from one spot, before and after. Nobody sees them before somebody of the city has."""

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from files.actions import remove_picture
from files.models import Picture
from people.models import Person
from projects import bells
from projects.models import BeforeAfter, Event
from projects.permissions import can_decide_pair, can_tell

from .events import _locked

State = BeforeAfter.State
PAIRS_AT_MOST = 4
ALT_LETTERS = 5
REASON_LETTERS = 10


def add_pair(*, by: Person, event: Event, before: Picture, after: Picture, young_face: bool) -> BeforeAfter:
    """Show what was and what is now. Both pictures say in words what can be seen; the city looks at them first."""
    with transaction.atomic():
        event = _locked(event)
        if not can_tell(by, event):
            raise NotAllowed
        if min(len(before.alt.strip()), len(after.alt.strip())) < ALT_LETTERS:
            raise RuleBroken(gettext("Say in a few words what can be seen on each picture."), code="alt")
        if event.pairs.exclude(state=State.REFUSED).count() >= PAIRS_AT_MOST:
            raise RuleBroken(gettext("Four pairs are enough for one date. Take one away first."), code="too_many")
        return BeforeAfter.objects.create(event=event, before=before, after=after, young_face=young_face, added_by=by)


def publish_pair(*, by: Person, pair: BeforeAfter) -> BeforeAfter:
    """Looked at, and fine for everybody to see. A young face keeps it closed, whoever asks."""
    with transaction.atomic():
        pair = _decided(by, pair)
        if pair.young_face:
            raise RuleBroken(
                gettext(
                    "A young person can be recognised on it. Without their guardian’s consent it is never public; "
                    "refuse it, and ask for another picture."
                ),
                code="young_face",
            )
        if not pair.is_whole:
            raise RuleBroken(gettext("One of the two pictures is gone."), code="not_whole")
        advance(pair, State.PUBLISHED, field="state", decided_by=by, decided_at=now())
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
        event = _locked(pair.event)
        if not can_tell(by, event):
            raise NotAllowed
        pair = BeforeAfter.objects.select_related("before", "after").get(pk=pair.pk)
        _burn(pair)
        pair.delete()


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
