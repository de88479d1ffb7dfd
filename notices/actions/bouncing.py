"""Letters that come back: an address where nobody reads them gets no more, until its owner asks to try again."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import TooOften
from core.limits import Limit
from notices import dsn
from notices.kinds import KINDS
from notices.models import Bounce, How, Letter
from people.models import Person

from .choosing import choose_notices, stopped_with
from .writing import post

TRIES = Limit("letters-again", times=3, seconds=86400)
STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
GONE = frozenset({"invalid", "bounced"})  # a mail service's words for: nobody reads letters there
UNWANTED = frozenset({"spam", "unsubscribed"})  # and for: whoever reads there wants none from us


@transaction.atomic
def note_bounce(*, letter: Letter, hard: bool, why: str) -> bool:
    """It came back. However often that is reported, it counts once; True if it is news."""
    _row, new = Bounce.objects.get_or_create(letter=letter, defaults={"hard": hard, "why": why[:300]})
    if not new and hard:
        new = bool(Bounce.objects.filter(letter=letter, hard=False, lifted_at=None).update(hard=True, why=why[:300]))
    return new


def read_report(*, data: bytes) -> bool | None:
    """A mail server's report: True if it is news, False if we knew, None if it is about no letter of ours."""
    try:
        report = dsn.read(data)
    except (ValueError, LookupError, ValidationError):  # headers and charsets that nobody can read
        return None
    if report is None:
        return None
    letter = Letter.objects.filter(ref=report.message_id.partition("@")[0], attempts__gt=0).first()
    return note_bounce(letter=letter, hard=report.hard, why=f"{report.status} {report.words}") if letter else None


@transaction.atomic
def hear_service(*, ref: str, what: str, reason: str, words: str) -> bool | None:
    """A mail service's report on a letter it took: True if it is news, False if we knew, None if there is nothing to do.

    A letter that came back, or that it did not even try, is as a mail server's report; one that its reader called junk
    stops their address; who wants no more of its kind gets no more, where that can be chosen.
    """
    letter = Letter.objects.select_related("person__user").filter(ref=ref, attempts__gt=0).first()
    if letter is None:
        return None
    why = f"{what} {reason}: {words}".replace(" :", ":")
    match what:
        case "bounced":
            status = STATUS.search(words)
            return note_bounce(letter=letter, hard=dsn.lasting(status[0]) if status else reason in GONE, why=why)
        case "rejected":
            return note_bounce(letter=letter, hard=reason in GONE | UNWANTED, why=why)
        case "complained":
            return note_bounce(letter=letter, hard=True, why=why)
        case "unsubscribed" if letter.person and letter.kind in KINDS and KINDS[letter.kind].category.can_be_off:
            keys = [KINDS[letter.kind].category.key, *stopped_with(by=letter.person, kind=letter.kind)]
            choose_notices(by=letter.person, choices=dict.fromkeys(keys, How.OFF))
            return True
    return None


@transaction.atomic
def try_again(*, by: Person) -> None:
    """The person looked at their address: letters go to it again, and one goes right now to find out."""
    if not TRIES.allows(str(by.pk)):
        raise TooOften(
            gettext("We tried three times today. Please look at the address itself."), code="tries", minutes=1440
        )
    Bounce.objects.standing().filter(letter__address=by.email.strip().lower()).update(lifted_at=now())
    send_test(to=by)


def send_test(*, to: Person) -> Letter | None:
    """A letter that says that letters arrive. One a minute."""
    return post(kind="test_letter", to=to, event_key=f"test:{now():%Y%m%d%H%M}", context={}, lane=Letter.Lane.FAST)
