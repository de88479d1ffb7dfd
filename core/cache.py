"""A cache that may be away: then everything is looked up afresh, and no page waits for it."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST = 10.0  # seconds without asking, after it failed: one request in ten seconds waits for its timeout, not each


class ForgivingRedisCache(RedisCache):
    """Redis as a hint. What must not be lost or counted wrongly stands in the database."""

    _away_until = 0.0  # of this process

    def _try(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._away_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as problem:
            log.warning("The cache is away (%s); looking everything up", problem)
            ForgivingRedisCache._away_until = time.monotonic() + REST
            return otherwise

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), True)

    def get(self, key: Any, default: Any = None, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, *args, **kwargs), default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).set(key, value, *args, **kwargs), None)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).touch(key, *args, **kwargs), False)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).delete(key, *args, **kwargs), False)

    def has_key(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(key, *args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).incr(key, delta, *args, **kwargs), delta)

    def get_many(self, keys: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(keys, *args, **kwargs), {})

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, keys: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).delete_many(keys, *args, **kwargs), None)

    def clear(self) -> Any:
        return self._try(super().clear, False)
