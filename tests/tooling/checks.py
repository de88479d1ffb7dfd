"""`dev.py check`: what a machine can judge, one line a check."""

import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from . import catalogs, environment, hosts, system
from .house import ROOT, VENV
from .house import environment as house_environment
from .processes import run_kept
from .say import GREEN, RED, paint, say

LINES = 60  # of a failed check's output: enough to start with

Answer = tuple[bool, str]


def tool(*command: str, **extra: str) -> Callable[[], Answer]:
    """A check that is a program of the environment: its exit code decides, its output is shown when it fails."""

    def run() -> Answer:
        with tempfile.TemporaryFile() as output, tempfile.TemporaryDirectory(prefix="engage-check-") as folder:
            env = house_environment(ENGAGE_MODE="test", ENGAGE_DATA=folder, **extra)
            code = run_kept([VENV / "bin" / command[0], *command[1:]], env=env, output=output)
            output.seek(0)
            return code == 0, output.read().decode(errors="replace").strip()

    return run


def templates() -> Answer:
    found = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    return tool("djhtml", "--check", *found)() if found else (True, "")


def types() -> Answer:
    from .house import rooms

    return tool("mypy", *rooms(), "tests/tooling", "tests/support", "dev.py")()


CHECKS: dict[str, Callable[[], Answer]] = {
    "types": types,  # the longest first: the others run beside it
    "style": tool("ruff", "check", "--quiet", "."),
    "format": tool("ruff", "format", "--check", "--quiet", "."),
    "templates": templates,
    "floors and staircase": tool("lint-imports", "--no-logo"),
    "migrations": tool("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "translations": catalogs.check,
    "no registry host": hosts.check,
}


def timed(check: Callable[[], Answer]) -> tuple[bool, str, float]:
    started = time.monotonic()
    good, text = check()
    return good, text, time.monotonic() - started


def check() -> int:
    environment.make()
    environment.fill("test")
    if "gettext" in system.missing() and system.can_install():
        say("This machine lacks gettext: installing it with apt-get, as root.")
        system.install(["gettext"])
    bad = 0
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        running = {name: pool.submit(timed, each) for name, each in CHECKS.items()}
        for name, future in running.items():
            good, text, seconds = future.result()
            bad += not good
            word = paint("ok", GREEN) if good else paint("FAILED", RED)
            say(f"{name:<22} {word} {seconds:.1f} s")
            if text and not good:
                say("\n".join(f"    {line}" for line in text.splitlines()[:LINES]))
    return 1 if bad else 0
