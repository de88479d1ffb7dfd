"""The product's pages beside bare Django's, on one PostgreSQL: `python3 dev.py bench [PART …] [--quick] [--json]`."""

import argparse
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from . import report
from .ground import Ground
from .load import Broken
from .measure import BESIDE, DIGEST, PARTS, Bench

SIZES = {"small": 100, "large": 10_000}
QUICK = {"small": 100, "large": 1_000}
CHOICE = f"{', '.join(PARTS)}, or single ones: {', '.join((*BESIDE, DIGEST))}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="numbers for machines")
    parser.add_argument(
        "--quick", action="store_true", help="one short round at 1,000 projects: a smoke test, not a figure"
    )
    parser.add_argument("parts", nargs="*", metavar="PART", type=part, help=f"only these: {CHOICE}")
    parser.add_argument("--rounds", type=int, help="how often each page is measured (default: 3)")
    given = parser.parse_args()
    say = Clock(quiet=given.json)
    ground = Ground(
        Path(os.environ["ENGAGE_DATA"]), os.environ["PROOF_DATABASE_URL"], os.environ["ENGAGE_TEST_REDIS_URL"]
    )
    rounds = given.rounds or (1 if given.quick else 3)
    sizes = QUICK if given.quick else SIZES
    try:
        say("laying out the demo city")
        ground.lay()
        say(f"growing it to {' and '.join(f'{size:,}' for size in sizes.values())} projects")
        bench = Bench(ground, sizes, rounds=rounds, seconds=1 if given.quick else 2, say=say, only=given.parts)
        bench.fill()
        with ExitStack() as stack:
            bench.open(stack)
            figures = bench.run()
    except Broken as broken:
        print(f"The bench broke: {broken}", file=sys.stderr)
        return 1
    print(report.as_json(figures) if given.json else report.as_text(figures))
    return 0


def part(name: str) -> str:
    if name not in (*PARTS, *BESIDE, DIGEST):
        raise argparse.ArgumentTypeError(f"“{name}” is none of {CHOICE}")
    return name


class Clock:
    """Says what goes on, and when."""

    def __init__(self, *, quiet: bool):
        self.quiet, self.begun = quiet, time.monotonic()

    def __call__(self, words: str) -> None:
        if not self.quiet:
            print(f"[{time.monotonic() - self.begun:5.0f} s] {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
