"""The queue in a folder: many write and read at once, and nobody ever reads half of anything."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty
from threading import Event

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from engage.celery import app

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path):
    for name in ("queue", "control", "processed"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def connect(folder) -> Callable[[str], Connection]:
    places = {
        "data_folder_in": "queue",
        "data_folder_out": "queue",
        "control_folder": "control",
        "processed_folder": "processed",
    }
    options = {key: str(folder / name) for key, name in places.items()} | {"store_processed": True}
    assert app  # knows the address
    return lambda address: Connection(address, transport_options=options)


def messages(connect, number: int) -> list[dict[str, int]]:
    """What a reader gets who never rests, while another one writes."""
    written = Event()

    def write() -> None:
        channel = connect("files://").channel()
        for n in range(number):
            channel._put("celery", {"n": n})
        written.set()

    def read() -> list[dict[str, int]]:
        channel, found = connect("files://").channel(), []
        while True:
            over = written.is_set()
            try:
                found.append(channel._get("celery"))
            except Empty:
                if over:
                    return found

    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(read)
        pool.submit(write).result()
        return done.result()


def test_a_message_is_whole_when_it_has_its_name(connect):
    assert messages(connect, 300) == [{"n": n} for n in range(300)]


def test_the_control_kombus_own_is_read_before_it_is_written(connect, monkeypatch):
    """Its message has a name before it is locked and filled: here somebody reads at just that moment."""
    writer, reader, lock = connect("filesystem://").channel(), connect("filesystem://").channel(), filesystem.lock

    def read_now(*file_and_flags):
        lock(*file_and_flags)
        with pytest.raises(ValueError, match="Expecting value"):
            reader._get("celery")
        raise Empty

    monkeypatch.setattr(filesystem, "lock", read_now)
    with pytest.raises(Empty):
        writer._put("celery", {"n": 1})


def test_what_cannot_be_read_is_passed_over(connect, folder):
    channel = connect("files://").channel()
    (folder / "queue" / "1_x.celery.msg").write_text("")
    channel._put("celery", {"n": 1})
    assert channel._get("celery") == {"n": 1}
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_table_is_never_empty_and_keeps_what_others_bound(connect, folder):
    table = folder / "control" / "reply.exchange"
    table.write_text("")  # as a power cut leaves it
    channels = [connect("files://").channel() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: channels[n]._queue_bind("reply", "", "", f"queue-{n}"), range(8)))
    assert {row.queue for row in channels[0].get_table("reply")} == {f"queue-{n}" for n in range(8)}
    assert isinstance(channels[0], filesystem.Channel)


def test_a_folder_that_is_none_is_said_so(connect, folder):
    (folder / "queue").rmdir()
    (folder / "queue").write_text("a file")
    with pytest.raises(ChannelError, match="Cannot add"):
        connect("files://").channel()._put("celery", {})
