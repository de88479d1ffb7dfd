"""How often one network may do a thing, counted in the cache that all processes share.

A courtesy against floods, never the only guard of anything: without its cache it lets people through.
"""

import logging
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.cache import cache

log = logging.getLogger(__name__)

asker: ContextVar[str] = ContextVar("asker", default="")
"""The network address that asks right now, set for each request; "" in jobs and on the command line."""


@dataclass(frozen=True)
class Limit:
    """At most `times` within `seconds`, counted from the first."""

    name: str
    times: int
    seconds: int

    def allows(self, key: str) -> bool:
        """Count one more for `key` and say whether it is still within the limit."""
        if not key:
            return True
        name = f"limit:{self.name}:{key}"
        try:
            return cache.add(name, 1, self.seconds) or cache.incr(name) <= self.times
        except ValueError:
            return True  # it ran out between the two questions
        except Exception:  # whatever a cache raises when it is away
            log.warning("The cache is away; %s is not counted", self.name)
            return True

    def give_back(self, key: str) -> None:
        """One that `allows` counted counts no more: where only what fails does, and many may come at once."""
        with suppress(Exception):  # it ran out meanwhile, or the cache is away
            if key:
                cache.decr(f"limit:{self.name}:{key}")
