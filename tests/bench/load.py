"""Load over real HTTP: wrk for pages, and prepared posts, each of which must make a row."""

import json
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CONNECTIONS = 2  # as many as there are workers: nobody stands in a queue
CLIENTS, RUSH = 8, 250  # a rush: who press at the same time, and all presses of one round
PACE, PACED = 50, 300  # at a pace: so many in a second, whether or not the ones before are answered; and in one round
HANDS = 64  # that send at a pace: so many may wait for their answer at once
SCRIPT = Path(__file__).with_name("wrk.lua")
PATIENCE = 30


class Broken(Exception):
    """A server did not answer as it must; the message says what came."""


@dataclass(frozen=True)
class Run:
    """`requests` answered well; milliseconds at the middle and at 95 of 100."""

    requests: int
    p50: float
    p95: float


def cookie_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def read(port: int, paths: Sequence[str], cookies: dict[str, str], seconds: float) -> Run:
    """GET the paths in turn for some seconds. Raises Broken for anything but answers of 200."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}"]
        done = subprocess.run(
            [*command, "--", file.name, cookie_header(cookies)],
            capture_output=True,
            text=True,
            timeout=seconds + PATIENCE,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        raise Broken(f"wrk failed: {done.stdout}{done.stderr}")
    told = json.loads(lines[-1])
    if told["refused"] or not told["requests"]:
        raise Broken(f"{told['refused']} of {told['requests']} answers for {paths[0]} were errors")
    return Run(told["requests"], told["p50"], told["p95"])


def write(port: int, posts: Sequence[dict[str, Any]], clients: int = CONNECTIONS) -> Run:
    """Send each post once, so many at the same time. Raises Broken unless each is answered by a redirect."""
    return _send_all(port, posts, clients)


def write_paced(port: int, posts: Sequence[dict[str, Any]], per_second: int = PACE) -> Run:
    """Send each post once, so many in a second. One that has to wait for a hand waits on the clock too: the time of each
    begins when it was due, so a server that falls behind can't hide it."""
    return _send_all(port, posts, HANDS, every=1 / per_second)


def _send_all(port: int, posts: Sequence[dict[str, Any]], clients: int, every: float = 0) -> Run:
    waiting = list(enumerate(posts))
    took: list[float] = []
    problems: list[str] = []
    lock = threading.Lock()
    start = time.perf_counter() + 0.1

    def send() -> None:
        while True:
            with lock:
                if not waiting or problems:
                    return
                n, post = waiting.pop(0)
            begun = start + n * every if every else time.perf_counter()
            time.sleep(max(0, begun - time.perf_counter()))
            found = answer(port, as_request(port, post))
            where = found.headers.get("location", "")
            spent = 1000 * (time.perf_counter() - begun)
            with lock:
                took.append(spent)
                if found.status != 302 or "sign-in" in where:
                    problems.append(f"{post['path']} was answered with {found.status} {where}")

    threads = [threading.Thread(target=send) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise Broken(problems[0])
    took.sort()
    return Run(len(took), percentile(took, 50), percentile(took, 95))


def percentile(values: Sequence[float], at: int) -> float:
    """The value below which `at` of 100 lie; `values` sorted."""
    return values[min(len(values) - 1, round(at / 100 * (len(values) - 1)))]


def as_request(port: int, post: dict[str, Any]) -> bytes:
    token = next(value for name, value in post["cookies"].items() if "csrf" in name)
    body = urlencode([("csrfmiddlewaretoken", token), *map(tuple, post["fields"])])
    lines = (
        f"POST {post['path']} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookie_header(post['cookies'])}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
        "",
        body,
    )
    return "\r\n".join(lines).encode()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case


def answer(port: int, request: bytes) -> Answer:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(request)
        received = b""
        while chunk := line.recv(65536):
            received += chunk
    status, *lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (one.partition(":") for one in lines)
    return Answer(int(status.split()[1]) if status else 0, {name.lower(): value.strip() for name, _, value in pairs})
