"""`dev.py run`: the demo city on this machine, from nothing to a page, and every process of it gone afterwards."""

import argparse
import contextlib
import json
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.keeper import keep, release

from . import environment, prepared
from .house import ROOT, VAR, VENV, Trouble
from .house import environment as house_environment
from .processes import log_file, run_kept, run_logged, tail
from .say import BOLD, Steps, paint, say

ROLES = ("resident", "organizer", "official", "moderator", "editor", "administrator")
FIRST_PORT, PORTS = 8000, 50
PATIENCE = 60  # seconds until the site must have answered
MANAGE = (environment.PYTHON, "manage.py")
CITY = ("engage.sqlite3", "engage.sqlite3-wal", "engage.sqlite3-shm", "celerybeat-schedule", "media", "broker")


def run(given: argparse.Namespace) -> int:
    if given.check:
        return check()
    with only_one() as tell, listening(given.host, given.port) as line:
        address = f"http://{'127.0.0.1' if given.host == '0.0.0.0' else given.host}:{line.getsockname()[1]}"
        tell(address)
        if given.reset:
            forget_city()
        steps = Steps(5)
        with steps.step("Making a private environment") as notes:
            notes.append(environment.make())
        with steps.step("Installing the libraries") as notes:
            notes.append(environment.fill("run"))
        secret = secrets.token_urlsafe(12)
        env = demo_environment(VAR, address, secret)
        prepare(steps, env)
        servers: dict[str, subprocess.Popen[bytes]] = {}
        try:
            with steps.step("Starting the site and its worker"):
                start(servers, env, line)
                wait_for_answer(servers, address, env["ENGAGE_INSTANCE"])
            introduce(given.host, address, secret)
            return watch(servers)
        finally:
            release(*servers.values())


def demo_environment(data: Path, address: str, secret: str) -> dict[str, str]:
    return house_environment(
        ENGAGE_MODE="demo",
        ENGAGE_DATA=str(data),
        ENGAGE_INSTANCE=secrets.token_hex(8),
        ENGAGE_DEMO_SECRET=secret,
        SITE_URL=address,
        DJANGO_SETTINGS_MODULE="engage.settings",
    )


# ---- before the start


@contextlib.contextmanager
def only_one() -> Iterator[Callable[[str], None]]:
    """Two sites on one database file and one queue would do every task twice: the second is told where the first is."""
    import fcntl

    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "running").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise Trouble(f"Engage is running already, at {file.read().strip()}. Stop it there with Ctrl-C.") from None

        def tell(address: str) -> None:
            file.truncate(0)
            file.write(address)
            file.flush()

        yield tell


@contextlib.contextmanager
def listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """The site's own socket, held from here on so that nobody else takes the port meanwhile."""
    wanted = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in wanted:
        line = socket.socket(family)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, each))
            line.listen(128)
        except OSError as problem:
            line.close()
            reason = problem.strerror
            continue
        with line:
            yield line
        return
    tried = str(port) if port is not None else f"{FIRST_PORT} to {FIRST_PORT + PORTS - 1}"
    raise Trouble(f"Port {tried} on {host} can't be used: {reason}. Name another one: --port 9000")


def forget_city() -> None:
    for name in CITY:
        path = VAR / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    prepared.forget()


def prepare(steps: Steps, env: dict[str, str]) -> None:
    """Migrate and seed, unless nothing changed since it was last done."""
    with steps.step("Preparing the database") as notes:
        if prepared.is_current("database"):
            notes.append("nothing new")
        else:
            run_logged("migrate", [*MANAGE, "migrate", "--no-input", "--verbosity=1"], env)
            prepared.note("database")
    with steps.step("Building the demo city") as notes:
        if not prepared.seed_command():
            notes.append("there is none yet")
        elif prepared.is_current("seed"):
            notes.append("nothing new")
        else:
            run_logged("seed", [*MANAGE, "seed_demo"], env)
            prepared.note("seed")


# ---- running


def start(servers: dict[str, subprocess.Popen[bytes]], env: dict[str, str], line: socket.socket) -> None:
    binaries = VENV / "bin"
    web = [str(binaries / "gunicorn"), "engage.wsgi:application", f"--bind=fd://{line.fileno()}", "--workers=2"]
    web += ["--worker-class=gthread", "--threads=4", "--no-control-socket", "--preload", "--graceful-timeout=3"]
    worker = [str(binaries / "celery"), "-A", "engage.celery:app", "worker", "-P", "threads", "-c", "2", "-B"]
    worker += ["--loglevel=INFO", f"--schedule={VAR / 'celerybeat-schedule'}"]
    for name, command, fds in (("web", web, [line.fileno()]), ("worker", worker, [])):
        with log_file(name).open("wb") as output:
            servers[name] = keep(command, env=env, cwd=ROOT, output=output, fds=fds)


def wait_for_answer(servers: dict[str, subprocess.Popen[bytes]], address: str, instance: str) -> None:
    """Wait until this very site answers: on a busy machine another one may sit behind the port."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        fail_if_ended(servers)
        with (
            contextlib.suppress(OSError, ValueError),
            urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer,
        ):
            if json.load(answer).get("instance") == instance:
                return
            raise Trouble(f"Another site answers at {address}. Name another port: --port 9000")
        time.sleep(0.1)
    raise Trouble(f"The site did not answer within {PATIENCE} s. The end of its log:\n{tail(log_file('web'))}")


def fail_if_ended(servers: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, server in servers.items():
        if server.poll() is not None:
            log = log_file(name)
            raise Trouble(f"The {name} process ended (exit code {server.returncode}). The end of {log}:\n{tail(log)}")


def watch(servers: dict[str, subprocess.Popen[bytes]]) -> int:
    """Until somebody stops us; a server that ends takes the other one with it, and says why."""
    while True:
        fail_if_ended(servers)
        time.sleep(0.5)


def introduce(host: str, address: str, secret: str) -> None:
    """What a person needs to know now: where to look, as whom, how to stop."""
    say()
    say(f"  {paint('Engage is ready:', BOLD)} {paint(address + '/', BOLD)}")
    say()
    say("  Sign in with one tap as")
    for role in ROLES:
        say(f"    {role:<14} {address}/demo/enter/{role}/?key={secret}")
    say(f"  Letters and sign-in codes: {address}/demo/mailbox/")
    if host == "0.0.0.0":
        say()
        say(f"  From a phone in the same network: http://{lan_address()}:{address.rpartition(':')[2]}/")
        say("  Plain http has no offline pages, passkeys, push messages or location there; the rest works.")
    say()
    say(f"  Stop: Ctrl-C.  Start over with a new city: python3 dev.py run --reset.  Logs: {log_file('web').parent}")


def lan_address() -> str:
    """This machine's address in its network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


# ---- the story


def check() -> int:
    """Walk the story on a folder of its own; the exit code is the story's."""
    environment.make()
    environment.fill("run")
    with tempfile.TemporaryDirectory(prefix="engage-check-") as folder, listening("127.0.0.1", 0) as line:
        port = line.getsockname()[1]
        line.close()  # the story binds it itself
        env = demo_environment(Path(folder), f"http://127.0.0.1:{port}", secrets.token_urlsafe(12))
        run_logged("check-migrate", [*MANAGE, "migrate", "--no-input", "--verbosity=1"], env)
        return run_kept([*MANAGE, "check_story", f"--port={port}"], env=env)
