"""Ask a worker to hurry, without ever making a page wait for the queue.

What must happen is a row already; the queue only makes it soon. So one thread of this process speaks with the broker: a
broker that is away, frozen or full costs nobody a second, and a sweeper finds whatever was not hurried.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Full, Queue
from typing import Any

from celery import current_app

log = logging.getLogger(__name__)

REST = 5.0  # seconds without trying, after the broker failed
_waiting: Queue[tuple[str, tuple[Any, ...]]] = Queue(maxsize=1000)
_lock = threading.Lock()
_quiet = False
_speaker: tuple[int, threading.Thread] | None = None  # the process it belongs to: threads do not survive a fork


@contextmanager
def quiet() -> Iterator[None]:
    """No hints from this process for a while: a seed that delivers its own echoes needs no worker."""
    global _quiet
    _quiet = True
    try:
        yield
    finally:
        _quiet = False


def hurry(task: str, *args: Any) -> None:
    """Send a task by name. Returns at once and never fails; ids only."""
    if _quiet:
        return
    try:
        _waiting.put_nowait((task, args))
    except Full:
        return  # a thousand hints are waiting for a broker that does not answer: the sweeper does the rest
    _start_speaker()


def _start_speaker() -> None:
    global _speaker
    with _lock:
        if _speaker and _speaker[0] == os.getpid() and _speaker[1].is_alive():
            return
        thread = threading.Thread(target=_speak, name="hurry", daemon=True)
        _speaker = (os.getpid(), thread)
        thread.start()


def _speak() -> None:
    resting_until = 0.0
    line = Line()
    while True:
        task, args = _waiting.get()
        if time.monotonic() >= resting_until:
            try:
                line.send(task, args)
            except Exception as problem:  # whatever a broker raises
                log.warning("The queue is away (%s); what waits is found by the sweeper", problem)
                resting_until = time.monotonic() + REST
        _waiting.task_done()


class Line:
    """The connection to the broker, kept open: a new one for each hint costs eight times as much as the hint."""

    def __init__(self) -> None:
        self.producer: Any = None

    def send(self, task: str, args: tuple[Any, ...]) -> None:
        """Over the open connection; one that has died meanwhile is replaced once. Raises whatever the broker does."""
        kept = self.producer is not None
        try:
            self._send(task, args)
        except Exception:
            self._hang_up()
            if not kept:
                raise
            self._send(task, args)

    def _send(self, task: str, args: tuple[Any, ...]) -> None:
        if self.producer is None:
            self.producer = current_app.amqp.Producer(current_app.connection_for_write())
        current_app.send_task(task, args, retry=False, producer=self.producer)

    def _hang_up(self) -> None:
        producer, self.producer = self.producer, None
        with suppress(Exception):
            producer.connection.close()


def settle(seconds: float = 2.0) -> bool:
    """Wait until every hint was given or dropped; for the end of a short process and for tests."""
    until = time.monotonic() + seconds
    while _waiting.unfinished_tasks and time.monotonic() < until:
        time.sleep(0.01)
    return not _waiting.unfinished_tasks
