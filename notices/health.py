"""Letters leave."""

from collections.abc import Iterator
from datetime import timedelta

from core.clock import now
from core.health import checkup

from .models import Letter

LATE = timedelta(minutes=5)


@checkup("outbox", "Letters leave when they should.")
def outbox() -> Iterator[str]:
    late = Letter.objects.due().filter(due_at__lt=now() - LATE)
    if n := late.count():
        yield f"{n} letters should have left more than 5 minutes ago. Does the worker run?"
    refused = Letter.objects.unsent().exclude(problem="").filter(attempts__gte=3)
    for ref, problem in refused.values_list("ref", "problem").order_by("pk")[:5]:
        yield f"Letter {ref} does not get through: {problem}"
    if n := Letter.objects.given_up().count():
        yield f"{n} letters were given up after two weeks; their rows say why."
