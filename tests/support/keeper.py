"""Keeps one process: when whoever started it is gone, however it went, the process and its offspring go too.

The keeper holds the reading end of a pipe. Its starter holds the other end, which the kernel closes even after
kill -9. So no server outlives the command that started it. On Linux the keeper also adopts, and ends, what its
process leaves behind, even in a process group of its own. Standard library only; also run as a program.
"""

import argparse
import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

GRACE = float(os.environ.get("ENGAGE_KEEPER_GRACE", 8))  # seconds between asking and killing
PR_SET_CHILD_SUBREAPER = 36  # from <linux/prctl.h>: orphans below us become our children, not those of process 1


def keep(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: str | Path | None = None,
    output: IO[Any] | int | None = None,
    user: str | None = None,
    fds: Iterable[int] = (),
    remove: Iterable[str | Path] = (),
    ask: str = "TERM",
) -> subprocess.Popen[bytes]:
    """Start a command under a keeper. Both outputs go to `output`; folders in `remove` go when the command has ended.

    `release()` stops it; so does the death of this process. `ask` is the signal that asks the command to stop.
    """
    fds = list(fds)
    options = [f"--ask={ask}", *(f"--fd={fd}" for fd in fds), *(f"--remove={path}" for path in remove)]
    if user:
        options.append(f"--user={user}")
    return subprocess.Popen(
        [sys.executable, "-I", "-S", __file__, *options, "--", *command],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=env,
        cwd=cwd,
        pass_fds=fds,
        start_new_session=True,  # a Ctrl-C at the terminal reaches the starter alone, who then stops things in order
    )


def release(*kept: subprocess.Popen[bytes]) -> None:
    """Ask every kept process to stop, all at once, and wait until none is left."""
    for process in kept:
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
    for process in kept:
        process.wait()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ask", default="TERM")
    parser.add_argument("--user")
    parser.add_argument("--fd", type=int, action="append", default=[])
    parser.add_argument("--remove", action="append", default=[])
    parser.add_argument("command", nargs="+")
    given = parser.parse_args(argv)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    try:
        child = subprocess.Popen(
            given.command,
            stdin=subprocess.DEVNULL,
            user=given.user,
            group=None if given.user is None else group_of(given.user),
            extra_groups=None if given.user is None else [],
            pass_fds=given.fd,
            start_new_session=True,
        )
    except OSError as problem:
        print(f"{given.command[0]}: {problem}", file=sys.stderr)
        return 127
    try:
        return watch(child, awake, signal.Signals[f"SIG{given.ask}"])
    finally:
        for path in given.remove:
            shutil.rmtree(path, ignore_errors=True)


def group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def watch(child: subprocess.Popen[bytes], awake: int, ask: signal.Signals) -> int:
    """Wait for the child's end, or for the starter's, which ends the child."""
    asked_at: float | None = None
    while child.poll() is None:
        ready, _, _ = select.select([awake] if asked_at else [awake, 0], [], [], 1.0 if asked_at is None else 0.1)
        if awake in ready:
            told = set(os.read(awake, 64)) & {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
        else:
            told = set()
        if asked_at is None and (told or (0 in ready and not os.read(0, 64))):
            asked_at = time.monotonic()
            signal_group(child, ask)
        if asked_at and time.monotonic() - asked_at > GRACE:
            signal_group(child, signal.SIGKILL)
    signal_group(child, signal.SIGKILL)
    while left := left_behind():
        for each in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(each, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)
    code = child.returncode
    return code if code >= 0 else 128 - code


def signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def left_behind() -> list[int]:
    """Processes that became ours because their parents ended; Linux only."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
