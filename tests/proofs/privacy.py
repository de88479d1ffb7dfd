"""Young people are invisible by default, and none has a confirmed place without a guardian's yes.

First: in a small city two young people take part in everything: a date held, one ahead, hours, points, badges, an idea. Everybody
who has no business with them (a reader, a stranger, somebody at the same date, a helper, officials, an administrator, …)
follows every link, searches for their names, and tries every address of the site with whatever of theirs could stand behind it;
pages, files, calendars and results are read for names, birth dates, addresses and notes. Then: families and young people join,
leave, wait, sign, allow and take back at random; after each step every confirmed place of somebody under 18 has a yes
that holds on its day. Controls: a house that thinks everybody is grown up, and one that takes every yes for given.
"""

import argparse
import logging
import os
import random
import sys
import warnings
from typing import Any

STEPS = 400


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=STEPS, help="random steps of families")
    given = parser.parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests.support import ground

    logging.disable(logging.CRITICAL)  # a refusal is what is asked for here
    warnings.simplefilter("ignore")
    setup_test_environment()
    own = ground.lay()
    try:
        return prove(given.steps)
    finally:
        own.remove()


def prove(steps: int) -> int:
    wrong, read = crawl()
    for line in wrong[:20]:
        print(f"  {line}")
    print(f"{read} pages, files and results read as 13 people: {len(wrong)} details of young people", flush=True)
    noticed = len(crawl(grown_up=True)[0])
    print(f"control: where everybody counts as grown up, {noticed} details are noticed (must not be 0)", flush=True)
    without, confirmed = walk(steps)
    print(
        f"{steps} random steps, {confirmed} places of young people looked at: {without} confirmed without a yes",
        flush=True,
    )
    careless = walk(steps // 4, careless=True)[0]
    print(f"control: where every yes is taken for given, {careless} are noticed (must not be 0)", flush=True)
    ok = not wrong and not without and noticed and careless and read > 500 and confirmed > 50
    print(
        f"promise 17: {len(wrong)} details in {read} answers, {without} places without a yes: {'kept' if ok else 'BROKEN'}"
    )
    return 0 if ok else 1


def crawl(*, grown_up: bool = False) -> tuple[list[str], int]:
    from unittest.mock import patch

    from django.db import transaction

    from core import clock
    from people.models import Person
    from tests.support.canaries import City, leaks

    try:
        with transaction.atomic():
            city = City()
            readers = city.readers()
            if grown_up:
                some = {role: readers[role] for role in ("nobody", "helper")}
                with patch.object(Person, "is_minor", False):
                    found = leaks(city, some)
            else:
                found = leaks(city, readers)
            transaction.set_rollback(True)
            return found
    finally:
        clock.reset()


def walk(steps: int, *, careless: bool = False) -> tuple[int, int]:
    """Confirmed places without a yes, and how many were looked at."""
    from unittest.mock import patch

    from django.db import transaction

    from core import clock
    from projects.actions import terms
    from tests.support.families import Families

    try:
        with transaction.atomic():
            families = Families(random.Random(1710))
            if careless:
                with patch.object(terms, "has_consent", lambda person, slot: True):
                    found: Any = families.walk(steps)
            else:
                found = families.walk(steps)
            transaction.set_rollback(True)
            return found
    finally:
        clock.reset()


if __name__ == "__main__":
    sys.exit(main())
