"""Servers for one run: they answer, nobody else gets in, and nothing stays."""

import socket
import time
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import urlsplit

import psycopg
import pytest
import redis as redis_client

from tests.support import throwaway

pytestmark = [pytest.mark.once, pytest.mark.servers]


def answers(url: str) -> bool:
    port = urlsplit(url).port
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1", port or 0)) == 0


def folders() -> set[Path]:
    return set(Path(gettempdir()).glob("engage-postgres-*")) | set(Path(gettempdir()).glob("engage-redis-*"))


def test_a_throwaway_postgresql_answers_and_leaves_nothing_behind():
    with throwaway.postgres() as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        own = {path for path in folders() if (path / "data" / "postmaster.pid").exists()}
        assert own
        port = urlsplit(url).port
        mine = next(path for path in own if str(port) in (path / "data" / "postmaster.pid").read_text())
    assert not answers(url)
    assert not mine.exists()


def test_a_throwaway_postgresql_asks_for_its_password():
    with throwaway.postgres() as url:
        port = urlsplit(url).port
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgres://engage:guess@127.0.0.1:{port}/postgres")


def test_a_throwaway_redis_answers_and_is_gone_afterwards():
    with throwaway.redis() as url:
        assert redis_client.Redis.from_url(url).ping()
    time.sleep(0.1)
    assert not answers(url)
