"""Before the day: what the organizers of a date look at, and what may still go wrong. Reads only."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from people.models import Credential, Signature

from .models import Attendance, Event, SignUp, Slot

State = SignUp.State


class Lacking(NamedTuple):
    """Somebody with a place who could not be checked in as things are."""

    signup: SignUp
    what: list[str]


@dataclass
class Ahead:
    """Who comes to a date that is ahead, as its organizers may know it. Young people are a number but in three lists:
    those of the leads (`asking`, `waiting`), and `lacking`, where whoever is no lead sees no name."""

    asking: list[SignUp]
    thin: list[Slot]
    lacking: list[Lacking]
    unsure: list[SignUp]
    first: list[SignUp]
    waiting: list[SignUp]
    by_phone: list[SignUp]
    coming: int  # heads: with those they bring
    places: int  # lines of the list
    young: int

    @property
    def calm(self) -> bool:
        """Nothing waits for the organizers."""
        return not (self.asking or self.thin or self.lacking or self.unsure or self.waiting)


def of(event: Event) -> Ahead:
    """Everything about a date with its tasks at hand, by a fixed number of queries."""
    rows = SignUp.objects.live().filter(slot__event=event).select_related("person__user", "slot").with_place()
    signups = list(rows.order_by("created_at", "pk"))
    for signup in signups:
        signup.slot.event = event
    sure = [signup for signup in signups if signup.state == State.CONFIRMED]
    seen = Attendance.objects.filter(
        person__in=[signup.person_id for signup in sure], state__in=Attendance.CAME
    ).values_list("person", flat=True)
    known = {*seen, *event.project.organizers.values_list("person", flat=True)}
    return Ahead(
        asking=_in_order(signups, State.PENDING_APPROVAL),
        thin=[slot for slot in event.slots.all() if slot.seats_held < slot.minimum_wanted],
        lacking=_lacking(event, sure),
        unsure=[signup for signup in signups if signup.person.adult and _is_unsure(signup)],
        first=[signup for signup in sure if signup.person_id not in known and signup.person.adult],
        waiting=sorted(_in_order(signups, State.WAITLISTED), key=lambda signup: signup.slot_id),
        by_phone=[signup for signup in signups if not signup.person.email and signup.person.adult],
        coming=sum(signup.party for signup in sure),
        places=len(sure),
        young=sum(not signup.person.adult for signup in sure),
    )


def _in_order(signups: list[SignUp], state: str) -> list[SignUp]:
    return sorted(
        (signup for signup in signups if signup.state == state), key=lambda signup: (signup.waitlist_at, signup.pk)
    )


def _is_unsure(signup: SignUp) -> bool:
    """A place is held for them, or they have not answered whether they still come."""
    return signup.state in SignUp.HELD_FOR_A_TIME or signup.is_asked


def _lacking(event: Event, sure: list[SignUp]) -> list[Lacking]:
    """Papers that will not hold on the day, and wordings that were put into force after they joined."""
    people = [signup.person_id for signup in sure]
    current = Credential.objects.current(event.local_start.date()).filter(person__in=people)
    papers = set(current.values_list("person", "kind"))
    versions = list(event.project.agreements)
    signed = set(Signature.objects.filter(version__in=versions, person__in=people).values_list("person", "version"))
    found = []
    for signup in sure:
        person, slot = signup.person_id, signup.slot
        missing = [kind for kind in slot.kinds if (person, kind) not in papers]
        what = [Credential.in_words(missing)] if missing else []
        what += [
            _("“%(title)s” is not signed") % {"title": one.title} for one in versions if (person, one.pk) not in signed
        ]
        if what:
            found.append(Lacking(signup, what))
    return found
