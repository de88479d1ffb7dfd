"""Running other programs so that their output is kept and none of them stays behind."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from tests.support.keeper import keep, release

from .house import ROOT, VAR, Stopped, Trouble, environment
from .say import say

TAIL = 25  # lines of a log that are shown when its program failed


def stop_on_signals() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal raise Stopped, once: the way out is not interrupted."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        print("\nStopping …", flush=True)
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def log_file(name: str) -> Path:
    folder = VAR / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


def tail(log: Path) -> str:
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL:])
    return ""


def run_logged(name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run to its end with the output in var/log/NAME.log. Raises Trouble with the log's last lines."""
    log = log_file(name)
    with log.open("wb") as output:
        code = run_kept(command, env=env, output=output)
    if code:
        raise Trouble(
            f"{Path(command[0]).name} failed (exit code {code}). The end of {log.relative_to(ROOT)}:\n{tail(log)}"
        )


def run_kept(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, output=None, limit=None) -> int:  # type: ignore[no-untyped-def]
    """Run to its end, shown or into `output`; what was started goes when we are stopped. Returns the exit code.

    Past `limit` seconds it is ended, and the code is 124.
    """
    child = keep([str(part) for part in command], env=env or environment(), cwd=ROOT, output=output)
    try:
        return child.wait(limit)
    except subprocess.TimeoutExpired:
        say(f"{Path(command[0]).name} took longer than {limit} s and was ended.")
        return 124
    finally:
        release(child)
