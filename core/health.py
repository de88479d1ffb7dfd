"""What must always be true, as checks in plain words. Each room brings its own in `health.py`; `manage.py doctor` asks them all."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Checkup:
    """One invariant: `sentence` says what is true when `check` finds nothing."""

    name: str
    sentence: str
    check: Check


@dataclass
class Finding:
    """What a checkup found, in sentences; none is health."""

    checkup: Checkup
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


SHOWN = 20  # problems of one checkup; the rest are counted
_checkups: dict[str, Checkup] = {}


def checkup(name: str, sentence: str) -> Callable[[Check], Check]:
    """Register a check: a function that returns, or yields, one sentence for each thing that is wrong."""

    def register(check: Check) -> Check:
        _checkups[name] = Checkup(name, sentence, check)
        return check

    return register


def examine(only: Iterable[str] = ()) -> Iterator[Finding]:
    """Run the checkups (all, or those named), one after the other. A check that fails is a finding too."""
    wanted = set(only)
    for one in [found for found in _checkups.values() if not wanted or found.name in wanted]:
        finding, start = Finding(one), time.monotonic()
        try:
            problems = list(one.check())
        except Exception as problem:  # a broken database, or a broken check: either way nothing is known
            problems = [f"This could not be checked: {type(problem).__name__}: {problem}"]
        finding.problems = problems[:SHOWN]
        if len(problems) > SHOWN:
            finding.problems.append(f"… and {len(problems) - SHOWN:,} more.")
        finding.seconds = time.monotonic() - start
        yield finding


def names() -> list[str]:
    return list(_checkups)
