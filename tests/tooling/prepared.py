"""What was prepared already: a second start must not migrate or seed again when nothing has changed."""

import contextlib
import hashlib
import json
from pathlib import Path

from .environment import fingerprint as lock_fingerprint
from .house import ROOT, VAR, rooms

STAMP = VAR / "prepared.json"
DATABASE = VAR / "engage.sqlite3"

# Files that decide what a migrated database looks like: constraints and triggers are installed from apps and core/sql.
SCHEMA = ("migrations/*.py", "apps.py", "sql.py", "models.py", "models/*.py")


def seed_command() -> Path | None:
    found = [ROOT / room / "management" / "commands" / "seed_demo.py" for room in rooms()]
    return next((path for path in found if path.exists()), None)


def schema_files() -> list[Path]:
    return sorted(path for room in rooms() for pattern in SCHEMA for path in (ROOT / room).glob(pattern))


def seed_files() -> list[Path]:
    command = seed_command()
    return sorted([command, *(command.parents[2] / "demo").rglob("*.py")]) if command else []


def fingerprint(what: str) -> str:
    digest = hashlib.sha256(lock_fingerprint("run").encode())
    for path in {"database": schema_files, "seed": seed_files}[what]():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def notes() -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(STAMP.read_text())
        return found if isinstance(found, dict) else {}
    return {}


def is_current(what: str) -> bool:
    return DATABASE.exists() and notes().get(what) == fingerprint(what)


def note(what: str) -> None:
    STAMP.write_text(json.dumps({**notes(), what: fingerprint(what)}))


def forget() -> None:
    STAMP.unlink(missing_ok=True)
