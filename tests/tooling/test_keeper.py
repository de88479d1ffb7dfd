"""Nothing outlives the command that started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.keeper import keep, release
from tests.tooling.house import ROOT

pytestmark = pytest.mark.once

# Starts two sleepers, one in a process group of its own, writes down who is who, and then waits.
FAMILY = """
import os, subprocess, sys, time
sleepers = [subprocess.Popen(["sleep", "300"]), subprocess.Popen(["sleep", "300"], start_new_session=True)]
with open(sys.argv[1] + ".part", "w") as file:
    file.write(" ".join(str(each) for each in [os.getpid(), *(sleeper.pid for sleeper in sleepers)]))
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(float(sys.argv[2]))
"""

# A starter as dev.py is one: keeps a family and waits.
STARTER = """
import sys, time
from tests.support.keeper import keep
keep([sys.executable, "-c", sys.argv[1], sys.argv[2], "300"], remove=sys.argv[3:])
time.sleep(300)
"""


def written(path: Path) -> list[int]:
    """The family's process ids, once it has written them down."""
    end = time.monotonic() + 20
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return [int(word) for word in path.read_text().split()]


def alive(pid: int) -> bool:
    """Whether the process runs: one that has ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids: list[int]) -> bool:
    end = time.monotonic() + 15
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)


def test_a_released_process_goes_with_its_children(tmp_path):
    kept = keep([sys.executable, "-c", FAMILY, str(tmp_path / "ids"), "300"])
    family = written(tmp_path / "ids")
    release(kept)
    assert kept.returncode == 128 + signal.SIGTERM
    assert gone(family)


def test_children_left_behind_by_a_process_that_ended_go_too(tmp_path):
    kept = keep([sys.executable, "-c", FAMILY, str(tmp_path / "ids"), "0"])
    assert kept.wait(20) == 0
    assert gone(written(tmp_path / "ids"))
    release(kept)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_starter_dies_everything_it_started_dies(tmp_path, number):
    folder = tmp_path / "data"
    folder.mkdir()
    starter = subprocess.Popen([sys.executable, "-c", STARTER, FAMILY, str(tmp_path / "ids"), str(folder)], cwd=ROOT)
    family = written(tmp_path / "ids")
    assert all(alive(pid) for pid in family)
    starter.send_signal(number)
    starter.wait(10)
    assert gone(family)
    end = time.monotonic() + 5
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not folder.exists()


def test_the_exit_code_is_the_commands_own():
    kept = keep([sys.executable, "-c", "raise SystemExit(7)"])
    assert kept.wait(20) == 7
    release(kept)


def test_a_command_that_is_not_there_is_said_so(tmp_path):
    with (tmp_path / "log").open("wb") as output:
        kept = keep(["no-such-command"], output=output)
        assert kept.wait(20) == 127
        release(kept)
    assert "no-such-command" in (tmp_path / "log").read_text()


def test_a_process_that_will_not_listen_is_killed(tmp_path):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(300)"
    )
    with (tmp_path / "log").open("wb") as output:
        kept = keep([sys.executable, "-c", deaf], output=output, env={**os.environ, "ENGAGE_KEEPER_GRACE": "0.5"})
        while b"deaf" not in (tmp_path / "log").read_bytes():
            time.sleep(0.02)
        started = time.monotonic()
        release(kept)
    assert kept.returncode == 128 + signal.SIGKILL
    assert time.monotonic() - started < 5
