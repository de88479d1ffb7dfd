#!/usr/bin/env python3
"""Engage's two commands, and their helpers: python3 dev.py --help

Any Python can read this file, so that an old one gets a sentence instead of a SyntaxError.
The work is done by tests/tooling/, with the standard library alone.
"""

import sys

OLDEST = (3, 11)


def newer_python():
    """The name of a Python on this machine that is new enough, or None."""
    import os

    for minor in range(20, OLDEST[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            name = "python3.%d" % minor
            if os.access(os.path.join(folder, name), os.X_OK):
                return name
    return None


def refuse_old_python():
    found = newer_python()
    sys.stderr.write(
        "Engage needs Python %d.%d or newer, and this is Python %d.%d.\n" % (OLDEST + tuple(sys.version_info[:2]))
        + (
            "This machine has a newer one: %s %s\n" % (found, " ".join(sys.argv))
            if found
            else "Install one (Debian 12, Ubuntu 24.04 and later bring it as python3) and run the command again.\n"
        )
    )
    return 1


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(refuse_old_python())
    if sys.platform == "win32":
        sys.exit("Engage runs on Linux and macOS; on Windows run it inside WSL.")
    from tests.tooling.main import main

    sys.exit(main(sys.argv[1:]))
