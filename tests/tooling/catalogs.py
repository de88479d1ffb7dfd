"""Translations: a fresh machine has no gettext, so compiled catalogs are committed, and have to match their source, and each
language says what the site says: all of it, and nothing that it no longer says."""

import gettext
import shutil
import subprocess
import tempfile
from pathlib import Path

from .environment import PYTHON
from .house import ROOT, environment, in_ci, rooms

SPOKEN_IN = ("*.py", "*.html", "*.txt")


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("locale", *rooms())]
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.po"))


def check() -> tuple[bool, str]:
    found = sources()
    if found and not shutil.which("msgfmt"):
        return not in_ci(), "gettext is not installed: translations were not compared."
    stale = [str(path.relative_to(ROOT)) for path in found if not in_step(path)]
    if stale:
        return False, "".join(
            f"{path}: its .mo is missing or older; run `manage.py compilemessages`\n" for path in stale
        )
    said = spoken([ROOT / name for name in ("templates", *rooms())])
    return compare(said, {str(path.relative_to(ROOT)): keys(path.with_suffix(".mo")) for path in found})


def compare(said: set[str], known: dict[str, set[str]]) -> tuple[bool, str]:
    """`known`: a catalog's name → the messages it translates."""
    lines = [f"{path}: “{message}” has no translation\n" for path in known for message in sorted(said - known[path])]
    lines += [
        f"{path}: nothing says “{message}” any more\n" for path in known for message in sorted(known[path] - said)
    ]
    return not lines, "".join(lines)


def spoken(folders: list[Path]) -> set[str]:
    """Every message that code and pages say, as makemessages finds them. It is run on a copy: it writes beside what it reads."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for folder in folders:
            for source in (path for kind in SPOKEN_IN for path in folder.rglob(kind)):
                target = copy / folder.name / source.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        (copy / "locale").mkdir()
        command = [PYTHON, "-m", "django", "makemessages", "-l", "en", "-e", "py,html,txt", "-v", "0"]
        subprocess.run(command, cwd=copy, check=True, capture_output=True, env=environment())
        texts = copy / "locale/en/LC_MESSAGES/django.po"
        full = subprocess.run(["msgen", texts], check=True, capture_output=True).stdout
        subprocess.run(["msgfmt", "-o", texts.with_suffix(".mo"), "-"], input=full, check=True, capture_output=True)
        return keys(texts.with_suffix(".mo"))


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


def keys(catalog: Path) -> set[str]:
    """What a catalog translates: plurals by their singular, a message with a context after that."""
    return {str(key[0] if isinstance(key, tuple) else key) for key in messages(catalog)}
