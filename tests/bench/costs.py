"""What a family of processes used, from the operating system's own accounting (Linux)."""

import os
from collections.abc import Iterable
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds


def cpu_of(roots: Iterable[int]) -> float:
    """CPU milliseconds of these processes and all below them, also of children that have ended and were waited for."""
    used = 0
    for pid in family(roots):
        if fields := stat(pid):
            used += sum(int(fields[index]) for index in (11, 12, 13, 14))  # utime, stime, and those of children
    return used * TICK


def family(roots: Iterable[int]) -> set[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        if fields := stat(int(path.name)):
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found, waiting = set(), list(roots)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children.get(pid, [])
    return found


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent, …; nothing for a process that has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def memory_of(pid: int) -> float:
    """Proportional set size in MB: what is shared is divided among those who share it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
