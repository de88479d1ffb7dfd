"""Anyone can recount: the published files and recount.py, alone in a folder, give the same outcome byte for byte.

Random polls of every rule go through files and the script in a process of its own; one ballot changed afterwards must be noticed
(the negative control). Then a million approval ballots are read and counted by the script, at most in 60 s and 1 GB.

Last the site itself, on PostgreSQL: as many ballots in its box are frozen and counted by the worker's task within the same 60 s
and 1 GB, and 20,000 ballots for 100 ideas by equal shares within 10 minutes; somebody who looks on sees how far it is.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from ideas.counting import COUNT_RULES, count, outcome_json, write_folder
from tests.ideas.counting.polls import random_poll
from tests.support.alone import in_a_process_of_its_own

SECONDS_ALLOWED, MEGABYTES_ALLOWED = 60, 1000
SHARERS, SHARING_ALLOWED = 20_000, 600


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=200, help="random polls for each rule")
    parser.add_argument(
        "--ballots", type=int, default=1_000_000, help="approval ballots in the large poll; 0 leaves it out"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        return site(given.rounds)
    with tempfile.TemporaryDirectory() as name:
        agreed = {rule: polls_agree(rule, given.polls, Path(name)) for rule in sorted(COUNT_RULES)}
        noticed = changed_ballot_is_noticed(Path(name))
        seconds, megabytes, large_agrees = large_poll(given.ballots, Path(name)) if given.ballots else (0.0, 0, True)
    for rule, number in agreed.items():
        print(f"{rule}: {number} of {given.polls} random polls recounted to the same bytes")
    print(f"control: a changed ballot was {'noticed' if noticed else 'NOT noticed'}")
    good = all(number == given.polls for number in agreed.values()) and noticed and large_agrees
    good = good and (not given.ballots or in_a_process_of_its_own("recount", "postgresql", given.ballots))
    good = good and seconds <= SECONDS_ALLOWED and megabytes <= MEGABYTES_ALLOWED
    print(
        f"recount: {sum(agreed.values())} of {given.polls * len(agreed)} polls alike; "
        f"{given.ballots} ballots in {seconds:.1f} s and {megabytes} MB; {'kept' if good else 'BROKEN'}"
    )
    return 0 if good else 1


def polls_agree(count_rule: str, polls: int, parent: Path) -> int:
    """How many random polls come to the same bytes: counted in memory, counted from files, counted by the script."""
    return sum(_poll_agrees(count_rule, seed, parent) for seed in range(polls))


def _poll_agrees(count_rule: str, seed: int, parent: Path) -> bool:
    rule, ideas, ballots = random_poll(count_rule, seed)
    folder = Path(tempfile.mkdtemp(dir=parent))
    write_folder(folder, rule, ideas, ballots)
    in_memory = outcome_json(count(rule, ideas, [choices for _serial, choices in ballots])).encode()
    done = _run(folder)
    return done.returncode == 0 and done.stdout == in_memory == (folder / "outcome.json").read_bytes()


def changed_ballot_is_noticed(parent: Path) -> bool:
    rule = {"ballot_type": "approve", "count_rule": "most", "winners_k": 1}
    folder = Path(tempfile.mkdtemp(dir=parent))
    write_folder(folder, rule, [{"ref": "A"}, {"ref": "B"}], [("x1", {"A": 1}), ("x2", {"A": 1})])
    before = _run(folder).returncode
    ballots = folder / "ballots.csv"
    ballots.write_text(ballots.read_text().replace("x1,A", "x1,B"))
    return before == 0 and _run(folder).returncode == 1


def large_poll(number: int, parent: Path) -> tuple[float, int, bool]:
    """Seconds and megabytes of the script for one large poll, and whether it came to the same outcome."""
    dice = random.Random(1)
    ideas = [{"ref": f"2026-{n:03}"} for n in range(1, 101)]
    refs = [idea["ref"] for idea in ideas]
    ballots = ((f"{n:08x}", dict.fromkeys(dice.sample(refs, dice.randint(0, 5)), 1)) for n in range(number))
    folder = Path(tempfile.mkdtemp(dir=parent))
    rule = {"ballot_type": "approve", "count_rule": "most", "votes_per_ballot": 5, "winners_k": 7}
    write_folder(folder, rule, ideas, ballots)
    begun = time.perf_counter()
    done = _run(folder)
    seconds = time.perf_counter() - begun
    # The largest child so far, in kilobytes: the others were small polls.
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return seconds, megabytes, done.returncode == 0


# ── the site ──

# Idea n of ballot b: a first one and a step drawn from b, so that no idea comes twice. Drawn by the database, which is quicker.
LINES = """
    INSERT INTO ideas_ballotline (ballot_id, idea_id, value)
    SELECT b.id, %s + (abs(hashint8(b.id)) + k * (1 + abs(hashint8(b.id + 7)) %% 19)) %% 100, 1
    FROM ideas_ballot b, generate_series(0, 4) k WHERE b.poll_id = %s AND k < abs(hashint8(b.id + 3)) %% 6
"""
BALLOTS = """
    INSERT INTO ideas_ballot (poll_id, revision, client_key, cast_at, serial, spoiled, void_reason)
    SELECT %s, 1, '', NULL, '', FALSE, '' FROM generate_series(1, %s)
"""


def site(ballots: int) -> int:
    """The deeds and the task as a worker runs them, in a database of their own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sharing = a_site_poll(SHARERS, count_rule="equal_shares", budget_total=1_000_000, winners_k=None)
    most = a_site_poll(ballots, winners_k=7)
    kept = [freeze_and_count(sharing, SHARING_ALLOWED), freeze_and_count(most, SECONDS_ALLOWED)]
    return 0 if all(kept) else 1


def a_site_poll(ballots: int, **settings: object):
    """A poll that has closed, with 100 ideas and a full box."""
    from django.db import connection

    from ideas.models import Idea, IdeaPoll
    from tests.ideas.builders import close, make_poll, opened

    poll = make_poll("voting")
    dice = random.Random(2)
    ideas = Idea.objects.bulk_create(
        Idea(poll=poll, ref=f"2026-{n:03}", title=f"Idea {n}", body="Why not?", cost=250 * dice.randint(20, 400))
        for n in range(1, 101)
    )
    IdeaPoll.objects.filter(pk=poll.pk).update(**settings)
    poll = opened(IdeaPoll.objects.get(pk=poll.pk))
    with connection.cursor() as cursor:
        cursor.execute(BALLOTS, [poll.pk, ballots])
        cursor.execute(LINES, [ideas[0].pk, poll.pk])
        cursor.execute("ANALYZE ideas_ballot, ideas_ballotline")
    return close(poll)


def freeze_and_count(poll, seconds_allowed: int) -> bool:
    """The freeze, then the task; a second thread looks at the page's words all the while."""
    from ideas import tasks
    from ideas.actions import freeze_poll
    from ideas.models import Result

    begun = time.perf_counter()
    counting = freeze_poll(poll=poll)
    frozen = time.perf_counter()
    assert counting is not None
    over, seen = threading.Event(), set()
    onlooker = threading.Thread(target=look_on, args=(counting.pk, over, seen))
    onlooker.start()
    done = tasks.count(counting.pk)
    over.set()
    onlooker.join()
    counted = time.perf_counter()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = Result.objects.filter(poll=poll).first()
    whole = result is not None and result.outcome["totals"]["ballots"] == counting.ballots
    told = sorted(seen)
    good = (
        bool(done) and whole and counted - frozen <= seconds_allowed and megabytes <= MEGABYTES_ALLOWED and told != []
    )
    print(
        f"site, {poll.count_rule}: {counting.ballots} ballots frozen in {frozen - begun:.1f} s, counted by the task in "
        f"{counted - frozen:.1f} s, {megabytes} MB; {len(told)} signs of progress seen, {'kept' if good else 'BROKEN'}"
    )
    return good


def look_on(pk: int, over: threading.Event, seen: set) -> None:
    from django.db import connection

    from ideas.models import Counting

    while not over.wait(0.5):
        row = Counting.objects.values_list("stage", "done").filter(pk=pk, result=None).exclude(stage="").first()
        if row:
            seen.add(row)
    connection.close()


def _run(folder: Path) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-I", "-S", str(folder / "recount.py"), str(folder)]
    return subprocess.run(call, cwd=folder, env={}, capture_output=True, timeout=600, check=False)


if __name__ == "__main__":
    sys.exit(main())
