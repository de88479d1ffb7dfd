"""Letters that come back: an address where nobody reads them gets no more, until its owner asks to try again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from core.clock import now
from core.errors import TooOften
from core.limits import Limit
from notices import dsn
from notices.models import Bounce, Letter
from people.models import Person

from .writing import post

TRIES = Limit("letters-again", times=3, seconds=86400)


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
