"""A phone number for text messages: asked for, shown to be theirs by a code, forgotten."""

import re
import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from core import queue
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.limits import Limit
from ideas.actions import confirm_ballots
from ideas.models import IdeaPoll
from notices import texting
from notices.models import Letter, Phone
from people.models import Person
from people.permissions import administrator

NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
MARKS = re.compile(
    r"[\s().\-/\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # also those that say in which direction to read
CODES = Limit("phone", times=5, seconds=3600)


@transaction.atomic
def ask_phone(*, by: Person, number: str) -> Phone:
    """Send six digits to a number. The one before it gets no more messages."""
    if not texting.is_on():
        raise RuleBroken(gettext("This city sends no text messages."), code="off")
    number = international(number)
    if not NUMBER.fullmatch(number):
        raise RuleBroken(
            gettext("Write the number with + and the country, for example +31 6 1234 5678."), code="number"
        )
    if not CODES.allows(str(by.pk)):
        raise TooOften(gettext("We have sent several codes already. Please wait an hour."), code="phone", minutes=60)
    forget_phone(by=by)
    phone = Phone.objects.create(person=by, number=number)
    words = gettext("%(digits)s is your code for Engage. Never tell it to anybody.") % {"digits": phone.digits}
    Letter.objects.create(
        person=by, address=number, event_key=f"phone:{phone.pk}:{phone.asked_at:%Y%m%d%H%M%S%f}", kind="phone_code",
        channel=Letter.Channel.TEXT, lane=Letter.Lane.FAST, language=by.language, subject=gettext("Your code for Engage"),
        text=texting.fit(words), good_until=phone.asked_at + Phone.LIFE,
    )  # fmt: skip
    return phone


def international(typed: str) -> str:
    """The number as the world dials it; one without a country is of the city's own, where SMS_COUNTRY names it."""
    number = "".join(str(unicodedata.decimal(sign, sign)) for sign in MARKS.sub("", typed))
    number = re.sub(r"^00", "+", number)
    home = settings.SMS_COUNTRY
    if number.startswith("+") or not home:
        return number
    with_country = number.startswith(home[1:]) and len(number) > len(home) + 7
    return f"+{number}" if with_country else home + number.removeprefix("0")


@transaction.atomic
def send_test_text(*, by: Person) -> Letter:
    """A text message to oneself that says that text messages arrive. One a minute."""
    if not administrator(by):
        raise NotAllowed
    if not texting.is_on():
        raise RuleBroken(gettext("This city sends no text messages."), code="off")
    phone = Phone.objects.filter(person=by, confirmed_at__isnull=False).first()
    if phone is None:
        raise RuleBroken(gettext("Give your phone number in your settings first, under Notices."), code="number")
    words = gettext("This is a test: text messages from Engage arrive.")
    letter, _new = Letter.objects.get_or_create(
        address=phone.number, event_key=f"test:{now():%Y%m%d%H%M}",
        defaults={
            "person": by, "kind": "test_letter", "channel": Letter.Channel.TEXT, "lane": Letter.Lane.FAST,
            "language": by.language, "subject": words, "text": texting.fit(words),
        },
    )  # fmt: skip
    transaction.on_commit(lambda: queue.hurry("notices.tasks.send_letter", letter.pk))
    return letter


def confirm_phone(*, by: Person, digits: str, received_at: datetime | None = None) -> list[tuple[IdeaPoll, str]]:
    """Type the code. The guess is counted first, also when many are made at once. Returns the polls in which a ballot waited
    for this, each with "" where it counts from now on, or why it does not.
    """
    mine = Phone.objects.filter(person=by, confirmed_at=None, asked_at__gt=now() - Phone.LIFE)
    if not mine.filter(guesses__lt=Phone.GUESSES).update(guesses=F("guesses") + 1):
        raise RuleBroken(
            gettext("This code is too old, or there were too many tries. Please ask for a new one."), code="old"
        )
    if not constant_time_compare(mine.get().digits, "".join(digits.split())):
        raise RuleBroken(gettext("That is not the code. Look at the six digits in the message again."), code="wrong")
    mine.update(confirmed_at=now())
    return confirm_ballots(by=by, received_at=received_at or now())


@transaction.atomic
def forget_phone(*, by: Person, since: datetime | None = None) -> None:
    """No more text messages; the number is deleted. With a moment, only one that was given after it."""
    if since is not None and not Phone.objects.filter(person=by, asked_at__gte=since).exists():
        return
    Letter.objects.unsent().filter(person=by, channel=Letter.Channel.TEXT).update(good_until=now())
    Phone.objects.filter(person=by).delete()
