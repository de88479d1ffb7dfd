"""No place is ever given twice: 200 people rush for 20 places, in parties of one to three, on PostgreSQL and on SQLite.

Each round is one event. Everybody joins at once; then many leave, accept, decline and come with fewer people at once, at last
while all open offers lapse. After each rush, nobody may wait beside places that fit. Every deed is then replayed from the audit
trail by a model of a few lines, written from the rules and not from the product: who got a seat, who waits and in which order,
who was offered a place when. The counters, the capacity and the queue are checked in the database.

Then one walks 3,000 random steps over four slots (tests/support/seat_walk.py), and looks after every step whether the rules hold.

Negative controls: without the database's check, joining naively must oversell; with a queue that nobody serves, the walk must
find somebody who was passed. Or the proof proves nothing.
"""

import argparse
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from tests.support.alone import in_a_process_of_its_own

PEOPLE, PLACES = 200, 20
ROUNDS, STEPS = 100, 3000
THREADS = 40  # at once, each with a connection of its own


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--on", choices=("postgresql", "sqlite"), help="one database only")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        return prove(given.rounds)
    vendors = [given.on] if given.on else ["postgresql", "sqlite"]
    kept = [in_a_process_of_its_own("seats", vendor, given.rounds) for vendor in vendors]
    good = all(kept)
    print(f"seats: {'kept' if good else 'BROKEN'} on {' and '.join(vendors)}, {given.rounds} rounds each")
    return 0 if good else 1


# ── one database ──


def prove(rounds: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    people = make_people()
    total, started = Round(), time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(rounds):
            total.add(play(number, people, pool))
        seconds = time.monotonic() - started
        walked = walk(STEPS if rounds >= ROUNDS else max(30 * rounds, 200))
        noticed = walk_unserved()
        control = sum(naive(number, people, pool) for number in range(3))
    vendor = connection.vendor
    print(
        f"{vendor}: {rounds} × ({PEOPLE} people, {PLACES} places) in {seconds:.0f} s: {total.deeds} deeds, "
        f"{total.oversold} oversold, {total.errors} errors, {total.unfair} out of order, {total.idle} seats idle beside "
        f"somebody who fits, {total.miscounted} miscounted"
    )
    for line in total.notes[:5]:
        print(f"  {line}")
    print(f"{vendor}: {walked or 'BROKEN'}")
    print(f"{vendor}: control, nobody serves the queue: {noticed or 'NOT NOTICED'}")
    print(f"{vendor}: control, naive and without the check: {control} seats oversold in 3 rounds (must be more than 0)")
    return 0 if total.is_clean and walked and noticed and control else 1


@dataclass
class Round:
    deeds: int = 0
    oversold: int = 0
    errors: int = 0
    unfair: int = 0
    idle: int = 0
    miscounted: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Round") -> None:
        for name in ("deeds", "oversold", "errors", "unfair", "idle", "miscounted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    @property
    def is_clean(self) -> bool:
        return not (self.oversold or self.errors or self.unfair or self.idle or self.miscounted)


def make_people() -> list:
    from people.models import Person

    Person.objects.bulk_create([Person(first_name=f"P{n}", adult=True) for n in range(PEOPLE)])
    return list(Person.objects.filter(first_name__startswith="P").order_by("pk"))


def make_slot(days: int):
    """Each round on a day of its own, so that nobody sits in two places at once."""
    from tests.builders import make_event
    from tests.builders import make_slot as build

    return build(make_event(starts_in=timedelta(days=days)), capacity=PLACES)


def play(number: int, people: list, pool: ThreadPoolExecutor) -> Round:
    from core import clock

    dice = random.Random(number)
    slot = make_slot(10 + number)
    result = Round()
    parties = {person.pk: dice.choice((1, 1, 2, 3)) for person in people}
    rush(pool, [(join, person, slot, parties[person.pk]) for person in dice.sample(people, len(people))], result)
    inspect(slot, result)
    for _ in range(2):
        rush(pool, [(stir, person, slot, dice.random()) for person in dice.sample(people, len(people))], result)
        inspect(slot, result)
    clock.shift(timedelta(hours=40))  # every open offer has lapsed
    work = [(stir, person, slot, dice.random()) for person in dice.sample(people, 60)]
    work += [(sweep, None, slot, 0) for _ in range(4)]
    rush(pool, dice.sample(work, len(work)), result)
    inspect(slot, result)
    clock.reset()
    replay(slot, result)
    return result


def rush(pool: ThreadPoolExecutor, work: list, result: Round) -> None:
    """Everything at once; a refusal with a sentence is an answer, anything else is an error."""
    from core.errors import RuleBroken

    def one(item: tuple) -> str:
        deed, *arguments = item
        try:
            deed(*arguments)
        except RuleBroken:
            pass
        except Exception as problem:
            return f"{type(problem).__name__}: {problem}"[:200]
        return ""

    problems = [problem for problem in pool.map(one, work) if problem]
    result.deeds += len(work)
    result.errors += len(problems)
    result.notes += problems[:3]


ASKED: dict[int, int] = {}  # sign-up → the seats it was made for


def join(person, slot, party: int) -> None:
    from projects.actions import join_slot

    ASKED[join_slot(by=person, slot=slot, party=party).pk] = party


def stir(person, slot, chance: float) -> None:
    """Some leave, offers are taken or given back, parties shrink, some come back."""
    from projects.actions import accept_offer, decline_offer, leave_slot, shrink_party
    from projects.models import SignUp

    signup = SignUp.objects.filter(person=person, slot=slot).order_by("-pk").first()
    if signup is None or not signup.is_live:
        join(person, slot, 1 + int(chance * 3))
    elif signup.state == SignUp.State.OFFERED and chance < 0.6:
        accept_offer(by=person, signup=signup, token=signup.offer_token)
    elif signup.state == SignUp.State.OFFERED and chance < 0.8:
        decline_offer(by=person, signup=signup, token=signup.offer_token)
    elif chance < (0.4 if signup.holds_seats else 0.1):
        leave_slot(by=person, signup=signup)
    elif chance > 0.8 and signup.party > 1:
        shrink_party(by=person, signup=signup, party=1)


def sweep(person, slot, chance: float) -> None:
    from projects.actions import expire_offers

    expire_offers()


def inspect(slot, result: Round) -> None:
    """What stands in the database, by plain sums."""
    from django.db.models import Sum

    from projects.models import SignUp, Slot

    now = Slot.objects.get(pk=slot.pk)
    held = SignUp.objects.holding().filter(slot=slot).aggregate(sum=Sum("seats"))["sum"] or 0
    queue = list(SignUp.objects.queue().filter(slot=slot).values_list("seats", flat=True))
    result.oversold += max(held - PLACES, 0)
    if (held, len(queue)) != (now.seats_held, now.waiting):
        result.miscounted += 1
        result.notes.append(f"counted {now.seats_held} and {now.waiting}, there are {held} and {len(queue)}")
    if queue and min(queue) <= PLACES - held:
        result.idle += PLACES - held


# ── the rules again, in a few lines: the audit trail must be what they say ──


class Model:
    """One slot as the rules want it: who sits or is offered a place, who waits, whose offer comes next."""

    def __init__(self, parties: dict[int, int]):
        self.parties, self.free = parties, PLACES
        self.seated: set[int] = set()
        self.queue: list[int] = []
        self.due: list[int] = []
        self.missed: dict[int, int] = {}
        self.lapsing = False
        self.wrong: list[str] = []

    def hear(self, what: str, signup: int) -> None:
        if self.lapsing and what != "offer_lapsed":  # overdue offers lapse together, then the queue is served
            self.lapsing = False
            self.serve()
        if what == "seat_offered":
            if not self.due or self.due.pop(0) != signup:
                self.wrong.append(f"a place was offered to {signup} out of turn")
            return
        if self.due:
            self.wrong.append(f"{self.due} had to be offered a place before {what} of {signup}")
            self.due.clear()
        getattr(self, what, lambda one: None)(signup)

    def slot_joined(self, signup: int) -> None:
        if self.parties[signup] <= self.free:
            self.take(signup)
        else:
            self.queue.append(signup)

    def slot_left(self, signup: int) -> None:
        if signup in self.seated:
            self.give_back(signup)
            self.serve()
        else:
            self.queue.remove(signup)

    def offer_lapsed(self, signup: int) -> None:
        self.give_back(signup)
        self.missed[signup] = self.missed.get(signup, 0) + 1
        if self.missed[signup] < 2:
            self.queue.append(signup)
        self.lapsing = True

    def offer_declined(self, signup: int) -> None:
        self.give_back(signup)
        self.serve()

    def party_shrunk(self, signup: int) -> None:
        """To one, here."""
        if signup in self.seated:
            self.free += self.parties[signup] - 1
        self.parties[signup] = 1
        self.serve()

    def take(self, signup: int) -> None:
        self.seated.add(signup)
        self.free -= self.parties[signup]

    def give_back(self, signup: int) -> None:
        self.seated.discard(signup)
        self.free += self.parties[signup]

    def serve(self) -> None:
        """First who fits; who does not keeps the place in the queue."""
        for signup in list(self.queue):
            if self.parties[signup] <= self.free:
                self.queue.remove(signup)
                self.take(signup)
                self.due.append(signup)


def replay(slot, result: Round) -> None:
    from people.models import Deed
    from projects.models import SignUp

    rows = SignUp.objects.filter(slot=slot).values_list("pk", flat=True)
    parties = {pk: ASKED[pk] for pk in rows}
    model = Model(parties)
    deeds = Deed.objects.filter(bell__startswith="projects.", ids__has_key="signup").order_by("pk")
    for bell, ids in deeds.values_list("bell", "ids"):
        if ids["signup"] in parties:
            model.hear(bell.removeprefix("projects."), ids["signup"])
    seated = set(SignUp.objects.holding().filter(slot=slot).values_list("pk", flat=True))
    waiting = list(SignUp.objects.queue().filter(slot=slot).values_list("pk", flat=True))
    if model.due or (seated, waiting) != (model.seated, model.queue):
        model.wrong.append("who sits and who waits is not what the rules give")
    result.unfair += len(model.wrong)
    result.notes += model.wrong


# ── one after the other, for a long way ──


def walk(steps: int) -> str:
    """What was done, in words; nothing where a rule did not hold."""
    from core import clock
    from tests.support.seat_walk import Broken, Walk

    started = time.monotonic()
    try:
        done = Walk(7).go(steps).done
    except Broken as broken:
        print(f"  the walk: {broken}")
        return ""
    finally:
        clock.reset()
    deeds = ", ".join(f"{count} {deed}" for deed, count in done.most_common())
    return f"{steps} random steps in {time.monotonic() - started:.0f} s, the rules held after each: {deeds}"


def walk_unserved() -> str:
    """The rule that is found broken when nobody serves the queue."""
    from core import clock
    from projects.actions import queue
    from tests.support.seat_walk import Broken, Walk

    promote, queue.promote = queue.promote, lambda slot, freed=False: None
    try:
        Walk(7).go(500)
    except Broken as broken:
        return str(broken)
    finally:
        queue.promote = promote
        clock.reset()
    return ""


# ── the negative control: what everybody writes first ──


def naive(number: int, people: list, pool: ThreadPoolExecutor) -> int:
    """Look, then write, with the check of the database gone. Returns how many seats too many were given."""
    from django.db import connection
    from django.db.models import Sum

    from projects.models import SignUp

    slot = make_slot(1000 + number)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE projects_slot DROP CONSTRAINT IF EXISTS slot_never_oversold")
    list(pool.map(lambda person: join_naively(person, slot.pk), people))
    held = SignUp.objects.holding().filter(slot=slot).aggregate(sum=Sum("seats"))["sum"] or 0
    return max(held - PLACES, 0)


def join_naively(person, slot_id: int) -> None:
    from django.db import connection

    from projects.models import SignUp, Slot

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    slot = Slot.objects.get(pk=slot_id)
    if slot.seats_held + 1 <= slot.capacity:
        SignUp.objects.create(slot=slot, person=person, state=SignUp.State.CONFIRMED)
        slot.seats_held += 1
        slot.save(update_fields=["seats_held"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
