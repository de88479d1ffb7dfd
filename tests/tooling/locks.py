"""The locks: every library at one version, every file by its hash, and no address where it came from."""

import shutil
import subprocess

from .house import ROOT, Trouble, environment
from .processes import run_logged
from .say import Steps, say

OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--quiet",
)
LOCKS = {"run": (), "test": ("test", "check", "pdf"), "grown": ("grown", "pdf")}


def lock(*, upgrade: bool) -> int:
    uv = shutil.which("uv")
    if uv is None or subprocess.run([uv, "--version"], capture_output=True).returncode:
        raise Trouble("Locking needs uv. Install it (`pip install uv`, or your system's package) and run this again.")
    steps = Steps(len(LOCKS))
    for name, extras in LOCKS.items():
        with steps.step(f"Locking requirements/{name}.txt"):
            # What runs the site decides; the tests and the extras use the same versions.
            given = [f"--extra={extra}" for extra in extras] + ([] if name == "run" else ["-c", "requirements/run.txt"])
            newer = ["--upgrade"] if upgrade else []
            command = [
                uv,
                "pip",
                "compile",
                *OPTIONS,
                *newer,
                *given,
                "pyproject.toml",
                "-o",
                f"requirements/{name}.txt",
            ]
            run_logged("lock", command, environment(UV_PYTHON_DOWNLOADS="never"))
    changed = subprocess.run(
        ["git", "status", "--short", "--", "requirements"], cwd=ROOT, capture_output=True, text=True
    )
    say(changed.stdout.strip() or "Nothing changed.")
    return 0
