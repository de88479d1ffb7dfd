"""What is measured: three databases on one PostgreSQL, and a web server before each of them."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from tests.support.keeper import keep, release
from tests.tooling.house import ROOT

from .load import Broken

WORKERS = 2
# What must be true of rows written in bulk; the doctor's other questions are about a site that runs for real.
SOUND = ("seats", "capacity", "waitlists", "attendance", "supports", "ballots", "balances", "reversals", "logins")

OVERSOLD = """
    SELECT count(*) FROM projects_slot slot
    WHERE capacity < (
        SELECT sum(seats) FROM projects_signup
        WHERE slot_id = slot.id AND state IN ('confirmed', 'offered', 'pending_consent')
    )
"""


class Ground:
    """The throwaway servers that dev.py hands over, and what is built on them. All data goes with `folder`."""

    def __init__(self, folder: Path, database_url: str, redis_url: str):
        self.folder, self.database_url, self.redis_url = folder, database_url, redis_url
        self.secret = secrets.token_urlsafe(40)
        with psycopg.connect(database_url) as line:
            (backend,) = line.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            self.postgres = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        with contextlib.closing(redis.Redis.from_url(redis_url)) as line:
            self.redis = int(line.info()["process_id"])

    def url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.database_url)._replace(path=f"/{database}"))

    def sql(self, statement: str, database: str = "postgres") -> Any:
        with psycopg.connect(self.url(database), autocommit=True) as line:
            cursor = line.execute(statement)
            return cursor.fetchone() if cursor.description else None

    def rows(self, database: str, table: str) -> int:
        return int(self.sql(f"SELECT count(*) FROM {table}", database)[0])

    def product(self, database: str, port: int = 0, settings: str = "engage.settings") -> dict[str, str]:
        """The environment of a grown site: production settings, and this one's own keys of Redis."""
        number = {"small": 1, "large": 2}[database]
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "ENGAGE_MODE": "production",
            "ENGAGE_DATA": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "DATABASE_URL": self.url(database),
            "REDIS_URL": self.redis_url.rpartition("/")[0] + f"/{number}",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "FROM_EMAIL": "Engage <engage@larkhaven.example>",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "ENGAGE_PLAIN_HTTP": "1",
            "PROXIES": "0",
            "LOG_LEVEL": "WARNING",
        }

    def fills(self, database: str) -> dict[str, str]:
        """The environment of whoever writes the invented rows: a real site refuses them."""
        return {**self.product(database), "ENGAGE_MODE": "test"}

    def bare(self) -> dict[str, str]:
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings", "DATABASE_URL": self.url("bare")}

    # ---- rows

    def lay(self) -> None:
        """The demo city, empty, twice, and an empty database for the bare project."""
        self.sql("CREATE DATABASE bare")
        self.sql("CREATE DATABASE small")
        env = self.product("small")
        finish(start(["manage.py", "migrate", "--no-input", "--verbosity=0"], env))
        finish(start(["-m", "tests.bench.fill", "lay"], self.fills("small")))
        self.sql("CREATE DATABASE large TEMPLATE small")
        finish(start(["manage.py", "collectstatic", "--no-input", "--verbosity=0"], env))

    def fill(self, sizes: Mapping[str, int], visitors: int) -> dict[str, dict[str, Any]]:
        """Grow each database to its size; returns what there is to visit."""
        largest = max(sizes.values())
        running = {
            name: start(["-m", "tests.bench.fill", "grow", str(size), str(visitors)], self.fills(name))
            for name, size in sizes.items()
        }
        running["bare"] = start(["-m", "tests.bench.bare.fill", str(largest), str(visitors)], self.bare())
        try:
            told = {name: json.loads(finish(process)) for name, process in running.items()}
        finally:
            for process in running.values():
                process.kill()  # of no effect on those that have ended
        for name in sizes:
            self.check(name)
        for name in running:
            self.sql("VACUUM ANALYZE", name)
        self.sql("CHECKPOINT")
        return told

    def check(self, database: str) -> None:
        """Raises Broken, with what the doctor says, unless seats, queues and counters are what their rows say."""
        finish(start(["manage.py", "doctor", "--only", *SOUND], self.product(database)))

    def waiting(self, database: str) -> int:
        return int(self.sql("SELECT count(*) FROM projects_signup WHERE state = 'waitlisted'", database)[0])

    def oversold(self, database: str) -> int:
        """Tasks with more places given away than they have, counted by sign-ups: the counter is not asked."""
        return int(self.sql(OVERSOLD, database)[0])

    # ---- servers

    @contextlib.contextmanager
    def serve(self, name: str, *, workers: int = WORKERS, counting: bool = False) -> Iterator["Server"]:
        """A gunicorn with sync workers on a random port of the loopback."""
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))
            line.listen(128)
            port = line.getsockname()[1]
            if name == "bare":
                env, application = self.bare(), "tests.bench.bare.wsgi:application"
            else:
                settings = "tests.bench.settings" if counting else "engage.settings"
                env, application = self.product(name, port, settings), "engage.wsgi:application"
            log = self.folder / f"{name}{'-counting' if counting else ''}.log"
            with log.open("wb") as output:
                process = keep(
                    [sys.executable, "-m", "gunicorn", application, f"--bind=fd://{line.fileno()}",
                     f"--workers={workers}", "--no-control-socket", "--preload", "--log-level=warning"],
                    env=env, cwd=ROOT, output=output, fds=[line.fileno()],
                )  # fmt: skip
        server = Server(name, port, process, log)
        try:
            server.wait()
            yield server
        finally:
            release(process)


@dataclass
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self, seconds: float = 60) -> None:
        """Until it answers anything at all."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
                return
            time.sleep(0.1)
        raise Broken(f"The {self.name} server does not answer:\n{self.log.read_text()[-3000:]}")


def start(command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *command], env=env, cwd=ROOT, stdout=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> bytes:
    """What it printed. Raises Broken if it failed."""
    out, _ = process.communicate(timeout=600)
    if process.returncode:
        raise Broken(f"{process.args} ended with {process.returncode}:\n{out.decode()[-3000:]}")
    return out
