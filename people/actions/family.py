"""My family: children I answer for, and grown-ups I live with."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import get_language, gettext

from core.addresses import reachable
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from core.limits import Limit, asker
from core.locks import lock
from core.when import local
from people.ages import GROWN_UP, years
from people.bells import dependant_added, household_answered, household_asked
from people.models import BirthDate, Consent, Guardianship, Household, HouseholdAsk, HouseholdMember, Person
from people.permissions import can_answer_household_ask, can_be_guardian, is_guardian

from .personal import end_consents, forget

PARTY_TIE = timedelta(days=90)
NETWORK = Limit("household", times=30, seconds=3600)


@transaction.atomic
def add_dependant(*, by: Person, first_name: str, birth_day: date) -> Person:
    """Write down a child of mine, so that we can sign up together. Nobody else sees the name or the date."""
    if not can_be_guardian(by):
        raise NotAllowed(gettext("Only grown-ups with an account can add children."))
    if not first_name.strip():
        raise RuleBroken(gettext("Please type the child’s first name."), code="name")
    age = years(birth_day, local(now()).date())
    if birth_day > local(now()).date() or age > 120:
        raise RuleBroken(gettext("This birth date can’t be right. Please look at the year."), code="birth_day")
    if age >= GROWN_UP:
        raise RuleBroken(
            gettext("People of 18 and over sign up by themselves, with their own e-mail."), code="birth_day"
        )
    lock(by, field="kind")
    mine = Guardianship.objects.in_force().filter(guardian=by)
    if mine.count() >= Guardianship.AT_MOST:
        raise RuleBroken(gettext("You can add ten children at most. Remove one first."), code="too_many")
    if mine.filter(dependant__first_name__iexact=first_name.strip(), dependant__birth_date__day=birth_day).exists():
        raise RuleBroken(gettext("This child is on your list already."), code="already")
    child = Person.objects.create(
        kind=Person.Kind.DEPENDANT, first_name=first_name.strip(), neighborhood=by.neighborhood, language=by.language,
        thanks=Person.Thanks.NOT_AT_ALL,
    )  # fmt: skip
    BirthDate.objects.create(person=child, day=birth_day)
    Guardianship.objects.create(guardian=by, dependant=child)
    move_in(home_of(by), [child])
    dependant_added.ring(by=by, on=child, person=child.pk)
    return child


@transaction.atomic
def remove_dependant(*, by: Person, dependant: Person) -> None:
    """Take a child off my list, and my yes back. Without another guardian the city forgets the child.

    Coming places that nobody else allows are given back; the rooms above hear of it.
    """
    if not is_guardian(by, dependant):
        raise NotAllowed
    others = Guardianship.objects.in_force().filter(dependant=dependant).exclude(guardian=by)
    if dependant.kind == Person.Kind.DEPENDANT and not others.exists():
        forget(by=by, person=dependant)
    end_consents(by=by, given=Consent.objects.filter(guardian=by, minor=dependant))
    Guardianship.objects.in_force().filter(guardian=by, dependant=dependant).update(ended_at=now())


@transaction.atomic
def ask_household(*, by: Person, email: str) -> HouseholdAsk:
    """Ask an address whether we live together. What is said and done is the same whether the address is known or not."""
    if not can_be_guardian(by):
        raise NotAllowed
    email = reachable(email)
    if email == by.email:
        raise RuleBroken(gettext("This is your own address."), code="bad_address")
    lock(by, field="kind")
    waiting = HouseholdAsk.objects.filter(asker=by, answered_at__isnull=True, expires_at__gt=now())
    if waiting.filter(email=email).exists():
        raise RuleBroken(
            gettext("You have asked this address already. The letter holds for two weeks."), code="already"
        )
    if not NETWORK.allows(asker.get()):
        raise TooOften(code="too_often", minutes=NETWORK.seconds // 60)
    if waiting.count() >= HouseholdAsk.OPEN_AT_MOST:
        raise RuleBroken(
            gettext("Five letters of yours wait for an answer. Please wait for one of them."), code="too_many"
        )
    ask = HouseholdAsk.objects.create(
        asker=by, email=email, language=get_language() or "en", expires_at=now() + HouseholdAsk.LIFE
    )
    household_asked.ring(by=by, on=ask, ask=ask.pk)
    return ask


@transaction.atomic
def answer_household_ask(*, by: Person, ask: HouseholdAsk, together: bool) -> None:
    """Say whether we live together, with all our children. Only whoever has the address can; and only once."""
    if not can_answer_household_ask(by, ask):
        raise NotAllowed
    still = HouseholdAsk.objects.filter(pk=ask.pk, answered_at__isnull=True, expires_at__gt=now())
    if not still.update(answered_at=now()):
        raise RuleBroken(
            gettext("This letter was answered already, or is too old. Ask them to send a new one."), code="over"
        )
    if together:
        move_in(home_of(ask.asker), [by, *Person.objects.filter(guardians__in=_of(by))])
    household_answered.ring(by=by, on=ask, ask=ask.pk, together=together)


@transaction.atomic
def leave_household(*, by: Person) -> None:
    """I live somewhere else now; my children come with me."""
    mine = [by.pk, *_of(by).values_list("dependant", flat=True)]
    homes = list(HouseholdMember.objects.homes().filter(person=by).values_list("household", flat=True))
    HouseholdMember.objects.filter(household__in=homes, person__in=mine).update(until=now())
    if len(mine) > 1:
        move_in(home_of(by), Person.objects.filter(pk__in=mine[1:]))


def tie_party(people: Iterable[Person]) -> None:
    """People who signed up as one family count as one household for 90 days. Call it inside the sign-up's transaction."""
    together = sorted(people, key=lambda person: person.pk)
    if len(together) < 2:
        return
    tie = Household.objects.create()
    HouseholdMember.objects.bulk_create(
        [HouseholdMember(household=tie, person=one, confirmed_at=now(), until=now() + PARTY_TIE) for one in together]
    )


def _of(guardian: Person):
    return Guardianship.objects.in_force().filter(guardian=guardian)


def home_of(person: Person) -> Household:
    """Where somebody lives; made when it is first needed."""
    found = HouseholdMember.objects.homes().filter(person=person).select_related("household").order_by("pk").first()
    if found:
        return found.household
    home = Household.objects.create()
    HouseholdMember.objects.create(household=home, person=person, confirmed_at=now())
    return home


def move_in(home: Household, people: Iterable[Person]) -> None:
    for person in people:
        HouseholdMember.objects.update_or_create(
            household=home, person=person, defaults={"confirmed_at": now(), "until": None}
        )
