"""Servers for one test run: a PostgreSQL cluster and a Redis that nobody else sees, and that leave nothing behind.

Standard library only, so that dev.py can use it before anything is installed.
"""

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .keeper import keep, release

# Nothing here has to survive a power cut, and a stuck test has to say so.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=128MB")


class Missing(Exception):
    """This machine lacks the server; the message names the package."""


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL programs (15 or later) on this machine."""
    found = [Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    found += [Path(path).parent for path in glob.glob("/opt/homebrew/opt/postgresql*/bin/initdb")]
    found.sort(key=lambda path: [int(part) for part in path.parts if part.isdigit()])
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(os.path.realpath(initdb)).parent]
    return found[-1] if found else None


def free_port() -> int:
    """A port of the loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A new PostgreSQL cluster on a random port of the loopback, as a DATABASE_URL; gone afterwards.

    initdb refuses root, so as root the cluster belongs to `postgres` (or `nobody`). Raises Missing.
    """
    programs = postgres_binaries()
    if programs is None:
        raise Missing("postgresql")
    user = unprivileged() if os.geteuid() == 0 else None
    password = secrets.token_urlsafe(16)
    for _ in range(3):  # somebody may take the port between finding and using it
        folder = Path(tempfile.mkdtemp(prefix="engage-postgres-"))
        try:
            initialize(programs, folder, user, password)
            port = free_port()
            server = start_postgres(programs, folder, user, port)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if server:
            break
    else:
        raise RuntimeError("PostgreSQL did not start.")
    try:
        yield f"postgres://engage:{password}@127.0.0.1:{port}/postgres"
    finally:
        release(server)


def unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def initialize(programs: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if user:
        shutil.chown(folder, user)
        shutil.chown(secret, user)
    # md5, because a bench that opens connections must not measure the password's hashing
    command = [programs / "initdb", "-D", folder / "data", "-U", "engage", f"--pwfile={secret}", "--auth=md5"]
    done = subprocess.run(
        [*map(str, command), "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        user=user,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


def start_postgres(programs: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes] | None:
    options = [*QUICK, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *(f"--{option}" for option in options)]
    with (folder / "log").open("ab") as output:
        server = keep(command, output=output, user=user, cwd=folder, remove=[folder], ask="INT")
    ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    if answers(server, lambda: subprocess.run(ready).returncode == 0):
        return server
    release(server)
    return None


def answers(server: subprocess.Popen[bytes], ask: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether the server answers before it ends or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        if ask():
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis server on a random port of the loopback, as a REDIS_URL; gone afterwards. Raises Missing."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("redis-server")
    folder = tempfile.mkdtemp(prefix="engage-redis-")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = keep(command, output=subprocess.DEVNULL, remove=[folder])
    try:
        if not answers(server, lambda: pongs(port)):
            raise RuntimeError("redis-server did not start.")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        release(server)


def pongs(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False
