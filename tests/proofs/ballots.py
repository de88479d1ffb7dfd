"""One person, one ballot, by database law; and nobody in city hall votes outside the phase. On PostgreSQL and on SQLite.

Each round is one poll: 50 voters send 4 ballots each at once, first new ones, then changes, then in time while the freeze runs
beside them, received a millisecond before the close, and as many that were received at the close, which are refused. Exactly one
of the four may be saved, it must be the one that stands, and what was saved before the freeze, no more and no less, must be in the
counted file; so must a change whose transaction is open when the freeze begins. Staff try every phase they may not vote in.

The negative controls: without the unique constraint, naive casting must store more ballots than voters; and on PostgreSQL, without
the freeze's lock, the open change must be missing from the file (SQLite has one writer at a time). Else the proof proves nothing.
"""

import argparse
import ast
import os
import random
import secrets
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.support.alone import in_a_process_of_its_own

VOTERS, SUBMITS = 50, 4
THREADS = 40  # at once, each with a connection of its own
MOMENT = timedelta(milliseconds=1)
REFS = [f"2026-{n:03}" for n in range(1, 8)]
# The only modules that may touch ballots, and why.
MAY_TOUCH_BALLOTS = {
    "cms/demo/grow/polls.py": "invents a city for measuring; refuses on a real site",
    "ideas/actions/ballots.py": "casts, changes, removes",
    "ideas/actions/counts.py": "how many, for the turnout",
    "ideas/actions/doubles.py": "makes the second ballot of one person void, or valid again, by two officials; reads no line",
    "ideas/actions/freeze.py": "wipes times, and what void ballots chose, at the cut",
    "ideas/actions/joined_accounts.py": "leaves one ballot to somebody who had two accounts",
    "ideas/box.py": "reads them all into the file, and compares",
    "ideas/actions/paper.py": "turns batches that two people counted into ballots without a voter",
    "ideas/health.py": "sums",
    "ideas/hoods.py": "adds up by neighborhood at the freeze, nothing of fewer than ten",
    "ideas/models/__init__.py": "hands on the names",
    "ideas/models/ballots.py": "defines",
    "ideas/quick.py": "reads a voter's own, locked, for casting",
    "ideas/views/own_ballot.py": "shows a voter their own, after the close",
    "ideas/views/voting.py": "shows a voter their own",
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--on", choices=("postgresql", "sqlite"), help="one database only")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        return prove(given.rounds)
    strangers = who_else_touches_ballots()
    for name in strangers:
        print(f"  {name} touches ballots and is not on the list")
    vendors = [given.on] if given.on else ["postgresql", "sqlite"]
    kept = [in_a_process_of_its_own("ballots", vendor, given.rounds) for vendor in vendors]
    good = all(kept) and not strangers
    print(
        f"ballots: {'kept' if good else 'BROKEN'} on {' and '.join(vendors)}, {given.rounds} rounds each; "
        f"{len(strangers)} other code paths to a ballot"
    )
    return 0 if good else 1


def who_else_touches_ballots() -> list[str]:
    """Product modules that name the models of a ballot, beyond those that may."""
    root = Path(__file__).resolve().parent.parent.parent
    rooms = [path.parent for path in root.glob("*/apps.py")]
    found = []
    for path in (path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts):
        name = path.relative_to(root).as_posix()
        names = {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.alias)}
        if names & {"Ballot", "BallotLine"} and name not in MAY_TOUCH_BALLOTS:
            found.append(name)
    return sorted(found)


# ── one database ──


@dataclass
class Tally:
    submits: int = 0
    ballots: int = 0
    doubled: int = 0  # a voter with more or fewer than one ballot, or a second save of one revision
    overwritten: int = 0  # what stands is not what was answered
    frozen_wrong: int = 0  # in the file and not saved, or saved and not in the file
    late: int = 0  # received at the close, and saved
    staff: int = 0  # staff who got through outside the phase
    errors: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in ("submits", "ballots", "doubled", "overwritten", "frozen_wrong", "late", "staff", "errors"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    @property
    def is_clean(self) -> bool:
        return not (self.doubled or self.overwritten or self.frozen_wrong or self.late or self.staff or self.errors)


def prove(rounds: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    (slow, *voters), staff = make_voters(), make_staff()
    total, started = Tally(), time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(rounds):
            total.add(play(number, voters, slow, pool))
        total.add(staff_outside_the_phase(staff))
        seconds = time.monotonic() - started
        extra = naive(voters, pool)
        missed = not_waited_for(slow, pool) if connection.vendor == "postgresql" else None
    vendor = connection.vendor
    print(
        f"{vendor}: {rounds} × ({VOTERS} voters × {SUBMITS} at once, three times, and {VOTERS} at the close) in {seconds:.0f} s: "
        f"{total.submits} sent, {total.ballots} ballots for {rounds * (VOTERS + 1)} voters, {total.doubled} doubled, "
        f"{total.overwritten} overwritten, {total.frozen_wrong} wrong in the frozen file, {total.late} saved at the close, "
        f"{total.staff} staff let in, {total.errors} errors"
    )
    for line in total.notes[:5]:
        print(f"  {line}")
    print(f"{vendor}: control, naive and without the constraint: {extra} ballots too many (must be more than 0)")
    if missed is not None:
        print(f"{vendor}: control, a freeze without its lock: {missed} open changes missing (must be more than 0)")
    good = total.is_clean and total.ballots == rounds * (VOTERS + 1) and extra > 0 and missed != 0
    return 0 if good else 1


def make_voters() -> list:
    """One who is slow, and all the others."""
    from people.models import Person, User

    people = Person.objects.bulk_create([Person(first_name=f"V{n}", adult=True) for n in range(VOTERS + 1)])
    User.objects.bulk_create([User(email=f"v{n}@mail.example", person=person) for n, person in enumerate(people)])
    return list(Person.objects.select_related("user").filter(first_name__startswith="V").order_by("pk"))


def make_staff() -> list:
    from people.models import STAFF_ROLES
    from tests.builders import make_person

    return [make_person("Staff", role=role) for role in STAFF_ROLES]


def a_poll(phase: str = "voting"):
    from tests.ideas.builders import make_ideas, make_poll, opened

    poll = make_poll(phase)
    make_ideas(poll, len(REFS))
    return opened(poll) if phase == "voting" else poll


def play(number: int, voters: list, slow, pool: ThreadPoolExecutor) -> Tally:
    dice = random.Random(number)
    poll, tally = a_poll(), Tally()
    stands = wave(poll, voters, pool, tally, dice, revision=0)
    inspect(poll, voters, stands, tally, revision=1)
    stands.update(wave(poll, voters, pool, tally, dice, revision=1))
    inspect(poll, voters, stands, tally, revision=2)
    race_the_freeze(poll, voters, slow, pool, tally, dice, stands)
    return tally


def wave(
    poll, voters: list, pool: ThreadPoolExecutor, tally: Tally, dice: random.Random, revision: int, at=None
) -> dict:
    """Everybody sends four different ballots at once. Returns what was answered as saved, by voter."""
    work = [
        (poll, voter, dict.fromkeys(dice.sample(REFS, dice.randint(0, 5)), 1), revision, at)
        for voter in voters
        for _ in range(SUBMITS)
    ]
    dice.shuffle(work)
    tally.submits += len(work)
    saved: dict[int, dict] = {}
    for answer in pool.map(submit, work):
        kind, voter, choices = answer
        if kind == "saved":
            tally.doubled += voter in saved
            saved[voter] = choices
        elif kind not in ("stale", "frozen"):
            tally.errors += 1
            tally.notes.append(kind)
    return saved


def submit(item: tuple) -> tuple[str, int, dict]:
    """As `save`, on a connection of its own."""
    from django.db import connection

    try:
        return save(item)
    finally:
        connection.close()


def save(item: tuple) -> tuple[str, int, dict]:
    """A refusal with a sentence is an answer, anything else is an error."""
    from core.clock import now
    from core.errors import RuleBroken
    from ideas.actions import cast_ballot

    poll, voter, choices, revision, at = item
    try:
        cast_ballot(
            by=voter,
            poll=poll,
            choices=choices,
            revision=revision,
            client_key=secrets.token_hex(8),
            received_at=at or now(),
        )
        return "saved", voter.pk, choices
    except RuleBroken as refusal:
        return refusal.code, voter.pk, choices
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"[:200], voter.pk, choices


def rows(poll) -> dict[int, list[tuple[int, dict]]]:
    """Every voter's ballots in the database: revision and lines."""
    from ideas.models import Ballot

    found: dict[int, list[tuple[int, dict]]] = {}
    for ballot in Ballot.objects.filter(poll=poll).select_related("voter").prefetch_related("lines__idea"):
        lines = {line.idea.ref: line.value for line in ballot.lines.all()}
        found.setdefault(ballot.voter.person_id, []).append((ballot.revision, lines))
    return found


def inspect(poll, voters: list, stands: dict[int, dict], tally: Tally, revision: int) -> None:
    found = rows(poll)
    tally.doubled += sum(len(found.get(voter.pk, [])) != 1 for voter in voters)
    tally.overwritten += sum(found.get(pk) != [(revision, choices)] for pk, choices in stands.items())
    tally.overwritten += sum(sum(lines.values()) > 5 for ballots in found.values() for _revision, lines in ballots)


def race_the_freeze(
    poll, voters: list, slow, pool: ThreadPoolExecutor, tally: Tally, dice: random.Random, stands: dict
) -> None:
    """In time by a millisecond, and over a minute late in coming through: some do before the freeze, the others are refused and
    counted. Who was received at the close is refused, freeze or not."""
    from ideas.actions import count_frozen
    from ideas.models import Counting, IdeaPoll, Result

    change = OpenChange(poll, slow)
    closed_at = closed_a_minute_ago(poll)
    changing = pool.submit(change.hold, closed_at - MOMENT, dice.random() / 10)
    change.inside.wait(10)
    freezers = [pool.submit(freeze, poll, dice.random() / 10) for _ in range(2)]
    at_the_close = [pool.submit(submit, (poll, voter, {REFS[0]: 1}, 2, closed_at)) for voter in voters]
    stands.update(wave(poll, voters, pool, tally, dice, revision=2, at=closed_at - MOMENT))
    stands[slow.pk] = change.choices
    answers = [each.result()[0] for each in at_the_close]
    tally.submits += len(answers)
    tally.late += answers.count("saved")
    tally.errors += len(answers) - answers.count("saved") - answers.count("late")
    if problem := changing.result():
        tally.errors += 1
        tally.notes.append(problem)
    for freezer in freezers:
        if problem := freezer.result():
            tally.errors += 1
            tally.notes.append(problem)
    count_frozen(counting=Counting.objects.get(poll=poll))
    result, frozen = Result.objects.get(poll=poll), IdeaPoll.objects.get(pk=poll.pk)
    in_file = Counter(frozenset(ballot) for ballot in ballots_of_file(result.ballots_csv))
    answered = Counter(frozenset(choices) for choices in stands.values())
    stored = Counter(frozenset(lines) for ballots in rows(poll).values() for _revision, lines in ballots)
    tally.frozen_wrong += sum(((in_file - answered) + (answered - in_file) + (in_file - stored)).values())
    tally.ballots += sum(stored.values())
    tally.frozen_wrong += frozen.frozen_at is None


def closed_a_minute_ago(poll):
    from tests.ideas.builders import close

    return close(poll, timedelta(seconds=61)).voting.closes_at


class OpenChange:
    """A ballot that is being changed, in a transaction that stays open while others go on."""

    def __init__(self, poll, voter) -> None:
        from core.clock import now

        kind, *_rest = submit((poll, voter, {REFS[0]: 1}, 0, now()))
        assert kind == "saved", kind
        self.poll, self.voter, self.choices = poll, voter, {REFS[1]: 1, REFS[2]: 1}
        self.inside = threading.Event()

    def hold(self, received_at, seconds: float) -> str:
        from django.db import connection, transaction

        try:
            with transaction.atomic():
                kind, *_rest = save((self.poll, self.voter, self.choices, 1, received_at))
                self.inside.set()
                time.sleep(seconds)
            return "" if kind == "saved" else f"the open change was {kind}"
        except Exception as problem:
            return f"{type(problem).__name__}: {problem}"[:200]
        finally:
            self.inside.set()
            connection.close()


def ballots_of_file(text: str) -> list[dict[str, int]]:
    from io import StringIO

    from ideas.counting import read_ballots

    return list(read_ballots(StringIO(text, newline="")))


def freeze(poll, wait: float) -> str:
    from django.db import connection

    from ideas.actions import freeze_poll

    time.sleep(wait)
    try:
        freeze_poll(poll=poll)
        return ""
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"[:200]
    finally:
        connection.close()


def staff_outside_the_phase(staff: list) -> Tally:
    """Every role, and the owner of the poll, before the opening and after the close."""
    tally = Tally()
    for phase in ("coming", "proposing", "review", "over"):
        poll = a_poll(phase)
        for person in [*staff, poll.owner]:
            tally.submits += 1
            kind, _voter, _choices = submit((poll, person, {REFS[0]: 1}, 0, None))
            tally.staff += kind == "saved"
            tally.errors += kind not in ("saved", "early", "late")
        tally.staff += len(rows(poll))
    return tally


# ── the controls ──


def not_waited_for(voter, pool: ThreadPoolExecutor) -> int:
    """A freeze that takes no lock: whether it missed the change that was open. Last of all: the lock is gone from then on."""
    from ideas import locks
    from ideas.models import Counting

    locks.hold_alone = lambda poll_id: None
    poll = a_poll()
    change = OpenChange(poll, voter)
    changing = pool.submit(change.hold, closed_a_minute_ago(poll) - MOMENT, 1)
    change.inside.wait(10)
    problem = freeze(poll, 0)
    problem = changing.result() or problem
    if problem:
        print(f"  {problem}")
        return 0
    return int(change.choices not in ballots_of_file(Counting.objects.get(poll=poll).ballots_csv))


def naive(voters: list, pool: ThreadPoolExecutor) -> int:
    """Look, then write, without the law of the database: how many ballots there are too many."""
    from django.db import connection

    from ideas.models import Ballot, PollVoter

    poll = a_poll()
    constraint = next(one for one in PollVoter._meta.constraints if one.name == "one_voter_per_person")
    PollVoter._meta.constraints.remove(constraint)  # SQLite makes the table anew from what the model says
    with connection.schema_editor() as editor:
        editor.remove_constraint(PollVoter, constraint)
    work = [(poll, voter) for voter in voters for _ in range(SUBMITS)]
    list(pool.map(cast_naively, work))
    return Ballot.objects.filter(poll=poll).count() - len(voters)


def cast_naively(item: tuple) -> None:
    from django.db import connection

    from ideas.models import Ballot, PollVoter

    poll, voter = item
    if not PollVoter.objects.filter(poll=poll, person=voter).exists():
        time.sleep(0.002)
        Ballot.objects.create(poll=poll, voter=PollVoter.objects.create(poll=poll, person=voter), revision=1)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
