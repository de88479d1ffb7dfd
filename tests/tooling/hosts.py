"""No registry host, no download address in a lock, and no path of this machine stands in the tree.

The names are asked of this machine's own tools when the check runs: written down here, they would be in the tree.
"""

import glob
import os
import re
import subprocess
import sys
from pathlib import Path

from .house import ROOT

# In a lock or a requirements file: any address, or an option that names where files come from.
ADDRESS = re.compile(r"https?:/" + r"/|--(?:extra-)?index-" + r"url|--find-" + r"links", re.IGNORECASE)
LOCKS = re.compile(r"(^|/)requirements[^/]*(/.*)?\.txt$|(^|/)[\w.-]*(lock|shrinkwrap)[\w.-]*$")
HOST = re.compile(r"https?://([^/\s\"'\]]+)")
ASK_PIP = "from pip._internal.models.index import PyPI as p; print(p.netloc); print(p.file_storage_domain)"


def output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def pips_own_hosts() -> set[str]:
    """The hosts pip uses when nobody tells it otherwise, out of whichever pip this machine has."""
    found = output(sys.executable, "-c", ASK_PIP).split()
    if not found:
        for wheel in glob.glob(str(Path(os.__file__).parent / "ensurepip" / "_bundled" / "pip-*.whl")):
            found = output(sys.executable, "-c", f"import sys; sys.path.insert(0, {wheel!r}); {ASK_PIP}").split()
    return set(found)


def configured_hosts() -> set[str]:
    """The hosts pip, uv, npm and apt of this machine are set up with."""
    texts = [output(sys.executable, "-m", "pip", "config", "list"), output("npm", "config", "get", "registry")]
    texts += [value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "NPM_"))]
    for pattern in ("/etc/apt/sources.list", "/etc/apt/sources.list.d/*", "~/.npmrc", "~/.config/uv/uv.toml"):
        for path in glob.glob(os.path.expanduser(pattern)):
            texts.append(Path(path).read_text(errors="replace"))
    hosts = {match.rpartition("@")[2].partition(":")[0] for text in texts for match in HOST.findall(text)}
    return hosts - {"localhost", "127.0.0.1"}


def tracked() -> list[Path]:
    """Every file that is, or is about to be, part of the tree."""
    listed = output("git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z")
    if listed:
        return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]
    hidden = {".venv", "var", ".git"}
    return [path for path in ROOT.rglob("*") if path.is_file() and path.relative_to(ROOT).parts[0] not in hidden]


def here() -> set[str]:
    """This checkout's own path, when it is telling enough not to be a word of a page's address."""
    return {str(ROOT)} if len(ROOT.parts) > 2 else set()


def findings(files: list[Path], forbidden: set[str]) -> list[str]:
    needles = [name.encode() for name in sorted(forbidden) if name]
    found = []
    for path in files:
        raw = path.read_bytes()
        if b"\0" in raw[:4096]:
            continue
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
        is_lock = bool(LOCKS.search(name))
        if not is_lock and not any(needle in raw for needle in needles):
            continue
        for number, line in enumerate(raw.splitlines(), 1):
            if any(needle in line for needle in needles):
                found.append(f"{name}:{number}: names a registry host or a path of this machine")
            elif is_lock and ADDRESS.search(line.decode(errors="replace")):
                found.append(f"{name}:{number}: an address or a package source in a lock")
    return found


def check() -> tuple[bool, str]:
    found = findings(tracked(), pips_own_hosts() | configured_hosts() | here())
    return not found, "\n".join(found)
