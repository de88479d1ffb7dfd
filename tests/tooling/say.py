"""What a person reads while dev.py works: one line a step, with its time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

BOLD, DIM, RED, GREEN, PLAIN = "\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[0m"


def colorful() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def paint(text: str, *codes: str) -> str:
    return f"{''.join(codes)}{text}{PLAIN}" if colorful() else text


def say(text: str = "") -> None:
    print(text, flush=True)


class Steps:
    """Counted steps: `[3/5] Preparing the database … 6.2 s`."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Time what happens inside; a word appended to the list says what made it short or special."""
        self.done += 1
        print(f"{paint(f'[{self.done}/{self.total}]', DIM)} {title} …", end="", flush=True)
        started = time.monotonic()
        notes: list[str] = []
        try:
            yield notes
        except BaseException:
            print(flush=True)
            raise
        print("".join(f" {note}," for note in notes) + f" {time.monotonic() - started:.1f} s", flush=True)
