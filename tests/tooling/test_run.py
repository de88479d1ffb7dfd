"""`dev.py run`: the site on a free port, answered by itself, and nothing left when it ends."""

import contextlib
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.tooling import prepared, site
from tests.tooling.house import ROOT, Trouble

pytestmark = pytest.mark.once


def test_a_busy_port_is_passed_over():
    with site.listening("127.0.0.1", None) as first, site.listening("127.0.0.1", None) as second:
        assert second.getsockname()[1] > first.getsockname()[1]


def test_a_busy_port_that_was_asked_for_is_refused_with_a_sentence():
    with site.listening("127.0.0.1", 0) as line:
        port = line.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} on 127.0.0.1 can't be used: .*Name another one: --port"):
            site.listening("127.0.0.1", port).__enter__()


@contextlib.contextmanager
def another_site():
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"instance": "another"}).encode())

        def log_message(self, *args):
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_from_somebody_else_is_not_taken_for_ours():
    with another_site() as address:
        site.wait_for_answer({}, address, "another")
        with pytest.raises(Trouble, match="Another site answers"):
            site.wait_for_answer({}, address, "ours")


@pytest.fixture
def prepared_folder(tmp_path, django_db_setup) -> Path:
    """A data folder as a first run leaves it: the suite's own migrated database, and the stamps."""
    template = next((ROOT / "var" / "test").glob("ground-*.sqlite3"))
    shutil.copyfile(template, tmp_path / "engage.sqlite3")
    (tmp_path / "prepared.json").write_text(
        json.dumps({what: prepared.fingerprint(what) for what in ("database", "seed")})
    )
    return tmp_path


@contextlib.contextmanager
def running(folder: Path, *options: str):
    """dev.py run on that folder, until it has printed its address."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("ENGAGE_", "DATABASE_", "DJANGO_"))
    }
    with (folder / "out").open("wb") as output:
        command = [sys.executable, ROOT / "dev.py", "run", *options]
        process = subprocess.Popen(command, env={**env, "ENGAGE_DATA": str(folder)}, stdout=output, stderr=output)
    try:
        end = time.monotonic() + 60
        while "Stop: Ctrl-C" not in (folder / "out").read_text() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        yield process, (folder / "out").read_text()
    finally:
        process.kill()
        process.wait()


def of_folder(folder: Path) -> list[str]:
    """Processes that work on this data folder, by their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"ENGAGE_DATA={folder}".encode() in (path / "environ").read_bytes().split(b"\0"):
                found.append((path / "cmdline").read_text())
    return found


def all_gone(folder: Path) -> bool:
    end = time.monotonic() + 20
    while of_folder(folder) and time.monotonic() < end:
        time.sleep(0.1)
    return not of_folder(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_prepared_site_starts_says_where_it_is_and_leaves_nothing_behind(prepared_folder, number):
    with running(prepared_folder) as (process, text):
        address = re.search(r"Engage is ready: (http://127\.0\.0\.1:\d+)/", text)
        assert address, text
        assert text.count("nothing new") >= 2
        assert "\033" not in text
        for role in site.ROLES:
            assert re.search(rf"{address[1]}/demo/enter/{role}/\?key=\S{{16}}", text)
        with urllib.request.urlopen(f"{address[1]}/healthz", timeout=10) as answer:
            assert json.load(answer)["ok"]
        assert len(of_folder(prepared_folder)) >= 5
        process.send_signal(number)
        process.wait(20)
        assert all_gone(prepared_folder)
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", int(address[1].rpartition(":")[2])), timeout=2):
        pass


def test_a_second_run_on_the_same_folder_is_told_where_the_first_is(prepared_folder):
    with running(prepared_folder) as (_, text):
        address = re.search(r"http://127\.0\.0\.1:\d+", text)[0]
        with running(prepared_folder) as (second, _):
            assert second.wait(20) == 1
    assert f"Engage is running already, at {address}." in (prepared_folder / "out").read_text()
