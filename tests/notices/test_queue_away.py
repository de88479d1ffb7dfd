"""Without its queue and its cache the site is a little slower to tell, and nothing else."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from celery import Celery
from django.core.cache.backends.redis import RedisCache
from django.db import transaction

from core import cache, queue
from core.clock import now
from notices import tasks
from notices.models import Letter
from people.bells import code_asked
from people.models import Code
from people.system import SYSTEM
from people.tasks import sweep
from tests.support import throwaway

pytestmark = pytest.mark.django_db(transaction=True)


def ask_for_a_code() -> float:
    """As the sign-in form does; returns how long the person waited."""
    start = time.monotonic()
    code = Code.objects.create(email="amal@mail.example", expires_at=now() + timedelta(minutes=15))
    with transaction.atomic():
        code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
    return time.monotonic() - start


def the_letter_arrives() -> bool:
    sweep()
    return Letter.objects.count() == 1 and tasks.send_due() == 1


def test_a_broker_folder_that_can_not_be_written_stops_nobody(tmp_path, monkeypatch):
    folder = tmp_path / "queue"
    folder.write_text("a file stands where the folder was")
    app = Celery(broker="files://", set_as_current=False)
    app.conf.broker_transport_options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    monkeypatch.setattr(queue, "current_app", app)
    assert ask_for_a_code() < 1
    assert queue.settle(5)
    assert the_letter_arrives()


@pytest.fixture
def server(monkeypatch) -> Iterator[redis.Redis]:
    """A Redis of our own, with the site's time limits; it may be stopped and frozen."""
    with throwaway.redis() as url:
        monkeypatch.setattr(cache.ForgivingRedisCache, "_away_until", 0.0)
        app = Celery(broker=url, set_as_current=False)
        app.conf.update(
            broker_transport_options={"socket_timeout": 2, "socket_connect_timeout": 1, "max_retries": 1},
            broker_pool_limit=None,
        )
        monkeypatch.setattr(queue, "current_app", app)
        client = redis.Redis.from_url(url)
        client.url = url
        client.pid = client.info("server")["process_id"]
        yield client
        try:
            os.kill(client.pid, signal.SIGCONT)
        except ProcessLookupError:
            pass  # the test ended it
        queue.settle(10)


def own_cache(server: redis.Redis) -> cache.ForgivingRedisCache:
    return cache.ForgivingRedisCache(server.url, {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}})


@pytest.mark.servers
def test_a_frozen_redis_holds_up_no_page(server):
    store = own_cache(server)
    store.set("city", "Larkhaven")
    assert store.get("city") == "Larkhaven"
    os.kill(server.pid, signal.SIGSTOP)
    waits = []
    for _ in range(20):
        start = time.monotonic()
        assert store.get("city", "looked up") == "looked up"
        waits.append(time.monotonic() - start)
    assert max(waits) < 2.5 and sum(waits) < 4  # one page waits for the timeout, the others for nothing
    assert ask_for_a_code() < 1
    assert the_letter_arrives()


@pytest.mark.servers
def test_a_stopped_redis_holds_up_no_page(server):
    store = own_cache(server)
    os.kill(server.pid, signal.SIGKILL)
    start = time.monotonic()
    assert store.get("city") is None
    assert store.add("limit", 1) is True
    assert store.get_many(["a", "b"]) == {}
    assert time.monotonic() - start < 3
    assert ask_for_a_code() < 1
    assert the_letter_arrives()


@pytest.mark.servers
def test_an_emptied_redis_loses_nothing(server):
    ask_for_a_code()
    queue.settle(5)
    server.flushall()
    assert the_letter_arrives()


def test_every_way_to_ask_the_cache_forgives():
    asks = {"add", "get", "set", "touch", "delete", "has_key", "incr", "get_many", "set_many", "delete_many", "clear"}
    own = {
        name
        for name, thing in vars(RedisCache).items()
        if callable(thing) and not name.startswith(("_", "get_backend"))
    }
    assert own - {"get_backend_timeout"} == asks
    assert asks <= set(vars(cache.ForgivingRedisCache))
