"""Translations: a fresh machine has no gettext, so compiled catalogs are committed, and have to match their source."""

import gettext
import shutil
import subprocess
import tempfile
from pathlib import Path

from .house import ROOT, in_ci, rooms


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("locale", *rooms())]
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.po"))


def check() -> tuple[bool, str]:
    found = sources()
    if found and not shutil.which("msgfmt"):
        return not in_ci(), "gettext is not installed: translations were not compared."
    stale = [str(path.relative_to(ROOT)) for path in found if not in_step(path)]
    return not stale, "".join(
        f"{path}: its .mo is missing or older; run `manage.py compilemessages`\n" for path in stale
    )


def in_step(source: Path) -> bool:
    """Whether the committed catalog says what its source says (bytes differ between versions of gettext)."""
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return False
    with tempfile.NamedTemporaryFile(suffix=".mo") as fresh:
        done = subprocess.run(["msgfmt", "-o", fresh.name, source], capture_output=True)
        return done.returncode == 0 and messages(Path(fresh.name)) == messages(compiled)


def messages(catalog: Path) -> dict[object, str]:
    with catalog.open("rb") as file:
        return dict(vars(gettext.GNUTranslations(file))["_catalog"])
