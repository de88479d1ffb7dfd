"""Codes on paper: made once, shown once, kept only as fingerprints; and what whoever types one may do."""

import secrets

from django.db import transaction
from django.utils.translation import gettext

from core import limits
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.limits import Limit
from core.refs import ALPHABET
from ideas import fingerprints
from ideas.bearers import Bearer
from ideas.models import IdeaPoll, OutcomeListener, RightSheet, VotingRight
from ideas.permissions import can_manage
from people.models import Person

LETTERS = 12  # of 31: about 59 bits, so that guessing leads nowhere
AT_ONCE = 500
WRONG_PER_ADDRESS = Limit("ballot-code-address", times=5, seconds=3600)
WRONG_PER_SESSION = Limit("ballot-code-session", times=5, seconds=3600)


@transaction.atomic
def make_codes(*, by: Person, poll: IdeaPoll, number: int, note: str = "") -> tuple[RightSheet, list[tuple[int, str]]]:
    """A sheet of new codes, each with its number on the sheet. This is the only time anybody sees them."""
    poll = _held(by, poll)
    if poll.eligibility_level != 3:
        raise RuleBroken(gettext("In this poll nobody votes with a code."), code="level")
    if poll.voting is None or now() >= poll.voting.closes_at:
        raise RuleBroken(gettext("Voting has closed. New codes would be of no use."), code="closed")
    if not 1 <= number <= AT_ONCE:
        raise RuleBroken(gettext("Make 1 to %(n)s codes at once.") % {"n": AT_ONCE}, code="number")
    sheet = RightSheet.objects.create(
        poll=poll, n=RightSheet.objects.filter(poll=poll).count() + 1, note=note.strip(), size=number, made_by=by
    )
    mark = fingerprints.maker(poll)
    codes = [(n, "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS))) for n in range(1, number + 1)]
    VotingRight.objects.bulk_create(
        [VotingRight(poll=poll, sheet=sheet, n=n, fingerprint=mark("right", code)) for n, code in codes]
    )
    return sheet, codes


@transaction.atomic
def revoke_codes(*, by: Person, poll: IdeaPoll, sheet: int, n: int | None = None) -> int:
    """One code, or all of a sheet that have not voted. Returns how many: what has voted stays, or somebody could vote twice."""
    poll = _held(by, poll)
    rights = VotingRight.objects.select_for_update().filter(poll=poll, sheet__n=sheet, revoked_at=None)
    if n is not None:
        right = rights.filter(n=n).first()
        if right is None:
            raise RuleBroken(gettext("There is no such code, or it was taken back already."), code="unknown")
        if right.used:
            raise RuleBroken(gettext("Somebody has voted with this code. It can’t be taken back."), code="used")
        rights = rights.filter(pk=right.pk)
    return rights.filter(used=False).update(revoked_at=now())


def open_with_code(*, poll: IdeaPoll, typed: str, session: str) -> Bearer:
    """Who holds this code. Raises RuleBroken; five wrong ones in an hour from one address, or one browser, and no more."""
    keys = ((WRONG_PER_ADDRESS, limits.asker.get()), (WRONG_PER_SESSION, session))
    if any(limit.is_used_up(key) for limit, key in keys):
        raise TooOften(
            gettext("Five codes were wrong. Please wait an hour, then try again, or ask the office named below."),
            code="codes",
            minutes=60,
        )
    if poll.cut_at is not None:
        raise RuleBroken(gettext("Nobody can tell any more who voted, or how."), code="cut")
    code, mark = tidy(typed), fingerprints.maker(poll)
    right = mark("right", code) if len(code) == LETTERS else ""
    found = VotingRight.objects.filter(poll=poll, fingerprint=right).first() if right else None
    if found is None:
        for limit, key in keys:
            limit.allows(key)
        raise RuleBroken(gettext("That is no code of this poll. Look at it again, letter by letter."), code="wrong")
    if found.revoked_at is not None:
        raise RuleBroken(
            gettext("The city took this code back. Ask the office named below for a new one."), code="gone"
        )
    return Bearer(poll.pk, 3, mark("voter", code), right)


@transaction.atomic
def hear_outcome(*, by: Person, poll: IdeaPoll) -> None:
    """Letters about what comes of a poll, for somebody whose ballot is not theirs by name. Whoever asks may have them."""
    OutcomeListener.objects.get_or_create(poll=poll, person=by)


def tidy(typed: str) -> str:
    """As it is kept: small letters, nothing between them."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _held(by: Person, poll: IdeaPoll) -> IdeaPoll:
    poll = IdeaPoll.objects.select_for_update().get(pk=poll.pk)
    if not can_manage(by, poll):
        raise NotAllowed()
    return poll
