"""`dev.py test`: the suite on SQLite, on PostgreSQL, the journeys in a browser, and one honest sum."""

import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import throwaway
from tests.support.keeper import keep, release

from . import environment, system
from .house import ROOT, Trouble, in_ci
from .house import environment as house_environment
from .processes import log_file, run_kept
from .say import BOLD, GREEN, RED, paint, say

RESULTS = ROOT / "var" / "test"
LIMIT = 900  # seconds for one run: a hanging test must end in a sentence
NO_TESTS = 5  # pytest's exit code when it found nothing to run


@dataclass
class Result:
    """What one run of the suite came to."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: str = ""  # why the numbers can't be trusted, if they can't

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.skipped


def read(name: str, code: int, report: Path) -> Result:
    """Count pytest's own report; a run that ended badly without one counts as broken."""
    if code == NO_TESTS:
        return Result(name)
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Result(name, broken=f"the {name} run left no report (exit code {code})")

    def count(field: str) -> int:
        return sum(int(each.get(field, 0)) for each in suites)

    failed, skipped = count("failures") + count("errors"), count("skipped")
    result = Result(name, max(count("tests") - failed - skipped, 0), failed, skipped)
    if code not in (0, 1) or (code and not failed):
        result.broken = f"the {name} run ended with exit code {code}"
    return result


def test(arguments: list[str], *, wants_help: bool = False) -> int:
    started = time.monotonic()
    environment.make()
    environment.fill("test")
    if wants_help:
        say("dev.py test [pytest's arguments]: the suite on SQLite, on PostgreSQL, and the journeys in a browser.\n")
        return run_kept([environment.PYTHON, "-m", "pytest", "--help"])
    lacking = system.install_missing()
    if in_ci() and lacking:
        raise Trouble(f"With CI=true nothing may be skipped, and this machine lacks {', '.join(lacking)}.")
    shutil.rmtree(RESULTS, ignore_errors=True)  # the databases of earlier runs too: what counts is built anew
    RESULTS.mkdir(parents=True)
    with servers(lacking) as (urls, postgres_url), migrating_meanwhile(postgres_url):
        results = [pytest("SQLite", arguments, "not journey and not postgresql", urls)]
        if postgres_url:
            results.append(
                pytest("PostgreSQL", arguments, "not journey and not once", {**urls, "DATABASE_URL": postgres_url})
            )
        else:
            say("PostgreSQL is not installed: its run is skipped.")
            results.append(Result("PostgreSQL", skipped=results[0].total))
        results.append(pytest("browser", arguments or ["tests/journeys"], "journey", urls))
    return conclude(results, time.monotonic() - started)


@contextmanager
def servers(lacking: list[str]) -> Iterator[tuple[dict[str, str], str | None]]:
    with ExitStack() as stack:
        urls, postgres_url = {}, None
        if "redis-server" not in lacking:
            urls["ENGAGE_TEST_REDIS_URL"] = stack.enter_context(throwaway.redis())
        if "postgresql" not in lacking:
            postgres_url = stack.enter_context(throwaway.postgres())
        yield urls, postgres_url


@contextmanager
def migrating_meanwhile(postgres_url: str | None) -> Iterator[None]:
    """While the run on SQLite has one worker migrate and the other one wait, PostgreSQL is migrated too.

    What goes wrong here is left to the run on PostgreSQL: it makes what it misses, and says what stops it.
    """
    if not postgres_url:
        yield
        return
    env = house_environment(ENGAGE_MODE="test", DATABASE_URL=postgres_url, DJANGO_SETTINGS_MODULE="tests.settings")
    with log_file("migrating").open("wb") as output:
        migration = keep([str(environment.PYTHON), "-m", "tests.support.ground"], env=env, cwd=ROOT, output=output)
        try:
            yield
        finally:
            release(migration)


def pytest(name: str, arguments: list[str], marks: str, extra: dict[str, str]) -> Result:
    say(paint(f"\n{name}", BOLD))
    report = RESULTS / f"{name.lower()}.xml"
    env = house_environment(ENGAGE_MODE="test", **extra)
    command = [environment.PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist=worksteal", "-m", marks]
    code = run_kept([*command, f"--junitxml={report}", *arguments], env=env, limit=LIMIT)
    return read(name, code, report)


def conclude(results: list[Result], seconds: float) -> int:
    """Print the sum as the last line; anything but a full, clean pass is a failure."""
    passed, failed, skipped = (
        sum(getattr(each, field) for each in results) for field in ("passed", "failed", "skipped")
    )
    problems = [each.broken for each in results if each.broken]
    if not passed + failed + skipped:
        problems.append("no test was found")
    if skipped and in_ci():
        problems.append("with CI=true a skipped test is a failure")
    say()
    for problem in problems:
        say(paint(f"Not good: {problem}.", RED))
    runs = ", ".join(f"{each.name} {each.total}" for each in results)
    bad = bool(failed or problems)
    say(
        paint(f"{passed} passed, {failed} failed, {skipped} skipped in {seconds:.0f} s ({runs})", RED if bad else GREEN)
    )
    return 1 if bad else 0
