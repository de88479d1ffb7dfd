"""Anyone can recount: the published files and recount.py, alone in a folder, give the same outcome byte for byte.

Random polls of every rule go through files and the script in a process of its own; one ballot changed afterwards must be noticed
(the negative control). Then a million approval ballots are read and counted by the script, at most in 60 s and 1 GB.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ideas.counting import COUNT_RULES, count, outcome_json, write_folder
from tests.ideas.counting.polls import random_poll

SECONDS_ALLOWED, MEGABYTES_ALLOWED = 60, 1000


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=200, help="random polls for each rule")
    parser.add_argument(
        "--ballots", type=int, default=1_000_000, help="approval ballots in the large poll; 0 leaves it out"
    )
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        agreed = {rule: polls_agree(rule, given.polls, Path(name)) for rule in sorted(COUNT_RULES)}
        noticed = changed_ballot_is_noticed(Path(name))
        seconds, megabytes, large_agrees = large_poll(given.ballots, Path(name)) if given.ballots else (0.0, 0, True)
    for rule, number in agreed.items():
        print(f"{rule}: {number} of {given.polls} random polls recounted to the same bytes")
    print(f"control: a changed ballot was {'noticed' if noticed else 'NOT noticed'}")
    good = all(number == given.polls for number in agreed.values()) and noticed and large_agrees
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


def _run(folder: Path) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-I", "-S", str(folder / "recount.py"), str(folder)]
    return subprocess.run(call, cwd=folder, env={}, capture_output=True, timeout=600, check=False)


if __name__ == "__main__":
    sys.exit(main())
