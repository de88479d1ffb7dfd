"""No injected script can run: every payload in every text that people fill, then every page, letter and file is read.

Round after round, until each text column has had each payload: one of everything is made with hostile words in it, each page is
fetched by whom it is for (also with hostile questions in its address), each form is sent with hostile words and its answer
read, and calendars, tables and JSON are parsed. In the end a real Chromium walks through one such city: nothing may run, and
its policy may have nothing to report. The control is the same city in a house that forgets to escape.
"""

import argparse
import logging
import os
import sys
import warnings

LONGEST = 60  # rounds


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=LONGEST, help="stop after so many rounds")
    given = parser.parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs beside the ORM
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests.support import ground

    logging.disable(logging.CRITICAL)  # a refusal is what is asked for here
    warnings.simplefilter("ignore")
    setup_test_environment()
    own = ground.lay()
    try:
        return prove(given.rounds)
    finally:
        own.remove()


def prove(rounds: int) -> int:
    from tests.support.hostile import PAYLOADS, Crawl, Deck

    deck, total, noticed = Deck(), Crawl(), 0
    for n in range(1, rounds + 1):
        crawl, careless = one_round(deck, control=n == 1)
        total.read, total.seen, total.posted = (
            total.read + crawl.read, total.seen + crawl.seen, total.posted + crawl.posted,
        )  # fmt: skip
        total.wrong += crawl.wrong
        noticed += careless
        for line in crawl.wrong[:20]:
            print(f"  {line}")
        left = deck.left()
        print(f"round {n}: {crawl.read} pages, letters and files; {len(left)} columns have not had all yet", flush=True)
        if not left:
            break
    print(f"control: without escaping, {noticed} pages are noticed (must not be 0)", flush=True)
    walked, heard, ran = in_a_browser()
    for line in heard[:20]:
        print(f"  {line}")
    print(
        f"in a browser: {walked} pages, {len(heard)} complaints; control: a script that runs is {'heard' if ran else 'NOT HEARD'}"
    )
    kept = not total.wrong and not heard and noticed and ran and total.seen
    print(
        f"scripts: {len(PAYLOADS)} payloads in {len(deck.dealt)} columns, {total.read} pages, letters and files read, {total.posted} forms sent, "
        f"hostile words seen {total.seen:,} times, {len(total.wrong) + len(heard)} broke out; {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


def one_round(deck, *, control: bool):
    """A city of its own, read and taken back. Returns what was found, and how many pages the control noticed."""
    from django.core.cache import cache
    from django.db import transaction
    from django.template import engines

    from tests.support.hostile import Crawl, a_hostile_city, one_of_each
    from tests.support.stops import stops

    crawl, careless = Crawl(), Crawl()
    cache.clear()
    with transaction.atomic():
        a_hostile_city(deck)
        crawl.everything(whole=control)
        if control:
            way = one_of_each(list(stops()))
            for stop in way:
                crawl.post_back(stop.person, stop.path)
            engine = engines["django"].engine
            engine.autoescape = False
            for stop in way:
                careless.visit(stop.person, stop.path)
            engine.autoescape = True
        transaction.set_rollback(True)
    return crawl, len({line.split(": ")[0] for line in careless.wrong})


def in_a_browser() -> tuple[int, list[str], bool]:
    """Pages walked, complaints, and whether a script that runs would have been heard. What is made here stays."""
    from django.core.cache import cache
    from playwright.sync_api import sync_playwright

    from tests.support import walk
    from tests.support.hostile import MARK, Deck, a_hostile_city
    from tests.support.stops import stops
    from tests.tooling.system import chromium

    cache.clear()
    a_hostile_city(Deck())
    way = list(stops())
    with walk.serving() as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        walker = walk.Walker(browser, url)
        walker.worth = lambda: False
        walker.init = f"window.{MARK} = window.alert = () => console.error('hostile words ran')"
        for stop in way:
            walker.visit(stop, walk.LOOKS[:1])
        heard = list(walker.wrong)
        page = walker.page_of(None)
        walker.wrong.clear()
        page.evaluate(f"{MARK}(1)")
        page.evaluate("document.body.setAttribute('onclick', '1'); document.body.click()")
        page.wait_for_timeout(200)
        ran = len(walker.wrong) >= 2
        walker.close()
        browser.close()
    return len(way), heard, ran


if __name__ == "__main__":
    sys.exit(main())
