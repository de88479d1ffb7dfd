"""The queue of a site without Redis: files in a folder, each of them whole from the moment it has its name.

Kombu's own transport opens a message under its name and then fills it, and empties a table of queues before it locks it. Whoever
reads in between finds nothing, and a worker ends over that (celery/kombu issue 1551). It also takes a message by moving it into
the temp folder; where that lies on another file system it is a copy, and of two workers one empties what the other reads.
"""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Writes beside, then gives the name; gives another name, then reads."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as the class above it
        """Raises ChannelError where the disk is full or the folder forbidden."""
        path = Path(self.data_folder_out) / f"{time.time_ns()}_{uuid4()}.{queue}.msg"
        try:
            _write(path, dumps(payload), os.replace)
        except OSError as exc:
            raise ChannelError(f"Cannot add {path}") from exc

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """Raises Empty. Each message goes to one reader. Who dies before having read it leaves it in the folder as `.taken`,
        and nobody takes it up again; who dies later takes it along, as with kombu's own. Neither that nor what can't be read
        is missed: whatever must happen is a row in the database.
        """
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            try:
                return loads(_take(folder / name))
            except FileNotFoundError:
                continue  # another reader was quicker
            except OSError as exc:
                raise ChannelError(f"Cannot take {folder / name}") from exc
            except ValueError:
                log.warning("A message of the queue %s could not be read.", queue)
        raise Empty

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


def _take(path: Path) -> bytes:
    """Within one folder a name is given in one step, so that one reader has it and all others find nothing."""
    taken = path.rename(path.with_suffix(".taken"))
    message = taken.read_bytes()
    taken.unlink()
    return message


def _write(path: Path, text: str, give_name: Callable[[Path, Path], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{uuid4()}.unfinished")
    try:
        beside.write_text(text)
        give_name(beside, path)
    finally:
        beside.unlink(missing_ok=True)
