"""Mail servers' reports about letters that came back: from a folder of mail, an mbox file, or one piece of mail on stdin."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices import actions


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "where", nargs="?", help="a Maildir folder or an mbox file; without it, one report on stdin"
        )

    def handle(self, *args: Any, where: str | None = None, **options: Any) -> None:
        count = Counter(actions.read_report(data=data) for data in reports(where))
        words = (
            f"{count.total()} read: {count[True]} new, {count[False]} known, {count[None]} not about a letter of ours."
        )
        self.stdout.write(words)


def reports(where: str | None) -> Iterator[bytes]:
    """Reading the same again is harmless; nothing is moved or deleted."""
    if where is None:
        yield sys.stdin.buffer.read()
        return
    path = Path(where)
    if not path.exists():
        raise CommandError(f"There is no {where}.")
    box: mailbox.Mailbox[Any] = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    for key in box.iterkeys():
        yield box.get_bytes(key)
