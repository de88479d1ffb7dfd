"""A family signs up in one step; a guardian's yes or a signature makes a held place theirs, and taking it back frees it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.locks import lock
from people import actions as people
from people.models import AgreementVersion, Consent, Guardianship, Person, Signature
from projects import bells
from projects.models import SignUp, Slot

from . import queue, terms
from .queue import State
from .seats import enter, must_be_free, must_be_open, must_not_hold_too_many


def join_family(
    *, by: Person, slot: Slot, children: Iterable[Person], myself: bool = True, age: int | None = None
) -> list[SignUp]:
    """A guardian and chosen children, each with a place of their own: all of them, or none. It is also the yes for them.

    `age` is the guardian's on the day, when the task asks for it and they have just shown it.
    """
    chosen = sorted(children, key=lambda child: child.pk)
    with transaction.atomic():
        who = [by, *chosen] if myself else chosen
        for person in sorted({by, *chosen}, key=lambda one: one.pk):
            lock(person, field="kind")
        _must_be_mine(by, chosen)
        held = queue.hold(slot.pk)
        must_be_open(held)
        _must_hold_all(held, len(who))
        for child in chosen:
            people.give_consent(by=by, minor=child, project=held.event.project_id)
        coming = [person.pk for person in who]
        states = {person.pk: _state(by, person, held, coming, age) for person in who}
        for person in who:
            must_be_free(person, held)
        room = queue.may_sit_now(held) and (held.free is None or held.free >= len(who))
        signups = [
            enter(person=one, slot=held, party=1, seats=1, state=states[one.pk], may_sit=room, by=by) for one in who
        ]
        people.tie_party([by, *chosen])
        return signups


def sign(*, by: Person, version: AgreementVersion, typed_name: str, person: Person | None = None) -> Signature:
    """Sign, for oneself or a child. Places that waited for it only are theirs at once."""
    with transaction.atomic():
        signature = people.sign_agreement(by=by, version=version, typed_name=typed_name, person=person)
        settle(by=by, person=person or by)
        return signature


def allow(*, by: Person, minor: Person, project: int | None = None) -> Consent:
    """A guardian's yes. Places that waited for it only are theirs at once."""
    with transaction.atomic():
        consent = people.give_consent(by=by, minor=minor, project=project)
        settle(by=by, person=minor)
        return consent


def answer_letter(
    *,
    token: str,
    allowed: bool,
    typed_name: str = "",
    for_the_year: bool = False,
    versions: Iterable[int] = (),
    photos: bool = False,
) -> Consent | None:
    """A guardian answers the letter without an account: the yes, their signatures, and the places that waited for them.

    `photos` is their word that pictures of the young person may be public; without it they are not.
    """
    typed_name = typed_name.strip()
    with transaction.atomic():
        guardian, consent = people.answer_consent_ask(
            token=token, allowed=allowed, first_name=typed_name.split(" ")[0][:60], for_the_year=for_the_year
        )
        if guardian is None or consent is None:
            return None
        for version in AgreementVersion.objects.in_force().filter(pk__in=list(versions)):
            people.sign_agreement(by=guardian, person=consent.minor, version=version, typed_name=typed_name)
        if photos:
            people.answer_photos(by=guardian, person=consent.minor, allowed=True)
        settle(by=guardian, person=consent.minor)
        return consent


def take_back(*, by: Person, consent: Consent) -> list[SignUp]:
    """Revoke a yes: coming places that nobody else allows end in the same moment. Returns them."""
    with transaction.atomic():
        lock(consent.minor, field="kind")
        consent = people.revoke_consent(by=by, consent=consent)
        return _free_unallowed(by, consent)


def free_unallowed(*, by: Person, consent: Consent) -> list[SignUp]:
    """The same for a yes that ended with the guardianship. Twice finds nothing left."""
    with transaction.atomic():
        lock(consent.minor, field="kind")
        return _free_unallowed(by, consent)


def _free_unallowed(by: Person, consent: Consent) -> list[SignUp]:
    ended = []
    ahead = SignUp.objects.live().filter(person=consent.minor, slot__event__starts_at__gt=now())
    for signup in ahead.select_related("person", "slot__event__project").order_by("slot_id"):
        if signup.needs_consent and not terms.has_consent(signup.person, signup.slot):
            slot = queue.hold(signup.slot_id)
            left = queue.fresh(signup, slot)
            if left.is_live:
                queue.end(
                    slot=slot, signup=left, by=by, reason=gettext("A parent or guardian has taken back their yes.")
                )
                ended.append(left)
    if ended:
        bells.places_taken_back.ring(by=by, on=consent, consent=consent.pk, signups=[one.pk for one in ended])
    return ended


def settle(*, by: Person, person: Person) -> None:
    """Confirm what waited for a yes or a signature and now has everything. Call it inside a transaction."""
    lock(person, field="kind")
    waiting = SignUp.objects.filter(person=person, state=State.PENDING_CONSENT, slot__event__starts_at__gt=now())
    for pk, slot_id in waiting.order_by("slot_id").values_list("pk", "slot_id"):
        slot = queue.hold(slot_id)
        signup = SignUp.objects.select_related("person").get(pk=pk)
        if signup.state != State.PENDING_CONSENT:
            continue
        try:
            state, _until = terms.state_for(by=by, person=person, slot=slot, age=signup.age_shown)
        except RuleBroken:  # something else is missing; the place is held until its time is over
            continue
        if state == State.CONFIRMED and queue.move(slot, signup, State.CONFIRMED, offer_expires_at=None):
            bells.place_confirmed.ring(by=by, on=signup, signup=signup.pk)


def _state(by: Person, person: Person, slot: Slot, coming: list[int], age: int | None) -> tuple[str, datetime | None]:
    try:
        must_not_hold_too_many(person)
        return terms.state_for(by=by, person=person, slot=slot, coming=coming, age=age if person.pk == by.pk else None)
    except RuleBroken as refusal:
        if person.pk == by.pk:
            raise
        raise RuleBroken(f"{person.first_name}: {refusal}", code=refusal.code) from None


def _must_be_mine(by: Person, children: list[Person]) -> None:
    mine = (
        Guardianship.objects.in_force().filter(guardian=by, dependant__in=children).values_list("dependant", flat=True)
    )
    if not children or set(mine) != {child.pk for child in children}:
        raise NotAllowed


def _must_hold_all(slot: Slot, heads: int) -> None:
    if slot.capacity is not None and heads > slot.capacity:
        raise RuleBroken(
            gettext("This task has too few places for all of you. Choose another task, or fewer people."), code="party"
        )
