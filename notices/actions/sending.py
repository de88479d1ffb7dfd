"""Send what is due, each letter by one sender."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core import clock
from core.errors import NotAllowed
from notices import texting
from notices.courier import AddressRefused, Courier, LetterRefused, MailAway, server_is_away
from notices.models import Bounce, Letter
from people.models import Person
from people.permissions import administrator

from .bouncing import note_bounce

LEASE = timedelta(seconds=45)  # longer than a courier's deadline: after it the sender must be dead
AWAY_DELAYS = (5, 10, 20, 40, 60)  # seconds: the server's trouble is not the letter's fault
REFUSED_DELAYS = (60, 300, 1800, 7200, 21600)
SECRET_KINDS = frozenset({"code", "phone_code"})  # what they say is nobody's business once they are sent
OF_AN_ADDRESS = frozenset({"code", "test_letter", "address_changed", "accounts_joined"})  # wherever a person is
BY_HAND = frozenset({"code", "test_letter"})  # somebody pressed a button and waits for it


def send_letter(*, pk: int) -> bool:
    """Send one letter now if it is due and nobody else is at it. True if it left."""
    letter = Letter.objects.due().filter(pk=pk).first()
    away = letter is not None and letter.channel == Letter.Channel.MAIL and server_is_away()
    if letter is None or away or not _claim(letter):
        return False
    with Courier() as courier:
        try:
            return _send(letter, courier)
        except MailAway:
            return False


def send_due(*, limit: int = 500, seconds: float = 15.0) -> int:
    """Send what is due, codes first, until the time is over or the server is away. Returns how many left.

    One letter finds out that the server is away; the others keep their turn.
    """
    until, sent = time.monotonic() + seconds, 0
    with Courier() as courier:
        for letter in Letter.objects.due()[:limit]:
            if time.monotonic() > until:
                break
            if _claim(letter):
                try:
                    sent += _send(letter, courier)
                except MailAway:
                    break
    return sent


def move_letters(*, person: Person) -> None:
    """Somebody has another address now: what has not left yet goes there, and not twice."""
    stay = Q(address=person.email) | Q(kind__in=OF_AN_ADDRESS)
    mine = Letter.objects.filter(person=person, channel=Letter.Channel.MAIL)
    unsent = mine.unsent().exclude(stay)
    unsent.exclude(event_key__in=mine.filter(address=person.email).values("event_key")).update(address=person.email)
    unsent.update(good_until=clock.now())


def _claim(letter: Letter) -> bool:
    """Only one sender gets it: the guarded UPDATE counts the attempt, and moves the letter behind the lease."""
    lease = clock.now() + LEASE
    mine = Letter.objects.filter(pk=letter.pk, sent_at__isnull=True, attempts=letter.attempts).update(
        attempts=letter.attempts + 1, due_at=lease
    )
    if mine:
        letter.attempts, letter.due_at = letter.attempts + 1, lease
    return bool(mine)


def _send(letter: Letter, courier: Courier) -> bool:
    """Carry a claimed letter, and write down what came of it. Raises MailAway.

    To an address from which letters come back go only those that somebody asks for by hand.
    """
    if letter.channel == Letter.Channel.TEXT:
        return _send_text(letter)
    by_hand = letter.kind in BY_HAND
    if not by_hand and Bounce.objects.stop(letter.address):
        _put_away(letter, "Letters to this address come back.")
        return False
    try:
        courier.carry(letter)
    except AddressRefused as problem:
        note_bounce(letter=letter, hard=True, why=str(problem))
        if by_hand:
            _put_back(letter, str(problem), REFUSED_DELAYS)
        else:
            _put_away(letter, str(problem))
        return False
    except LetterRefused as problem:
        _put_back(letter, str(problem), REFUSED_DELAYS)
        return False
    except MailAway as problem:
        _put_back(letter, str(problem), AWAY_DELAYS)
        raise
    return _has_left(letter)


def _has_left(letter: Letter) -> bool:
    secret = {"text": "", "html": ""} if settings.PRODUCTION and letter.kind in SECRET_KINDS else {}
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), problem="", **secret)
    return True


def _send_text(letter: Letter) -> bool:
    """Whatever a provider raises is no reason to hold up another letter."""
    try:
        texting.send(letter.address, letter.text)
    except Exception as problem:
        _put_back(letter, f"{type(problem).__name__}: {problem}"[:500], REFUSED_DELAYS)
        return False
    return _has_left(letter)


def _put_away(letter: Letter, problem: str) -> None:
    """Never tried again."""
    Letter.objects.filter(pk=letter.pk, sent_at__isnull=True).update(good_until=clock.now(), problem=problem)


def _put_back(letter: Letter, problem: str, delays: tuple[int, ...]) -> None:
    """It waits longer each time; whoever claimed it meanwhile keeps it."""
    wait = timedelta(seconds=delays[min(letter.attempts, len(delays)) - 1])
    Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, sent_at__isnull=True).update(
        due_at=clock.now() + wait, problem=problem
    )


@transaction.atomic
def retry_letters(*, by: Person, ref: str = "") -> int:
    """Try what did not get through again now: one letter, or all. Returns how many; a letter that is under way is left alone."""
    if not administrator(by):
        raise NotAllowed
    failing = Letter.objects.failing().filter(due_at__gt=clock.now() + LEASE)
    return (failing.filter(ref=ref) if ref else failing).update(due_at=clock.now())
