"""What the tests need of the operating system: packages.txt, what is missing of it, and how it gets here."""

import glob
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence

from tests.support.throwaway import postgres_binaries

from .house import ROOT, Trouble, environment
from .processes import log_file, run_kept, tail
from .say import say


def chromium() -> str | None:
    """The browser of this machine, whatever its name here; without a window it takes half the time for a page."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def has_arabic_font() -> bool:
    return bool(glob.glob("/usr/share/fonts/**/NotoSansArabic*", recursive=True))


# How to see that a package is there without asking a package manager, which other systems lack.
PROBES: dict[str, Callable[[], object]] = {
    "postgresql": postgres_binaries,
    "redis-server": lambda: shutil.which("redis-server"),
    "chromium-headless-shell": chromium,  # whichever is there
    "fonts-noto-core": has_arabic_font,
    "gettext": lambda: shutil.which("msgfmt"),
}


def listed() -> list[str]:
    lines = (ROOT / "packages.txt").read_text().splitlines()
    return [name for line in lines if (name := line.partition("#")[0].strip())]


def missing() -> list[str]:
    return [name for name in listed() if not PROBES.get(name, lambda name=name: in_dpkg(name))()]


def in_dpkg(name: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    done = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status}", name], capture_output=True, text=True)
    return done.stdout.strip() == "installed"


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def command_for(packages: Sequence[str]) -> str:
    return f"sudo apt-get install {' '.join(packages)}"


def install(packages: Sequence[str]) -> None:
    """Install with apt-get, as root on Debian or Ubuntu. Raises Trouble with the log's end."""
    # RUNLEVEL=1: a package that brings a server does not start it on this machine.
    env = environment(DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    log = log_file("apt")
    with log.open("wb") as output:
        code = run_kept(["apt-get", "update"], env=env, output=output)
        code = run_kept(["apt-get", "install", "-y", "--no-install-recommends", *packages], env=env, output=output)
    if code:
        raise Trouble(f"apt-get could not install {' '.join(packages)}:\n{tail(log)}")


def install_or_explain(packages: Sequence[str], what: str) -> None:
    if not can_install():
        raise Trouble(f"This machine lacks {what}. On Debian or Ubuntu: {command_for(packages)}")
    say(f"\nThis machine lacks {what}: installing {' '.join(packages)} with apt-get.")
    install(packages)


def install_missing() -> list[str]:
    """Install what is missing of packages.txt where we may, saying so; return what is still missing."""
    lacking = missing()
    if lacking and can_install():
        say(f"Missing of packages.txt: {', '.join(lacking)}. Installing with apt-get, as root.")
        try:
            install(lacking)
        except Trouble as trouble:
            say(str(trouble))
        lacking = missing()
    elif lacking:
        say(f"Missing of packages.txt: {', '.join(lacking)}. The tests that need them are skipped. To have them:")
        say(f"  {command_for(lacking)}")
    return lacking
