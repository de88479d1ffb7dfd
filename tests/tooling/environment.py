"""The private environment `.venv`: made with the Python at hand, filled from a lock whose every file has a hash."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import system
from .house import ROOT, VENV, Trouble, environment, this_python
from .processes import log_file, run_kept, tail

STAMP = ".engage.json"  # inside the environment: which locks it was filled from
PYTHON = str(VENV / "bin" / "python")

# Run by the environment's own Python: does it hold what the lock pins?
COMPARE = """
import re, sys
from importlib.metadata import distributions
have = {re.sub(r"[-_.]+", "-", d.name).lower(): d.version for d in distributions()}
for line in open(sys.argv[1]):
    pin = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\\\]+)(.*)", line)
    if pin:
        found = have.get(re.sub(r"[-_.]+", "-", pin[1]).lower())
        if found != pin[2] and (found or ";" not in pin[3]):
            sys.exit(1)
"""


def lock_path(lock: str) -> str:
    return str(ROOT / "requirements" / f"{lock}.txt")


def fingerprint(lock: str) -> str:
    return hashlib.sha256(Path(lock_path(lock)).read_bytes()).hexdigest()


def stamps() -> dict[str, str]:
    try:
        found = json.loads((VENV / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def current(lock: str) -> bool:
    """Whether the environment was filled from this very lock, by its stamp alone: costs no process."""
    return os.path.exists(PYTHON) and stamps().get(lock) == fingerprint(lock)


def usable() -> bool:
    """Whether the environment's Python starts and is new enough (a removed system Python leaves a dead link)."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-I", "-c", question], capture_output=True).returncode == 0
    except OSError:
        return False


def holds(lock: str) -> bool:
    """Whether every pin of the lock is installed already."""
    return subprocess.run([PYTHON, "-I", "-c", COMPARE, lock_path(lock)], capture_output=True).returncode == 0


def make() -> str:
    """Make the environment if it is not there, and say in a word what was done."""
    if usable():
        return "there already"
    if VENV.is_symlink():
        raise Trouble(f".venv points to {os.readlink(VENV)}, where no Python {sys.version_info[0]}.11 or newer starts.")
    shutil.rmtree(VENV, ignore_errors=True)
    log = log_file("environment")
    with log.open("wb") as output:
        code = run_kept([sys.executable, "-m", "venv", "--without-pip", VENV], output=output, env=dict(os.environ))
    if code:
        system.install_or_explain(["python3-venv"], "Python's own venv module")
        with log.open("ab") as output:
            code = run_kept([sys.executable, "-m", "venv", "--without-pip", VENV], output=output, env=dict(os.environ))
    if code:
        raise Trouble(f"The private environment could not be made:\n{tail(log)}")
    return this_python()


def fill(lock: str) -> str:
    """Install what the lock pins, with uv or else with pip, and say in a word what was done."""
    if current(lock):
        return "nothing new"
    (VENV / STAMP).unlink(missing_ok=True)
    how = "there already" if holds(lock) else install(lock)
    # The test lock holds everything the run lock holds, at the same versions.
    locks = ("run", "test") if lock == "test" else (lock,)
    (VENV / STAMP).write_text(json.dumps({name: fingerprint(name) for name in locks}))
    return how


def install(lock: str) -> str:
    log = log_file("install")
    log.unlink(missing_ok=True)
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock_path(lock)]
        if attempt(command, log):
            return "with uv"
    pip = usable_pip()
    command = [*pip, "install", "--disable-pip-version-check", "--require-hashes", "-r", lock_path(lock)]
    if attempt(command, log):
        return "with pip"
    raise Trouble(f"The libraries could not be installed. The end of {log.relative_to(ROOT)}:\n{tail(log)}")


def attempt(command: list[str], log: Path) -> bool:
    with log.open("ab") as output:
        output.write(f"$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        return run_kept(command, output=output, env=environment(UV_PYTHON_DOWNLOADS="never", PIP_NO_INPUT="1")) == 0


def usable_pip() -> list[str]:
    """A pip that installs into the environment: the one beside our Python, or one put into the environment."""
    inside: list[str] = [PYTHON, "-m", "pip"]
    if starts(inside):
        return inside
    outside: list[str] = [sys.executable, "-m", "pip", "--python", PYTHON]
    if starts(outside):
        return outside
    if not starts([PYTHON, "-m", "ensurepip", "--default-pip"]):
        system.install_or_explain(["python3-venv"], "pip")
        if not starts([PYTHON, "-m", "ensurepip", "--default-pip"]):
            raise Trouble(
                "There is no pip to install the libraries with. On Debian or Ubuntu: apt-get install python3-pip"
            )
    return inside


def starts(command: list[str]) -> bool:
    question = command if "ensurepip" in command else [*command, "--version"]
    return subprocess.run(question, capture_output=True).returncode == 0
