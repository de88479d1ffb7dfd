"""The command line of dev.py."""

import argparse
import sys

from . import checks, locks, measures, site, suite
from .house import ROOT, Stopped, Trouble
from .processes import stop_on_signals
from .say import RED, paint, say


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description="Engage: two commands for everybody, five for developers.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start the site with a demo city, and print where to look")
    run.add_argument("--reset", action="store_true", help="throw the demo city away and build it anew")
    run.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets a phone in the same network in")
    run.add_argument("--port", type=int, help="default: 8000, or the next free one")
    run.add_argument("--check", action="store_true", help="walk the whole story on a temporary folder, then leave")
    run.set_defaults(do=lambda given, rest: site.run(given))

    test = commands.add_parser("test", help="run every test; the last line is the honest sum", add_help=False)
    test.add_argument("-h", "--help", action="store_true", help="show this help and pytest's own")
    test.set_defaults(do=lambda given, rest: suite.test(rest, wants_help=given.help))

    check = commands.add_parser("check", help="style, types, floors, migrations: what a machine can judge")
    check.set_defaults(do=lambda given, rest: checks.check())

    lock = commands.add_parser("lock", help="pin every library anew, with hashes (needs uv)")
    lock.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    lock.set_defaults(do=lambda given, rest: locks.lock(upgrade=given.upgrade))

    prove = commands.add_parser("prove", help="try to break what is promised, on PostgreSQL and SQLite")
    prove.add_argument("name", nargs="?", help=f"one of: {', '.join(measures.proofs()) or 'none yet'}; all without it")
    prove.add_argument("--rounds", type=int, help="how often each race is run")
    prove.set_defaults(do=lambda given, rest: measures.prove(given.name, given.rounds, rest))

    bench = commands.add_parser("bench", help="measure the pages beside bare Django, on PostgreSQL")
    bench.add_argument(
        "parts", nargs="*", help="events, polls, digest, or single pages and deeds by name; all without it"
    )
    bench.add_argument("--json", action="store_true", help="numbers for machines")
    bench.set_defaults(do=lambda given, rest: measures.bench(as_json=given.json, rest=[*given.parts, *rest]))
    return top


def main(argv: list[str]) -> int:
    given, rest = parser().parse_known_args(argv)
    if rest and given.command not in ("test", "prove", "bench"):
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    stop_on_signals()
    try:
        if not (ROOT / "pyproject.toml").exists():
            raise Trouble(f"{ROOT} is not a checkout of Engage.")
        return int(given.do(given, rest))
    except Trouble as trouble:
        sys.stdout.flush()
        print(f"{paint('dev.py:', RED)} {trouble}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        say("Stopped.")
        return 128 + int(stopped.args[0])
