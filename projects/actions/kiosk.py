"""A tablet at the site: the lead opens it, and people check themselves in with a letter and four digits.

No name is ever shown: the first letter says roughly who, the digits of the confirmation say exactly who.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from people.models import Person
from projects import site_codes
from projects.models import Attendance, Event, Kiosk, SignUp
from projects.permissions import can_keep_roster

from .check_in import come_in, must_be_open_now
from .hours import State

AT_ONCE = 5
REST = timedelta(minutes=5)


def open_kiosk(*, by: Person, event: Event) -> Kiosk:
    """Let a tablet check people in, in my name: I am there and see who comes."""
    if not can_keep_roster(by, event):
        raise NotAllowed
    if event.status != Event.Status.SCHEDULED or now() > event.closes_at:
        raise RuleBroken(gettext("This date is over, so nobody checks in any more."), code="over")
    with transaction.atomic():
        if event.kiosks.open().count() >= AT_ONCE:
            raise RuleBroken(gettext("Five tablets are open already. Close one first."), code="enough")
        return Kiosk.objects.create(event=event, by=by)


def close_kiosk(*, by: Person, kiosk: Kiosk) -> None:
    """The tablet goes back into its bag. Twice is harmless."""
    if not can_keep_roster(by, kiosk.event):
        raise NotAllowed
    Kiosk.objects.filter(pk=kiosk.pk, closed_at=None).update(closed_at=now())


def unlock_kiosk(*, kiosk: Kiosk, pin: str) -> None:
    """The PIN from the organizer's page. After five wrong ones this kiosk is closed for good."""
    _must_be_usable(kiosk)
    if constant_time_compare(site_codes.pin(kiosk=kiosk.ref), "".join(pin.split())):
        return
    Kiosk.objects.filter(pk=kiosk.pk, guesses__lt=Kiosk.GUESSES).update(guesses=F("guesses") + 1)
    Kiosk.objects.filter(pk=kiosk.pk, guesses=Kiosk.GUESSES, closed_at=None).update(closed_at=now())
    raise RuleBroken(gettext("This PIN is not right. It stands on the organizer’s page."), code="wrong_pin")


def initials(event: Event) -> list[str]:
    """First letters of the grown-ups who are still missing. They say little, even of a short list.

    Of young people a tablet shows nothing: they scan the code, or the organizers check them in.
    """
    return sorted({_initial(person) for person in _missing(event) if not person.is_minor})


def check_in_at_kiosk(*, kiosk: Kiosk, initial: str, digits: str) -> Attendance:
    """My letter and my four digits: I'm here."""
    _must_be_usable(kiosk)
    event = kiosk.event
    must_be_open_now(event)
    if kiosk.is_resting:
        raise _resting()
    typed = "".join(digits.split())
    fits = [person for person in _missing(event) if _initial(person) == initial and _digits_fit(event, person, typed)]
    if len(fits) == 1:  # of two with the same letter and digits neither is guessed: the organizers know them
        Kiosk.objects.filter(pk=kiosk.pk).update(misses=0, rests_until=None)
        return come_in(by=fits[0], event=event, shower=kiosk.by_id, at=now())
    raise _missed(kiosk)


def _missed(kiosk: Kiosk) -> RuleBroken:
    """Counted. After ten in a row nobody can type for five minutes; the organizer's list goes on working."""
    counted = Kiosk.objects.filter(pk=kiosk.pk, misses__lt=Kiosk.MISSES)
    counted.update(misses=F("misses") + 1)
    if Kiosk.objects.filter(pk=kiosk.pk, misses=Kiosk.MISSES).update(misses=0, rests_until=now() + REST):
        return _resting()
    return RuleBroken(
        gettext("We find nobody with this letter and these digits. Look at your confirmation, or ask the organizers."),
        code="nobody",
    )


def _resting() -> RuleBroken:
    return RuleBroken(gettext("Too many wrong tries. Please ask the organizers: they check you in."), code="resting")


def _must_be_usable(kiosk: Kiosk) -> None:
    usable = kiosk.closed_at is None and kiosk.guesses < Kiosk.GUESSES and can_keep_roster(kiosk.by, kiosk.event)
    if not usable or kiosk.event.status != Event.Status.SCHEDULED:
        raise RuleBroken(gettext("This tablet is closed. The organizers can open a new one."), code="closed")


def _missing(event: Event) -> list[Person]:
    """Who has a place and is not here yet."""
    there = event.attendances.exclude(state=State.EXPECTED).values("person")
    seats = SignUp.objects.filter(slot__event=event, state=SignUp.State.CONFIRMED).exclude(person__in=there)
    return list(Person.objects.filter(pk__in=seats.values("person")).order_by("pk"))


def _initial(person: Person) -> str:
    return person.first_name.strip()[:1].upper()


def _digits_fit(event: Event, person: Person, typed: str) -> bool:
    return constant_time_compare(site_codes.digits(event=event.pk, person=person.ref), typed)
