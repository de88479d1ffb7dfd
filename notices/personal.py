"""What notices keeps of a person, for export and erasure."""

from django.db.models import Q

from people.models import Person
from people.personal import delete_clash, delete_rows, register

from .models import Letter


def burn_letters(person: Person) -> None:
    """Letters to them, also those to their address alone: codes of the time before they joined."""
    Letter.objects.filter(Q(person=person) | Q(address__iexact=person.email or "-")).delete()


def register_all() -> None:
    register(
        "notices.Letter",
        "person",
        columns=("address", "kind", "subject", "text", "created_at", "sent_at"),
        erase=burn_letters,
    )
    register(
        "notices.Phone",
        "person",
        columns=("number", "confirmed_at"),
        erase=delete_rows("notices.Phone", "person"),
        merge=delete_clash("notices.Phone", "person"),
    )
    register(
        "notices.Instants",
        "person",
        columns=("day", "count"),
        erase=delete_rows("notices.Instants", "person"),
        merge=delete_clash("notices.Instants", "person"),
    )
    register(
        "notices.Preference",
        "person",
        columns=("category", "how"),
        erase=delete_rows("notices.Preference", "person"),
        merge=delete_clash("notices.Preference", "person"),
    )
    register(
        "notices.Digest",
        "person",
        columns=("every", "weekday", "hour", "next_at", "heard_until"),
        erase=delete_rows("notices.Digest", "person"),
        merge=delete_clash("notices.Digest", "person"),
    )
