"""For people without e-mail: an organizer holds the phone, and the same rules hold for the seat."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from core.errors import NotAllowed, RuleBroken
from core.lines import kept
from people.actions import meet_walk_in
from people.ages import GROWN_UP, years
from people.models import Person
from projects import bells
from projects.models import SignUp, Slot
from projects.permissions import can_answer_for, can_sign_up_others

from .offers import accept_offer
from .on_paper import write_down
from .seats import join_slot, leave_slot


def sign_up_by_phone(
    *,
    by: Person,
    slot: Slot,
    first_name: str,
    last_name: str = "",
    party: int = 1,
    adult: bool,
    birth_day: date | None = None,
    typed_name: str = "",
    versions: Collection[int] = (),
) -> SignUp:
    """A seat, or a place in the queue, for somebody who called. Nobody passes the queue by phone either.

    `birth_day` is asked for a task with a lowest age, and not kept. `typed_name` is for somebody who stands at the desk: what they wrote under these `versions` of agreements on paper.
    """
    with transaction.atomic():
        slot = Slot.objects.select_related("event__project").get(pk=slot.pk)
        if not can_sign_up_others(by, slot.event):
            raise NotAllowed
        if not first_name.strip():
            raise RuleBroken(gettext("Please type a first name."), code="name")
        age = years(birth_day, slot.event.local_start.date()) if birth_day else None
        if not adult or (age is not None and age < GROWN_UP):
            raise RuleBroken(
                gettext("Only grown-ups can be signed up by phone. Children come with their guardian’s account."),
                code="not_adult",
            )
        person = meet_walk_in(first_name=kept(first_name, 60), last_name=kept(last_name, 80), adult=True)
        if typed_name.strip():
            write_down(
                by=by, project=slot.event.project, person=person, signer=person, versions=versions,
                typed_name=typed_name,
            )  # fmt: skip
        signup = join_slot(by=person, slot=slot, party=party, age=age)
        bells.signed_up_by_phone.ring(by=by, on=signup, signup=signup.pk)
        return signup


def accept_by_phone(*, by: Person, signup: SignUp) -> SignUp:
    """They said yes on the phone to the place that is held for them."""
    _must_answer_for(by, signup)
    return accept_offer(by=signup.person, signup=signup, token=signup.offer_token)


def leave_by_phone(*, by: Person, signup: SignUp) -> SignUp:
    """They called to say that they can't make it."""
    _must_answer_for(by, signup)
    return leave_slot(by=signup.person, signup=signup)


def _must_answer_for(by: Person, signup: SignUp) -> None:
    if not can_answer_for(by, signup):
        raise NotAllowed(gettext("They answer by themselves: they have our letters."))
