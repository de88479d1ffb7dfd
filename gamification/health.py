"""Every point is accounted for."""

from collections.abc import Iterator

from django.db.models import F, Max, Sum

from core.health import checkup

from .models import LedgerEntry, PointsAccount


@checkup("balances", "Each balance is the sum of its ledger.")
def balances() -> Iterator[str]:
    sums = {
        person: (total, last)
        for person, total, last in LedgerEntry.objects.order_by()
        .values_list("person")
        .annotate(total=Sum("amount"), last=Max("pk"))
    }
    accounts = PointsAccount.objects.values_list("person", "balance", "last_entry_id").order_by("pk")
    for person, balance, last in accounts.iterator(chunk_size=5000):
        total, newest = sums.pop(person, (0, 0))
        if balance != total:
            yield f"Person {person} has a balance of {balance}; the ledger says {total}."
        elif last != newest:
            yield f"Person {person}'s balance does not know of the newest entry."
    for person, (total, _newest) in sums.items():
        yield f"Person {person} has {total} points in the ledger and no account."


@checkup("reversals", "Every point taken back was given once, in the same amount.")
def reversals() -> Iterator[str]:
    wrong = LedgerEntry.objects.filter(reverses__isnull=False).exclude(amount=-1 * F("reverses__amount"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"Entry {pk} takes back another amount than was given."
