"""Where things are, and how a command of dev.py ends early."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ENGAGE_DATA") or ROOT / "var").resolve()
VENV = ROOT / ".venv"
ROOMS = (
    "engage", "notices", "cms", "gamification", "ideas", "projects",
    "conversations", "people", "city", "files", "core",
)  # fmt: skip


class Trouble(Exception):
    """The command can't go on; the message says why and what helps."""


class Stopped(BaseException):
    """Somebody asked the command to stop: Ctrl-C, SIGTERM, or a closed terminal."""


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def rooms() -> list[str]:
    """The rooms that stand already."""
    return [name for name in ROOMS if (ROOT / name / "__init__.py").exists()]


# What describes a site that runs elsewhere has no say in tests and checks.
SETTINGS = (
    "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "STORAGE_URL", "SECRET_KEY", "SECRET_KEY_FILE", "ALLOWED_HOSTS", "SITE_URL",
)  # fmt: skip

# What would lead a process of ours out of the house; and its Python, which starts in half the time once it may
# keep what it compiled.
ASTRAY = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")


def environment(**extra: str) -> dict[str, str]:
    """The environment of a process of ours: this one's, without what has no say there, and `extra`."""
    unwanted = {*ASTRAY, *(SETTINGS if extra.get("ENGAGE_MODE") == "test" else ())}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PYTHONUNBUFFERED": "1", "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}", **extra}


def this_python() -> str:
    return f"Python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
