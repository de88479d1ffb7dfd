"""Signing in and joining: one flow for known and unknown addresses. A code is asked for, typed, and used once."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, gettext, ngettext

from core.addresses import reachable
from core.clock import now
from core.errors import RuleBroken, TooOften
from core.limits import Limit, asker
from core.redirects import inside
from core.when import hour, local
from people import intents
from people.ages import must_be_old_enough
from people.bells import code_asked, person_joined
from people.models import BirthDate, Code, FormerAddress, Guesses, Person, User
from people.system import SYSTEM

LETTERS, LETTERS_WITHIN = 5, timedelta(minutes=15)  # for one address
NETWORK = Limit("code", times=100, seconds=3600)  # a library is one network
NEW_ADDRESS = "people.new_address"  # codes that prove an address to an account, and sign nobody in; see addresses
PROOF, PROOF_WITHIN = "people.proof", timedelta(minutes=30)


class Redeemed(NamedTuple):
    """Who it is, and what came of the intent: a path to go on to, or the refusal."""

    person: Person
    result: str | RuleBroken


class NameNeeded(RuleBroken):
    """The code was right, but this address is new and came without a name. `proof` stands for the code from now on."""

    def __init__(self, proof: str):
        super().__init__(gettext("One more page, then you’re in."), code="name_needed")
        self.proof = proof


def ask_code(
    *,
    email: str,
    first_name: str = "",
    adult: bool = False,
    birth_day: date | None = None,
    intent: str = "",
    intent_data: dict[str, Any] | None = None,
    next_url: str = "",
) -> Code:
    """Ask for six digits by e-mail. Whether the address is known plays no part here, so nobody can find out.

    With a first name the age must be given too: who is under 13 is refused, and nothing is stored. Of somebody under 18
    neither name nor date is kept before the address has shown to be theirs: they say both once more after the code.
    """
    if intent and not intents.known(intent):
        raise ValueError(f"no room has registered {intent}")
    email = reachable(email)
    if first_name and not must_be_old_enough(adult=adult, birth_day=birth_day):
        first_name = ""
    not_too_often(email)
    with transaction.atomic():
        code = Code.objects.create(
            email=email,
            first_name=first_name.strip(),
            adult=bool(first_name),
            language=get_language() or "en",
            intent=intent,
            intent_data=intent_data or {},
            next_url=inside(next_url),
            expires_at=now() + Code.LIFE,
        )
        code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
    return code


def redeem_code(*, ref: str, digits: str) -> Redeemed:
    """Type the code: who it is becomes known, and what they intended is done in the same transaction.

    The guess is counted first, in a transaction of its own: a refusal must not take the count back.
    Raises NameNeeded for a new address that came without a name.
    """
    code = Code.objects.exclude(intent=NEW_ADDRESS).filter(ref=ref).first()
    if code is None:
        raise RuleBroken(gettext("We don’t know this code. Please ask for a new one."), code="unknown")
    guess(code, digits)
    with transaction.atomic():
        use_up(code)
        person = _known(code.email)
        if person is None and code.first_name:
            person = _join(code.email, code.first_name, code.language)
        if person is not None:
            return Redeemed(person, _go_on(person, code))
    raise NameNeeded(signing.dumps([code.ref, now().timestamp()], salt=PROOF))


def introduce(*, proof: str, first_name: str, adult: bool = False, birth_day: date | None = None) -> Redeemed:
    """Say your name after a right code from a new address. Twice: the second finds the person there."""
    code = _proven(proof)
    grown_up = must_be_old_enough(adult=adult, birth_day=birth_day)
    with transaction.atomic():
        person = _known(code.email)
        if person is not None:
            return Redeemed(person, code.next_url)
        person = _join(code.email, first_name.strip(), code.language, adult=grown_up)
        if birth_day is not None and not grown_up:
            BirthDate.objects.get_or_create(person=person, defaults={"day": birth_day})
        return Redeemed(person, _go_on(person, code))


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def not_too_often(email: str) -> None:
    lately = Code.objects.filter(email=email, created_at__gt=now() - LETTERS_WITHIN).count()
    if lately >= LETTERS or not NETWORK.allows(asker.get()):
        raise TooOften(
            gettext("We have sent several codes already. Look into your inbox, and into the folder for junk mail."),
            code="too_often",
            minutes=LETTERS_WITHIN // timedelta(minutes=1),
        )


# ── guessing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def guess(code: Code, digits: str) -> None:
    """Raises RuleBroken or TooOften for wrong digits. The guess is counted first, whatever comes of it."""
    _count_guess(code)
    if not constant_time_compare(code.digits, "".join(digits.split())):
        raise _wrong(code)


def use_up(code: Code) -> None:
    """Once and for all, in the transaction of what it was asked for.

    The address before its codes, as when a guess is counted: the other way round two tries wait for each other.
    """
    Guesses.objects.filter(email=code.email).update(count=0)
    if not Code.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now()):
        raise _used()


def _count_guess(code: Code) -> None:
    """One more guess, for the code and for its address, or a refusal. Holds under any number of parallel tries."""
    with transaction.atomic():
        open_codes = Code.objects.filter(pk=code.pk, used_at__isnull=True, expires_at__gt=now())
        if not _one_more_for_address(code.email):
            raise _too_many()
        if open_codes.filter(guesses__lt=Code.GUESSES).update(guesses=F("guesses") + 1):
            return
        code.refresh_from_db()
        if code.used_at:
            raise _used()
        if code.expires_at <= now():
            raise RuleBroken(
                gettext("This code is too old: it worked until %(time)s. Please ask for a new one.")
                % {"time": hour(local(code.expires_at))},
                code="old",
            )
        raise _too_many()


def _one_more_for_address(email: str) -> bool:
    moment = now()
    row, _made = Guesses.objects.get_or_create(email=email)
    mine = Guesses.objects.filter(pk=row.pk)
    rested = mine.filter(last_at__lte=moment - Guesses.PAUSE).update(count=1, last_at=moment)
    return bool(rested or mine.filter(count__lt=Guesses.LIMIT).update(count=F("count") + 1, last_at=moment))


def _wrong(code: Code) -> RuleBroken | TooOften:
    code.refresh_from_db(fields=["guesses"])
    left = min(Code.GUESSES - code.guesses, Guesses.LIMIT - Guesses.objects.get(email=code.email).count)
    if left <= 0:
        return _too_many()
    return RuleBroken(
        gettext("That is not the code. Look at the six digits in the letter again.")
        + " "
        + ngettext("You have one more try.", "You have %(left)d more tries.", left) % {"left": left},
        code="wrong",
    )


def _used() -> RuleBroken:
    return RuleBroken(gettext("This code was used already. Please ask for a new one."), code="used")


def _too_many() -> TooOften:
    return TooOften(
        gettext("Those were too many tries. To keep your account safe, please wait and then ask for a new code."),
        code="too_many",
        minutes=Guesses.PAUSE // timedelta(minutes=1),
    )


def _proven(proof: str) -> Code:
    try:
        ref, moment = signing.loads(proof, salt=PROOF)
    except signing.BadSignature:
        ref, moment = "", 0.0
    code = Code.objects.filter(ref=ref, used_at__isnull=False).first()
    if code is None or moment < (now() - PROOF_WITHIN).timestamp():
        raise RuleBroken(gettext("That took a little long. Please ask for a new code."), code="old")
    return code


# ── joining ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _known(email: str) -> Person | None:
    user = User.objects.select_related("person").filter(email=email).first()
    if user is not None and not user.is_active:
        raise RuleBroken(gettext("This account was closed. Please ask the office named below."), code="closed")
    if user is None and (former := FormerAddress.objects.in_force().filter(email=email).first()):
        if former.until is not None:
            raise RuleBroken(
                gettext(
                    "Your account has another e-mail now. If that was not you, press the button in the letter we sent to "
                    "this address."
                ),
                code="moved",
            )
        return Person.objects.select_related("user").get(pk=former.person_id)
    if user is None or (user.person is not None and user.person.kind == Person.Kind.WALK_IN):
        return None  # a walk-in has not said yet who they are; their code claims what an organizer wrote down
    return user.person


def _join(email: str, first_name: str, language: str, *, adult: bool = True) -> Person:
    """A new person with a login, or a walk-in who becomes one. If two codes of one address race, both are the same person."""
    try:
        with transaction.atomic():
            new = {"kind": Person.Kind.RESIDENT, "first_name": first_name, "language": language, "adult": adult}
            walk_ins = Person.objects.filter(user__email=email, kind=Person.Kind.WALK_IN)
            if person := walk_ins.first():
                Person.objects.filter(pk=person.pk).update(**new)
                person.refresh_from_db()
            else:
                person = Person.objects.create(**new)
                if not User.objects.filter(email=email, person__isnull=True).update(person=person):
                    User.objects.create_user(email, person)
            person_joined.ring(by=person, on=person, person=person.pk)
            return person
    except IntegrityError:
        return Person.objects.get(user__email=email)


def _go_on(person: Person, code: Code) -> str | RuleBroken:
    """Do what was intended. A refusal (the event was cancelled meanwhile) does not undo the sign-in."""
    if not code.intent:
        return code.next_url
    try:
        with transaction.atomic():
            return intents.run(code.intent, by=person, data=code.intent_data)
    except RuleBroken as refusal:
        return refusal
