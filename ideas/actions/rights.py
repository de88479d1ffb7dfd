"""Rights to vote without a name: codes on paper and lines of a register, kept only as fingerprints; and who shows one."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext

from core import limits
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.limits import Limit
from core.refs import ALPHABET
from ideas import fingerprints, registers
from ideas.bearers import Bearer
from ideas.models import IdeaPoll, OutcomeListener, OutcomeRefusal, PollVoter, RightSheet, VotingRight
from ideas.permissions import can_manage
from people.models import Person

LETTERS = 12  # of 31: about 59 bits, so that guessing leads nowhere
AT_ONCE = 500
WRONG_PER_ADDRESS = Limit("ballot-code-address", times=5, seconds=3600)
WRONG_PER_SESSION = Limit("ballot-code-session", times=5, seconds=3600)
# From wherever: whoever guesses days of birth has as many addresses as they want, and one that is new each time would be a
# new budget each time. Ten a day leave a guess at one in three thousand. The price is that somebody who knows a number can
# keep its owner out for a day; voting lasts longer than that, and the sentence leads to the office, where nobody is locked out.
WRONG_PER_NUMBER = Limit("ballot-register-number", times=10, seconds=24 * 3600)


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
    sheet = _new_sheet(by, poll, note, number)
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


@transaction.atomic
def take_register(
    *, by: Person, poll: IdeaPoll, lines: Mapping[str, registers.Entry], note: str = ""
) -> tuple[RightSheet, int]:
    """Lines of a register, each by its number, as rights to vote. Returns how many are new: who was in it before stays,
    with the day of birth and the area of the new line if they have not voted.

    They are written in an order drawn now, so that their numbers say nothing about the file.
    """
    poll = _held(by, poll)
    if poll.eligibility_level != 4:
        raise RuleBroken(gettext("In this poll nobody votes by a register."), code="level")
    if poll.voting is None or now() >= poll.voting.closes_at:
        raise RuleBroken(gettext("Voting has closed. Nobody can be added any more."), code="closed")
    mark = fingerprints.maker(poll)
    wanted = {
        mark("right", number): (registers.mark_of_birth(mark, number, line.born), line.area)
        for number, line in lines.items()
    }
    here = VotingRight.objects.filter(poll=poll)
    known = set()
    for right in here.only("fingerprint", "born", "area", "used"):
        known.add(right.fingerprint)
        given = wanted.get(right.fingerprint)
        if given and given != (right.born, right.area):
            here.filter(pk=right.pk, used=False).update(born=given[0], area=given[1])
    back = [each for each in here.exclude(revoked_at=None).values_list("fingerprint", flat=True) if each in wanted]
    for part in range(0, len(back), 500):
        here.filter(fingerprint__in=back[part : part + 500]).update(revoked_at=None)
    new = [each for each in wanted if each not in known]
    secrets.SystemRandom().shuffle(new)
    sheet = _new_sheet(by, poll, note, len(new))
    rows = (
        VotingRight(poll=poll, sheet=sheet, n=n, fingerprint=each, born=wanted[each][0], area=wanted[each][1])
        for n, each in enumerate(new, 1)
    )
    VotingRight.objects.bulk_create(rows, batch_size=2000)
    return sheet, len(new)


def open_with_code(*, poll: IdeaPoll, typed: str, session: str) -> Bearer:
    """Who holds this code. Raises RuleBroken; five wrong ones in an hour from one address, or one browser, and no more."""
    _check_not_cut(poll)
    with _one_try(session):
        code, mark = tidy(typed), fingerprints.maker(poll)
        right = mark("right", code) if len(code) == LETTERS else ""
        found = VotingRight.objects.filter(poll=poll, fingerprint=right).first() if right else None
        if found is None:
            raise RuleBroken(_no_such_code(poll), code="wrong")
    if found.revoked_at is not None:
        raise RuleBroken(
            gettext("The city took this code back. Ask the office named below for a new one."), code="gone"
        )
    return Bearer(poll.pk, 3, mark("voter", code), right)


def _no_such_code(poll: IdeaPoll) -> str:
    said = gettext("That is no code of this poll. Look at it again, letter by letter.")
    if poll.state_at() != "over":
        return said
    closed = gettext("Voting has closed: a code only shows the ballot that was saved with it.")
    return f"{said} {closed}"


def open_with_register(*, poll: IdeaPoll, data: Mapping[str, str], session: str) -> Bearer:
    """Whom the register knows by what they typed. Raises as `open_with_code`; and ten wrong days of birth in a day for one number,
    from wherever, and no more."""
    _check_not_cut(poll)
    mark, number = fingerprints.maker(poll), registers.token_of(data.get("number", ""))
    with _one_try(session, mark("number", number) if number else ""):
        answer = registers.in_use().check(poll, data)
        if isinstance(answer, registers.No):
            raise RuleBroken(answer.reason, code="wrong")
    place = poll.neighborhood
    if place and answer.area and answer.area.casefold() != place.name.casefold():
        raise RuleBroken(
            gettext("The register has you in %(area)s. This poll is for %(place)s.")
            % {"area": answer.area, "place": place.name},
            code="area",
        )
    right = mark("right", answer.token)
    _know(poll, right, answer.area)
    return Bearer(poll.pk, 4, mark("voter", answer.token), right)


@transaction.atomic
def _know(poll: IdeaPoll, fingerprint: str, area: str) -> None:
    """A register of the city's own knows people before we do."""
    if VotingRight.objects.filter(poll=poll, fingerprint=fingerprint).exists():
        return
    poll = IdeaPoll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    sheet = RightSheet.objects.filter(poll=poll).first() or _new_sheet(poll.owner, poll, "", 0)
    n = VotingRight.objects.filter(sheet=sheet).count() + 1
    VotingRight.objects.get_or_create(
        poll=poll, fingerprint=fingerprint, defaults={"sheet": sheet, "n": n, "area": area[:60]}
    )
    RightSheet.objects.filter(pk=sheet.pk, size__lt=n).update(size=n)


def _check_not_cut(poll: IdeaPoll) -> None:
    if poll.cut_at is not None:
        raise RuleBroken(gettext("Nobody can tell any more who voted, or how."), code="cut")


@contextmanager
def _one_try(session: str, number: str = "") -> Iterator[None]:
    """Counted before anybody knows whether it is wrong, so that a hundred at once are no more than five; given back unless it was."""
    every = (WRONG_PER_ADDRESS, limits.asker.get()), (WRONG_PER_SESSION, session), (WRONG_PER_NUMBER, number)
    wrong = False
    allowed = [limit.allows(key) for limit, key in every]
    try:
        if not all(allowed[:2]):
            raise TooOften(
                gettext("Five tries were wrong. Please wait an hour, then try again, or ask the office named below."),
                code="codes",
                minutes=60,
            )
        if not allowed[2]:
            raise TooOften(
                gettext("This number was tried ten times. Please wait a day, or ask the office named below."),
                code="codes",
                minutes=24 * 60,
            )
        yield
    except RuleBroken as refusal:
        wrong = refusal.code == "wrong"
        raise
    finally:
        if not wrong:
            for limit, key in every:
                limit.give_back(key)


@transaction.atomic
def hear_outcome(*, by: Person, poll: IdeaPoll) -> None:
    """Letters about what comes of a poll, for somebody whose ballot is not theirs by name. Whoever asks may have them,
    also after a no of their own."""
    OutcomeRefusal.objects.filter(poll=poll, person=by).delete()
    PollVoter.objects.filter(poll=poll, person=by).update(wants_outcome=True)
    OutcomeListener.objects.get_or_create(poll=poll, person=by)


def tidy(typed: str) -> str:
    """As it is kept: small letters, nothing between them."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _held(by: Person, poll: IdeaPoll) -> IdeaPoll:
    poll = IdeaPoll.objects.select_for_update(no_key=True).get(pk=poll.pk)  # nobody's vote waits for this
    if not can_manage(by, poll):
        raise NotAllowed()
    return poll


def _new_sheet(by: Person, poll: IdeaPoll, note: str, size: int) -> RightSheet:
    n = RightSheet.objects.filter(poll=poll).count() + 1
    return RightSheet.objects.create(poll=poll, n=n, note=note.strip(), size=size, made_by=by)
