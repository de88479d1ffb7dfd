"""The queue of a site without Redis: files in a folder, each of them whole from the moment it has its name.

Kombu's own transport opens a message under its name and then fills it, and empties a table of queues before it locks it. Whoever
reads in between finds nothing, and a worker ends over that (celery/kombu issue 1551).
"""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Writes beside, then gives the name."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as the class above it
        """Raises ChannelError where the disk is full or the folder forbidden."""
        path = Path(self.data_folder_out) / f"{time.time_ns()}_{uuid4()}.{queue}.msg"
        try:
            _write(path, dumps(payload), os.replace)
        except OSError as exc:
            raise ChannelError(f"Cannot add {path}") from exc

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """Raises Empty. What can't be read is taken away and not missed: whatever must happen is a row in the database."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                log.warning("A message of the queue %s could not be read.", queue)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table = self._exchange_file(exchange)
        if table.exists() and not table.stat().st_size:
            table.unlink(missing_ok=True)
        with suppress(FileExistsError):  # another process was quicker
            _write(table, "[]", os.link)
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """The broker's address is `files://`."""

    Channel = Channel


def _write(path: Path, text: str, give_name: Callable[[Path, Path], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{uuid4()}.unfinished")
    try:
        beside.write_text(text)
        give_name(beside, path)
    finally:
        beside.unlink(missing_ok=True)
