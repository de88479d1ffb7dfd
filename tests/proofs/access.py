"""Everybody can use every page: axe, phones and desks, light and dark, right to left, without scripts; and nobody else watches.

Every stop of the story in the demo city (and one of everything that lasts only moments) is visited in a real Chromium.
A page is loaded once for each walk and asked in all its looks; in the dark, where only the colors differ, axe is asked only what
depends on colors. The controls put a picture without words and gray words on gray into a page: axe must find both, or it
found nothing because it was not looking. It ends after LIMIT seconds at the latest, with a sum either way.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1800  # seconds; on two quiet cores it takes a third of it


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help="one walk is enough; taken so that all proofs can be called alike")
    parser.add_argument("--data", type=Path, help="a folder with a seeded demo; it is written into")
    parser.add_argument("--shots", type=Path, help="keep a picture of each page in this folder")
    parser.add_argument("--only", default="", help="only stops whose name begins so")
    parser.add_argument("--quick", action="store_true", help="a light phone and a dark desk only")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.here:
        return prove(given)
    with tempfile.TemporaryDirectory(prefix="engage-access-") as folder:
        env = {**os.environ, "ENGAGE_MODE": "demo", "ENGAGE_DATA": str(given.data or folder)}
        for production in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
            env.pop(production, None)
        if not given.data:
            for command in ("migrate", "seed_demo"):
                subprocess.run([sys.executable, "manage.py", command, "--verbosity=0"], env=env, check=True)
        own = sys.argv[1:] if argv is None else argv
        command = [sys.executable, "-m", "tests.proofs.access", "--here", *own]
        try:
            return subprocess.run(command, env=env, timeout=LIMIT).returncode
        except subprocess.TimeoutExpired:
            print(f"access: not through after {LIMIT // 60} minutes; BROKEN")
            return 1


def prove(given: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs beside the ORM
    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.support import stops, walk
    from tests.tooling.system import chromium

    stops.lay()
    way = [stop for stop in stops.stops() if stop.name.startswith(given.only)]
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    checked = 0
    began = time.monotonic()
    looks = [walk.LOOKS[0], walk.LOOKS[-1]] if given.quick else walk.LOOKS
    with walk.serving() as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        sees = control(browser)
        print(f"controls: a picture without words and gray on gray are {'found' if sees else 'NOT FOUND'}", flush=True)
        for name, visitor, seen in (
            ("light and dark, phone and desk", walk.Walker(browser, url, shots=given.shots), looks),
            ("from right to left", walk.Walker(browser, url, shots=given.shots, language="ar"), walk.LOOKS[:1]),
            ("without scripts", walk.Walker(browser, url, js=False), walk.LOOKS[:1]),
        ):
            ours = [
                stop
                for stop in way
                if (stop.has_languages or not visitor.language) and (visitor.js or not stop.in_the_office)
            ]
            for number, stop in enumerate(ours, 1):
                visitor.visit(stop, seen)
                while visitor.wrong:
                    wrong.append(visitor.wrong.pop(0))
                    print(f"  {wrong[-1]}", flush=True)
                if number % 25 == 0 or number == len(ours):
                    took = time.monotonic() - began
                    print(f"{name}: {number} of {len(ours)} pages, {took:.0f} s", flush=True)
            visitor.close()
            checked += visitor.checked
        browser.close()
    kept = sees and not wrong
    print(
        f"access: {len(wrong)} faults on {len(way)} pages, {checked} times looked at, "
        f"{time.monotonic() - began:.0f} s; {'kept' if kept else 'BROKEN'}"
    )
    return 0 if kept else 1


def control(browser) -> bool:
    """A picture without words, asked everything; gray on gray, asked only what depends on colors."""
    from tests.support.axe import COLORS, violations

    page = browser.new_page()
    page.set_content(
        "<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'>"
        "<p style='color: #999; background: #aaa'>Gray on gray</p></main></html>"
    )
    everything, colors = violations(page), violations(page, rules=COLORS)
    page.close()
    return any(line.startswith("image-alt") for line in everything) and any("contrast" in line for line in colors)


if __name__ == "__main__":
    sys.exit(main())
