"""Every letter once: a month of a busy city is lived through with a shifted clock, on PostgreSQL.

People join, leave, plan, move and cancel dates, vote, ask, write to each other, follow and choose. Each scheduled job runs at
its time and twice at the same time in two threads; each bell is heard five times over; for two days no worker runs. All that
left is then read as a mailbox would: nothing twice, one digest a day and three letters at once at most, nothing at night that
could wait, no reminder late or of a date that moved; and nobody with a place was forgotten. The totals by kind are printed.

Negative control: with an outbox that looks nothing up and keeps no key, letters must be found that left twice.
"""

import argparse
import logging
import os
import sys
import time

from tests.support.alone import in_a_process_of_its_own

DAYS, PEOPLE, PROJECTS = 30, 60, 10


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=DAYS, help=f"days (default: {DAYS})")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        return prove(given.rounds)
    good = in_a_process_of_its_own("month", "postgresql", given.rounds)
    print(f"month: every letter once in {given.rounds} days: {'kept' if good else 'BROKEN'}")
    return 0 if good else 1


def prove(days: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from core import clock, queue
    from tests.support.month import Month, naive

    logging.disable(logging.CRITICAL)  # what is refused is part of life
    call_command("migrate", verbosity=0)
    setup_test_environment()
    begun, third = time.monotonic(), days // 3
    with queue.quiet():
        month = Month(people=PEOPLE, projects=PROJECTS, days=days, away=range(third, third + 2), at_once=True).go(
            every=2
        )
        seconds, sent = time.monotonic() - begun, sum(month.kinds.values())
        for line in month.wrong[:20]:
            print(f"  {line}")
        print(f"{days} days, {PEOPLE} people, {len(month.rounds)} rounds of a worker in {seconds:.0f} s.")
        print("Done: " + ", ".join(f"{n} × {name}" for name, n in month.deeds.most_common()))
        print(f"{sent:,} letters left: " + ", ".join(f"{n} {name}" for name, n in month.kinds.most_common()))
        print(f"{len(month.wrong)} twice, too often, at night, late or forgotten", flush=True)
        clock.reset()
        with naive():
            noticed = len(Month(people=10, projects=4, days=3, seed=2).go(every=3).wrong)
    print(f"control: without the key, {noticed} are noticed (must not be 0)")
    return 0 if not month.wrong and noticed and sent > 30 * days else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
