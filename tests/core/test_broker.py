"""The queue in a folder: many write and read at once, and nobody ever reads half of anything."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty
from threading import Event, current_thread, main_thread

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from engage.celery import app

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    for name in ("queue", "control", "temp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def connect(folder) -> Callable[[str], Connection]:
    places = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    options = {key: str(folder / name) for key, name in places.items()}
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


# A process whose temp folder lies on another file system: nothing can be renamed into it, and a copy takes its time.
READER = """
import errno, os, shutil, sys, tempfile, time
from queue import Empty
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES

address, folder, tempfile.tempdir = sys.argv[1:]
rename = os.rename

def rename_within_a_folder(src, dst):
    if os.path.dirname(src) != os.path.dirname(dst):
        raise OSError(errno.EXDEV, "another file system")
    rename(src, dst)

def copy(src, dst, **kwargs):
    with open(src, "rb") as read:
        time.sleep(0.001)
        with open(dst, "wb") as write:
            time.sleep(0.001)
            write.write(read.read())
    return dst

os.rename, shutil.copyfile = rename_within_a_folder, copy
TRANSPORT_ALIASES["files"] = "core.broker:Transport"
options = {"data_folder_in": folder, "data_folder_out": folder}
channel = Connection(address, transport_options=options).channel()
print("ready", flush=True)
sys.stdin.readline()
while True:
    try:
        print(channel._get("celery")["n"])
    except Empty:
        break
    except (ValueError, ChannelError):
        pass
"""


def read_by_two(address: str, folder: Path) -> list[int]:
    """What two processes get who begin together."""
    command = [sys.executable, "-c", READER, address, str(folder / "queue"), str(folder / "temp")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    readers = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(2)]
    assert [reader.stdout.readline() for reader in readers] == ["ready\n", "ready\n"]
    for reader in readers:
        reader.stdin.write("go\n")
        reader.stdin.flush()
    return sorted(int(n) for reader in readers for n in reader.communicate(timeout=60)[0].split())


@pytest.fixture
def many(connect) -> list[int]:
    channel = connect("files://").channel()
    for n in range(300):
        channel._put("celery", {"n": n})
    return list(range(300))


def test_of_two_readers_one_gets_each_message_wherever_the_temp_folder_lies(many, folder):
    assert read_by_two("files://", folder) == many
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def at_the_worst_moment(connect, folder, monkeypatch) -> Callable[[str], list[dict[str, int]]]:
    """What two readers get of one message, where the temp folder lies on another file system, and the second begins its copy
    just after the first has finished its own.
    """
    rename, copyfile, unlink = os.rename, shutil.copyfile, os.unlink
    opened, finished, emptied, over = Event(), Event(), Event(), Event()

    def rename_within_a_folder(src, dst):
        if Path(src).parent != Path(dst).parent:
            raise OSError(errno.EXDEV, "another file system")
        return rename(src, dst)

    def copy(src, dst, **kwargs):
        if current_thread() is main_thread():
            return opened.wait(9) and copyfile(src, dst)
        with open(src, "rb") as read:
            opened.set()
            finished.wait(9)
            with open(dst, "wb") as write:
                emptied.set()
                over.wait(9)
                write.write(read.read())

    def remove(path):
        unlink(path)
        if current_thread() is main_thread() and opened.is_set():
            finished.set()
            emptied.wait(9)

    def read(channel):
        with suppress(Empty, ValueError):
            return [channel._get("celery")]
        return []

    def what_two_get(address):
        first, second = (connect(address).channel() for _ in range(2))
        first._put("celery", {"n": 1})
        with monkeypatch.context() as patch, ThreadPoolExecutor(1) as pool:
            patch.setattr(tempfile, "tempdir", str(folder / "temp"))
            patch.setattr(os, "rename", rename_within_a_folder)
            patch.setattr(shutil, "copyfile", copy)
            patch.setattr(os, "unlink", remove)
            others = pool.submit(read, second)
            got = read(first)
            emptied.set()
            over.set()
            return got + others.result()

    return what_two_get


def test_of_two_readers_one_gets_a_message_at_the_worst_moment(at_the_worst_moment):
    assert at_the_worst_moment("files://") == [{"n": 1}]


def test_the_control_kombus_own_loses_it_then(at_the_worst_moment, folder):
    """The second empties the copy that the first is about to read, and then finds the message gone."""
    assert at_the_worst_moment("filesystem://") == []
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_reader_that_dies_before_it_has_read_leaves_the_message_on_the_disk(connect, folder, monkeypatch):
    channel = connect("files://").channel()
    channel._put("celery", {"n": 1})

    def die(path):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "read_bytes", die)
        channel._get("celery")
    (left,) = (folder / "queue").iterdir()
    assert left.suffix == ".taken" and left.read_text() == '{"n": 1}'
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_reader_takes_only_what_is_for_its_own_queue(connect):
    channel = connect("files://").channel()
    channel._put("worker.pidbox", {"n": 1})
    with pytest.raises(Empty):
        channel._get("pidbox")
    assert channel._get("worker.pidbox") == {"n": 1}


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
