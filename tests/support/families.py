"""Families and young people who join, leave, wait, sign, allow and take back at random."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import QuerySet

from core import clock
from core.clock import now
from core.errors import RuleBroken
from people import actions as people
from people.models import BirthDate, Consent, ConsentAsk, Person
from projects import actions
from projects.models import SignUp
from tests.builders import make_agreement, make_child, make_event, make_person, make_project, make_slot


class Families:
    """Three guardians with children of every age, four young people, two projects with four dates."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.guardians = [make_person(name) for name in ("Amal", "Bea", "Cy")]
        for guardian in self.guardians:
            for age in (6, 12, 14, 16):
                make_child(guardian, f"Child{guardian.pk}x{age}", age=age)
        self.young = [make_person(f"Young{n}", adult=False) for n in range(4)]
        born = now().date().replace(month=1, day=2)
        for n, person in enumerate(self.young):
            BirthDate.objects.create(person=person, day=born.replace(year=born.year - 14 - n % 4))
        projects = [make_project(status="active", risk=risk) for risk in ("low", "minors")]
        self.slots = [
            make_slot(make_event(project, starts_in=timedelta(days=days)), capacity=5)
            for project in projects
            for days in (9, 30)
        ]
        make_agreement("category", "cleanup", needs_guardian=True)

    def walk(self, steps: int) -> tuple[int, int]:
        without = looked = 0
        deeds = (
            self.join,
            self.join,
            self.join_young,
            self.join_young,
            self.leave,
            self.take_back,
            self.sign,
            self.ask,
            self.answer,
            self.wait,
            self.accept,
        )
        for _ in range(steps):
            try:
                self.chance.choice(deeds)()
            except RuleBroken:
                pass
            for signup in self.confirmed():
                looked += 1
                without += not self.is_allowed(signup)
        return without, looked

    def confirmed(self) -> QuerySet[SignUp]:
        minors = SignUp.objects.filter(
            person__adult=False, state=SignUp.State.CONFIRMED, slot__event__starts_at__gt=now()
        )
        return minors.select_related("slot__event__project", "person__birth_date")

    def is_allowed(self, signup: SignUp) -> bool:
        """Looked up without the product's own questions."""
        event = signup.slot.event
        if not self.comes_along(signup):
            return False
        held = Consent.objects.filter(minor=signup.person, revoked_at=None, until__gt=event.starts_at)
        return any(row.project in ("", str(event.project_id)) for row in held)

    def comes_along(self, signup: SignUp) -> bool:
        """Old enough to come alone, or somebody who answers for them has a seat there."""
        event = signup.slot.event
        age = signup.person.birth_date.age_on(event.local_start.date())
        if age >= 16 or (age >= 13 and event.project.risk == "minors"):
            return True
        seats = SignUp.objects.filter(slot__event=event, state__in=("confirmed", "pending_consent", "offered"))
        return seats.filter(
            person__guardianships__dependant=signup.person, person__guardianships__ended_at=None
        ).exists()

    def one_of(self, things: Iterable[Any]) -> Any:
        found = list(things)
        if not found:
            raise RuleBroken("There is nobody.")
        return self.chance.choice(found)

    def join(self) -> None:
        guardian = self.chance.choice(self.guardians)
        children = list(Person.objects.children_of(guardian))
        chosen = self.chance.sample(children, self.chance.randint(1, min(2, len(children))))
        actions.join_family(
            by=guardian, slot=self.chance.choice(self.slots), children=chosen, myself=self.chance.random() < 0.7
        )

    def join_young(self) -> None:
        actions.join_slot(by=self.chance.choice(self.young), slot=self.chance.choice(self.slots))

    def leave(self) -> None:
        signup = self.one_of(SignUp.objects.live().select_related("person").order_by("pk"))
        by = signup.person if signup.person.kind == Person.Kind.RESIDENT else signup.person.guardians.first().guardian
        actions.leave_slot(by=by, signup=signup)

    def take_back(self) -> None:
        consent = self.one_of(Consent.objects.in_force().select_related("minor", "guardian").order_by("pk"))
        actions.take_back(by=consent.guardian, consent=consent)

    def sign(self) -> None:
        person = self.one_of(
            [*self.young, *Person.objects.filter(kind=Person.Kind.DEPENDANT).order_by("pk"), *self.guardians]
        )
        version = self.one_of(actions.unsigned_by(person, self.slots[0].event.project))
        row = person.guardians.filter(ended_at=None).first()
        actions.sign(by=row.guardian if row else person, person=person, version=version, typed_name="Somebody Here")

    def ask(self) -> None:
        signup = self.one_of(
            SignUp.objects.filter(person__in=self.young, state="pending_consent").select_related("slot__event")
        )
        guardian = self.chance.choice(self.guardians)
        people.ask_consent(by=signup.person, email=guardian.email, project=signup.slot.event.project_id)

    def answer(self) -> None:
        ask = self.one_of(ConsentAsk.objects.filter(answered_at=None).order_by("pk"))
        actions.answer_letter(token=ask.token, allowed=self.chance.random() < 0.8, typed_name="Somebody Here")

    def accept(self) -> None:
        signup = self.one_of(SignUp.objects.filter(state="offered").select_related("person").order_by("pk"))
        actions.accept_offer(by=signup.person, signup=signup, token=signup.offer_token)

    def wait(self) -> None:
        clock.shift(timedelta(hours=self.chance.choice((1, 5, 20))))
        actions.expire_offers()
