"""Bells: a deed rings inside its transaction, and everybody who must hear does so after the commit, exactly once.

`bell.ring(...)` writes one Deed and one pending Delivery for each receiver known at that moment, in the transaction of the
deed itself. After the commit a worker is hurried along; should that be lost, the sweeper finds the pending rows.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models import F

from core import clock, queue

from .models import Deed, Delivery, Person

log = logging.getLogger(__name__)

Receiver = Callable[[Deed], None]
_bells: dict[str, "Bell"] = {}
_receivers: dict[str, dict[str, Receiver]] = {}  # bell → receiver's name → function


class Bell:
    """What others may hear. One line in a room's bells.py says when it rings and which ids it carries."""

    def __init__(self, name: str):
        if name in _bells:
            raise ValueError(f"two bells are called {name}")
        self.name = name
        _bells[name] = self

    def __repr__(self) -> str:
        return f"<Bell {self.name}>"

    def ring(self, *, by: Person, on: models.Model, **ids: Any) -> Deed:
        """Write the deed and its deliveries. Must be called inside the action's transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(f"{self.name} rings outside a transaction: its echo could be lost")
        deed = Deed.objects.create(bell=self.name, by=by, on=label(on), ids=ids)
        names = _receivers.get(self.name)
        if names:
            Delivery.objects.bulk_create([Delivery(deed=deed, receiver=name) for name in names])
            transaction.on_commit(lambda: hurry(deed.pk))
        return deed


def label(thing: models.Model) -> str:
    """projects.signup:12"""
    return f"{thing._meta.label_lower}:{thing.pk}"


def hears(*bells: Bell) -> Callable[[Receiver], Receiver]:
    """Connect a receiver: `@hears(projects.bells.seat_taken)`; it gets the Deed and reads the facts as they are now."""

    def connect(receiver: Receiver) -> Receiver:
        name = f"{receiver.__module__}.{receiver.__name__}"
        for bell in bells:
            _receivers.setdefault(bell.name, {})[name] = receiver
        return receiver

    return connect


def hurry(deed_id: int) -> None:
    """Ask a worker to deliver now. A queue that is away is no reason to fail: the sweeper comes by."""
    queue.hurry("people.tasks.deliver_deed", deed_id)


def deliver(delivery: Delivery) -> bool:
    """Let one receiver hear, once: its work and the mark are one transaction. True if it was done now."""
    receiver = _receivers.get(delivery.deed.bell, {}).get(delivery.receiver)
    if receiver is None:
        return False  # a receiver of a newer or older release; left for the process that knows it
    try:
        with transaction.atomic():
            claimed = Delivery.objects.filter(pk=delivery.pk, done_at__isnull=True).update(done_at=clock.now())
            if not claimed:
                return False
            receiver(delivery.deed)
            return True
    except Exception as problem:
        log.exception("%s could not hear %s", delivery.receiver, delivery.deed)
        Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, problem=str(problem)[:500])
        return False


def deliver_deed(deed_id: int) -> int:
    """Let everybody hear of one deed who has not yet; returns how many did."""
    waiting = Delivery.objects.filter(deed_id=deed_id, done_at__isnull=True).select_related("deed__by")
    return sum(deliver(delivery) for delivery in waiting)


def deliver_all(limit: int = 10_000) -> int:
    """Sweep: whatever waits, oldest first, also what the echoes themselves rang. Returns how many were delivered."""
    total = 0
    while total < limit:
        waiting = list(Delivery.objects.filter(done_at__isnull=True).select_related("deed__by").order_by("pk")[:500])
        done = sum(deliver(delivery) for delivery in waiting)
        total += done
        if not done:
            break
    return total
